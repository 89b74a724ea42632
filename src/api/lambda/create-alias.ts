import { createAlias as create } from '../../lambda/control/aliases.ts';
import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { aliasConfiguration, aliasMembers, describeAlias } from './alias-shapes.ts';
import { aliasName, changedFunctionName } from './function-shapes.ts';

export const createAlias = operation<ControlPlane>()({
  name: 'CreateAlias',
  http: { method: 'POST', path: '/2015-03-31/functions/{FunctionName}/aliases', status: 201 },
  input: structure({
    FunctionName: changedFunctionName,
    Name: required(string(aliasName)),
    ...aliasMembers,
    FunctionVersion: required(aliasMembers.FunctionVersion),
  }),
  output: aliasConfiguration,
  async handle({ control }, input, { scope }) {
    const request = {
      name: input.Name,
      functionVersion: input.FunctionVersion,
      description: input.Description,
      additionalVersionWeights: input.RoutingConfig?.AdditionalVersionWeights,
    };
    const { known, answer } = await control.change(scope, input.FunctionName, (before, moment) =>
      create(before, request, moment),
    );
    return describeAlias(known, answer);
  },
});
