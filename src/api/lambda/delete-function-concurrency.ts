import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { releaseConcurrency } from '../../lambda/control/reservations.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { changedFunctionName } from './function-shapes.ts';

/** Of a template's function too: it holds until the next start, and a warning says so. */
export const deleteFunctionConcurrency = operation<ControlPlane>()({
  name: 'DeleteFunctionConcurrency',
  http: {
    method: 'DELETE',
    path: '/2017-10-31/functions/{FunctionName}/concurrency',
    status: 204,
  },
  input: structure({ FunctionName: changedFunctionName }),
  output: structure({}),
  async handle({ control }, { FunctionName }, { scope }) {
    await control.change(scope, FunctionName, releaseConcurrency, { isForTemplates: true });
    return {};
  },
});
