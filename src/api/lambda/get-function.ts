import { pathToFileURL } from 'node:url';
import type { Functions } from '../../lambda/functions.ts';
import { integer, map, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import {
  describeFunction,
  functionConfiguration,
  functionNameInPath,
  qualifiedName,
  qualifierInQuery,
} from './function-shapes.ts';

/** `Location` is the function's folder on this machine: there is no archive to download. */
export const getFunction = operation<Functions>()({
  name: 'GetFunction',
  http: { method: 'GET', path: '/2015-03-31/functions/{FunctionName}' },
  input: structure({ FunctionName: functionNameInPath, Qualifier: qualifierInQuery }),
  output: structure({
    Configuration: functionConfiguration,
    Code: structure({ Location: string() }),
    Tags: map(string()),
    Concurrency: structure({ ReservedConcurrentExecutions: integer() }),
  }),
  handle(functions, { FunctionName, Qualifier }, { scope }) {
    const definition = functions.get(scope, qualifiedName(FunctionName, Qualifier));
    const { tags, reservedConcurrency } = functions.known(scope, FunctionName);
    const { codeDirectory } = definition;
    return {
      Configuration: describeFunction(scope, definition, Qualifier),
      Code: { Location: pathToFileURL(codeDirectory).href },
      ...(Object.keys(tags).length > 0 && { Tags: { ...tags } }),
      ...(reservedConcurrency !== undefined && {
        Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
      }),
    };
  },
});
