import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { addPermission as add } from '../../lambda/control/policies.ts';
import { parseFunctionName } from '../../lambda/function-name.ts';
import { boolean, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { functionNameInPath, qualifiedName, qualifierInQuery } from './function-shapes.ts';

/** Recorded, and shown by GetPolicy; nothing here asks for permission. */
export const addPermission = operation<ControlPlane>()({
  name: 'AddPermission',
  http: { method: 'POST', path: '/2015-03-31/functions/{FunctionName}/policy', status: 201 },
  input: structure({
    FunctionName: functionNameInPath,
    StatementId: required(string({ min: 1, max: 100, pattern: '([a-zA-Z0-9-_]+)' })),
    Action: required(string({ pattern: '(lambda:[*]|lambda:[a-zA-Z]+|[*])' })),
    Principal: required(string({ pattern: '[^\\s]+' })),
    SourceArn: string({
      pattern:
        'arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}(-gov)?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)',
    }),
    SourceAccount: string({ min: 0, max: 12, pattern: '\\d{12}' }),
    EventSourceToken: string({ min: 0, max: 256, pattern: '[a-zA-Z0-9._\\-]+' }),
    Qualifier: qualifierInQuery,
    RevisionId: string(),
    PrincipalOrgID: string({ min: 12, max: 34, pattern: 'o-[a-z0-9]{10,32}' }),
    FunctionUrlAuthType: string({ enum: ['NONE', 'AWS_IAM'] }),
    InvokedViaFunctionUrl: boolean(),
  }),
  output: structure({ Statement: string() }),
  async handle({ control }, input, { scope }) {
    const { qualifier } = parseFunctionName(qualifiedName(input.FunctionName, input.Qualifier));
    const permission = {
      statementId: input.StatementId,
      action: input.Action,
      principal: input.Principal,
      sourceArn: input.SourceArn,
      sourceAccount: input.SourceAccount,
      eventSourceToken: input.EventSourceToken,
      principalOrgId: input.PrincipalOrgID,
      functionUrlAuthType: input.FunctionUrlAuthType,
      invokedViaFunctionUrl: input.InvokedViaFunctionUrl,
      ...{ qualifier, revisionId: input.RevisionId },
    };
    const { answer } = await control.change(
      scope,
      input.FunctionName,
      (known, moment) => add(known, permission, moment),
      { isForTemplates: true },
    );
    return { Statement: JSON.stringify(answer) };
  },
});
