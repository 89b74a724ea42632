import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { publishVersion } from '../../lambda/control/versions.ts';
import { boolean, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describeFunction, describeUpdated } from './describe-function.ts';
import { codeMembers, codeSource, publishTo, refuse, refusedCode } from './function-input.ts';
import { architectures, changedFunctionName, functionConfiguration } from './function-shapes.ts';

const refused = { PublishTo: publishTo } as const;

export const updateFunctionCode = operation<ControlPlane>()({
  name: 'UpdateFunctionCode',
  http: { method: 'PUT', path: '/2015-03-31/functions/{FunctionName}/code' },
  input: structure({
    FunctionName: changedFunctionName,
    ...codeMembers,
    ...refusedCode,
    ...refused,
    Publish: boolean(),
    DryRun: boolean(),
    RevisionId: string(),
    Architectures: architectures,
  }),
  output: functionConfiguration,
  async handle({ control }, input, { scope }) {
    refuse(input, refused);
    const isPublished = input.Publish === true && input.DryRun !== true;
    const { known, answer } = await control.updateCode(scope, input.FunctionName, {
      code: codeSource(input),
      architectures: input.Architectures,
      revisionId: input.RevisionId,
      isDryRun: input.DryRun ?? false,
      decide: (function_, moment) =>
        isPublished
          ? publishVersion(function_, {}, moment)
          : { known: function_, answer: function_.latest },
    });
    if (isPublished) return describeFunction(known, answer, answer.version);
    return describeUpdated(known, answer);
  },
});
