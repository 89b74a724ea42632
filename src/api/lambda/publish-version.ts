import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { publishVersion as publish } from '../../lambda/control/versions.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describeFunction } from './describe-function.ts';
import { publishTo, refuse } from './function-input.ts';
import { changedFunctionName, description, functionConfiguration } from './function-shapes.ts';

const refused = { PublishTo: publishTo } as const;

export const publishVersion = operation<ControlPlane>()({
  name: 'PublishVersion',
  http: { method: 'POST', path: '/2015-03-31/functions/{FunctionName}/versions', status: 201 },
  input: structure({
    FunctionName: changedFunctionName,
    CodeSha256: string(),
    Description: description,
    RevisionId: string(),
    ...refused,
  }),
  output: functionConfiguration,
  async handle({ control }, input, { scope }) {
    refuse(input, refused);
    const publication = {
      codeSha256: input.CodeSha256,
      description: input.Description,
      revisionId: input.RevisionId,
    };
    const { known, answer } = await control.change(scope, input.FunctionName, (before, moment) =>
      publish(before, publication, moment),
    );
    return describeFunction(known, answer, answer.version);
  },
});
