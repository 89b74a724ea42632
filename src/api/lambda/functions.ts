import type { Functions } from '../../lambda/functions.ts';
import { type BoundOperation, bind } from '../operation.ts';
import { getFunction } from './get-function.ts';
import { getFunctionConfiguration } from './get-function-configuration.ts';
import { invoke } from './invoke.ts';
import { listFunctions } from './list-functions.ts';

/** Lambda's operations on functions. */
export function functionOperations(functions: Functions): BoundOperation[] {
  return bind(functions, [getFunction, getFunctionConfiguration, invoke, listFunctions]);
}
