import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { checkRevision } from '../../lambda/control/decision.ts';
import { checkSettings } from '../../lambda/control/settings.ts';
import type { FunctionDefinition } from '../../lambda/function-definition.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describeUpdated } from './describe-function.ts';
import {
  givenRecorded,
  givenSettings,
  refuse,
  refusedSettings,
  roleArn,
  settingsMembers,
} from './function-input.ts';
import { changedFunctionName, functionConfiguration } from './function-shapes.ts';

export const updateFunctionConfiguration = operation<ControlPlane>()({
  name: 'UpdateFunctionConfiguration',
  http: { method: 'PUT', path: '/2015-03-31/functions/{FunctionName}/configuration' },
  input: structure({
    FunctionName: changedFunctionName,
    Role: roleArn,
    RevisionId: string(),
    ...settingsMembers,
    ...refusedSettings,
  }),
  output: functionConfiguration,
  async handle({ control, layers }, input, { scope }) {
    refuse(input, refusedSettings);
    const given = givenSettings(input);
    checkSettings(given);
    const used = input.Layers && layers.ofFunction(scope, input.Layers);
    const recorded = givenRecorded(input);
    const { known, answer } = await control.configure(scope, input.FunctionName, (before) => {
      checkRevision(input.RevisionId, before.revisionId);
      const latest: Omit<FunctionDefinition, 'codeDirectory'> = {
        ...before.latest,
        ...given,
        ...(used && { layers: used }),
        recorded: { ...before.latest.recorded, ...recorded },
      };
      return latest;
    });
    return describeUpdated(known, answer);
  },
});
