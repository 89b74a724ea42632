import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { list, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { aliasConfiguration, describeAlias } from './alias-shapes.ts';
import { aliasedVersion, changedFunctionName, pageMembers } from './function-shapes.ts';
import { pageOf } from './page.ts';

/** However many are asked for, a page has no more: as for other lists of Lambda (choice). */
const most = 50;

export const listAliases = operation<ControlPlane>()({
  name: 'ListAliases',
  http: { method: 'GET', path: '/2015-03-31/functions/{FunctionName}/aliases' },
  input: structure({
    FunctionName: changedFunctionName,
    FunctionVersion: string({ in: 'query', ...aliasedVersion }),
    ...pageMembers,
  }),
  output: structure({ NextMarker: string(), Aliases: list(aliasConfiguration) }),
  handle({ functions }, { FunctionName, FunctionVersion, ...asked }, { scope }) {
    const known = functions.known(scope, FunctionName);
    const all = known.aliases.filter(
      ({ functionVersion }) => FunctionVersion === undefined || functionVersion === FunctionVersion,
    );
    const { page, ...next } = pageOf(all, asked, { most, markerOf: ({ name }) => name });
    return { Aliases: page.map((alias) => describeAlias(known, alias)), ...next };
  },
});
