import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { removePermission as remove } from '../../lambda/control/policies.ts';
import { parseFunctionName } from '../../lambda/function-name.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { functionNameInPath, qualifiedName, qualifierInQuery } from './function-shapes.ts';

export const removePermission = operation<ControlPlane>()({
  name: 'RemovePermission',
  http: {
    method: 'DELETE',
    path: '/2015-03-31/functions/{FunctionName}/policy/{StatementId}',
    status: 204,
  },
  input: structure({
    FunctionName: functionNameInPath,
    StatementId: required(string({ in: 'path', min: 1, max: 100, pattern: '([a-zA-Z0-9-_.]+)' })),
    Qualifier: qualifierInQuery,
    RevisionId: string({ in: 'query' }),
  }),
  output: structure({}),
  async handle({ control }, input, { scope }) {
    const { FunctionName, StatementId: statementId, RevisionId: revisionId } = input;
    const { qualifier } = parseFunctionName(qualifiedName(FunctionName, input.Qualifier));
    await control.change(
      scope,
      FunctionName,
      (known, moment) => remove(known, { statementId, qualifier, revisionId }, moment),
      { isForTemplates: true },
    );
    return {};
  },
});
