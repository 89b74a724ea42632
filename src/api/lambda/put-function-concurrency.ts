import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { reserveConcurrency } from '../../lambda/control/reservations.ts';
import { integer, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { changedFunctionName } from './function-shapes.ts';

/** Of a template's function too: it holds until the next start, and a warning says so. */
export const putFunctionConcurrency = operation<ControlPlane>()({
  name: 'PutFunctionConcurrency',
  http: { method: 'PUT', path: '/2017-10-31/functions/{FunctionName}/concurrency' },
  input: structure({
    FunctionName: changedFunctionName,
    ReservedConcurrentExecutions: required(integer({ min: 0 })),
  }),
  output: structure({ ReservedConcurrentExecutions: integer() }),
  async handle({ control, functions }, input, { scope }) {
    const { FunctionName, ReservedConcurrentExecutions: count } = input;
    const { answer } = await control.change(
      scope,
      FunctionName,
      (known, moment) => {
        const others = functions.list(scope).filter((each) => each !== known);
        return reserveConcurrency(known, { count, others }, moment);
      },
      { isForTemplates: true },
    );
    return { ReservedConcurrentExecutions: answer };
  },
});
