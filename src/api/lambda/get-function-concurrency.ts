import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { integer, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { changedFunctionName } from './function-shapes.ts';

export const getFunctionConcurrency = operation<ControlPlane>()({
  name: 'GetFunctionConcurrency',
  http: { method: 'GET', path: '/2019-09-30/functions/{FunctionName}/concurrency' },
  input: structure({ FunctionName: changedFunctionName }),
  output: structure({ ReservedConcurrentExecutions: integer() }),
  handle: ({ functions }, { FunctionName }, { scope }) => ({
    ReservedConcurrentExecutions: functions.known(scope, FunctionName).reservedConcurrency,
  }),
});
