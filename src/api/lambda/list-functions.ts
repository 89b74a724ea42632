import { AwsError } from '../../aws/aws-error.ts';
import type { Functions } from '../../lambda/functions.ts';
import { integer, list, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describeFunction, functionConfiguration } from './function-shapes.ts';

/** However many are asked for, a page has no more. Source: ListFunctions API reference. */
const PAGE = 50;

export const listFunctions = operation<Functions>()({
  name: 'ListFunctions',
  http: { method: 'GET', path: '/2015-03-31/functions' },
  input: structure({
    MasterRegion: string({ in: 'query' }),
    FunctionVersion: string({ in: 'query', enum: ['ALL'] }),
    Marker: string({ in: 'query' }),
    MaxItems: integer({ in: 'query', min: 1, max: 10_000 }),
  }),
  output: structure({ NextMarker: string(), Functions: list(functionConfiguration) }),
  handle(functions, { MasterRegion, FunctionVersion, Marker, MaxItems = PAGE }, { scope }) {
    if (MasterRegion !== undefined) {
      throw new AwsError('InvalidParameterValueException', 'MasterRegion is not supported here.');
    }
    const all = functions.list(scope);
    const rest = all.filter(({ functionName }) => functionName > (Marker ?? ''));
    const page = rest.slice(0, Math.min(MaxItems, PAGE));
    const last = page.at(-1)?.functionName;
    // Functions have one version here, so that all versions are as many as the functions.
    const qualifier = FunctionVersion === 'ALL' ? '$LATEST' : undefined;
    return {
      Functions: page.map(({ latest }) => describeFunction(scope, latest, qualifier)),
      ...(page.length < rest.length && last && { NextMarker: last }),
    };
  },
});
