import { findAlias } from '../../lambda/control/aliases.ts';
import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { aliasConfiguration, describeAlias } from './alias-shapes.ts';
import { aliasName, changedFunctionName } from './function-shapes.ts';

export const getAlias = operation<ControlPlane>()({
  name: 'GetAlias',
  http: { method: 'GET', path: '/2015-03-31/functions/{FunctionName}/aliases/{Name}' },
  input: structure({
    FunctionName: changedFunctionName,
    Name: required(string({ in: 'path', ...aliasName })),
  }),
  output: aliasConfiguration,
  handle({ functions }, { FunctionName, Name }, { scope }) {
    const known = functions.known(scope, FunctionName);
    return describeAlias(known, findAlias(known, Name));
  },
});
