import type { Functions } from '../../lambda/functions.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import {
  describeFunction,
  functionConfiguration,
  functionNameInPath,
  qualifiedName,
  qualifierInQuery,
} from './function-shapes.ts';

export const getFunctionConfiguration = operation<Functions>()({
  name: 'GetFunctionConfiguration',
  http: { method: 'GET', path: '/2015-03-31/functions/{FunctionName}/configuration' },
  input: structure({ FunctionName: functionNameInPath, Qualifier: qualifierInQuery }),
  output: functionConfiguration,
  handle(functions, { FunctionName, Qualifier }, { scope }) {
    const definition = functions.get(scope, qualifiedName(FunctionName, Qualifier));
    return describeFunction(scope, definition, Qualifier);
  },
});
