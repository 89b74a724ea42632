import { pathToFileURL } from 'node:url';
import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { parseFunctionName } from '../../lambda/function-name.ts';
import { integer, map, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { archiveUrl } from './archive-url.ts';
import { describeFunction } from './describe-function.ts';
import {
  functionConfiguration,
  functionNameInPath,
  qualifiedName,
  qualifierInQuery,
} from './function-shapes.ts';

/**
 * `Location` is where the archive can be fetched; the code of a template has none, and there it is
 * the folder on this machine.
 */
export const getFunction = operation<ControlPlane>()({
  name: 'GetFunction',
  http: { method: 'GET', path: '/2015-03-31/functions/{FunctionName}' },
  input: structure({ FunctionName: functionNameInPath, Qualifier: qualifierInQuery }),
  output: structure({
    Configuration: functionConfiguration,
    Code: structure({ RepositoryType: string(), Location: string() }),
    Tags: map(string()),
    Concurrency: structure({ ReservedConcurrentExecutions: integer() }),
  }),
  handle({ functions }, { FunctionName, Qualifier }, { scope, endpoint }) {
    const name = qualifiedName(FunctionName, Qualifier);
    const definition = functions.get(scope, name);
    const known = functions.known(scope, name);
    const { tags, reservedConcurrency } = known;
    const { codePackage, codeDirectory } = definition;
    return {
      Configuration: describeFunction(known, definition, parseFunctionName(name).qualifier),
      Code: codePackage
        ? { RepositoryType: 'S3', Location: archiveUrl(endpoint, 'functions', codePackage) }
        : { Location: pathToFileURL(codeDirectory).href },
      ...(Object.keys(tags).length > 0 && { Tags: { ...tags } }),
      ...(reservedConcurrency !== undefined && {
        Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
      }),
    };
  },
});
