import { deleteAlias as remove } from '../../lambda/control/aliases.ts';
import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { aliasName, changedFunctionName } from './function-shapes.ts';

export const deleteAlias = operation<ControlPlane>()({
  name: 'DeleteAlias',
  http: {
    method: 'DELETE',
    path: '/2015-03-31/functions/{FunctionName}/aliases/{Name}',
    status: 204,
  },
  input: structure({
    FunctionName: changedFunctionName,
    Name: required(string({ in: 'path', ...aliasName })),
  }),
  output: structure({}),
  async handle({ control }, { FunctionName, Name }, { scope }) {
    await control.change(scope, FunctionName, (known) => remove(known, Name));
    return {};
  },
});
