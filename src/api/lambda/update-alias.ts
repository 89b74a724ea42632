import { updateAlias as update } from '../../lambda/control/aliases.ts';
import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { aliasConfiguration, aliasMembers, describeAlias } from './alias-shapes.ts';
import { aliasName, changedFunctionName } from './function-shapes.ts';

export const updateAlias = operation<ControlPlane>()({
  name: 'UpdateAlias',
  http: { method: 'PUT', path: '/2015-03-31/functions/{FunctionName}/aliases/{Name}' },
  input: structure({
    FunctionName: changedFunctionName,
    Name: required(string({ in: 'path', ...aliasName })),
    ...aliasMembers,
    RevisionId: string(),
  }),
  output: aliasConfiguration,
  async handle({ control }, input, { scope }) {
    const { RoutingConfig } = input;
    const request = {
      name: input.Name,
      functionVersion: input.FunctionVersion,
      description: input.Description,
      additionalVersionWeights: RoutingConfig && (RoutingConfig.AdditionalVersionWeights ?? {}),
      revisionId: input.RevisionId,
    };
    const { known, answer } = await control.change(scope, input.FunctionName, (before, moment) =>
      update(before, request, moment),
    );
    return describeAlias(known, answer);
  },
});
