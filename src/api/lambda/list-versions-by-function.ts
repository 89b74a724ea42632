import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { versionOf } from '../../lambda/function-definition.ts';
import { allVersions } from '../../lambda/known-function.ts';
import { list, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describeListed } from './describe-function.ts';
import { functionConfiguration, functionNameInPath, pageMembers } from './function-shapes.ts';
import { pageOf } from './page.ts';

/** However many are asked for, a page has no more. Source: ListVersionsByFunction API reference. */
const most = 50;

export const listVersionsByFunction = operation<ControlPlane>()({
  name: 'ListVersionsByFunction',
  http: { method: 'GET', path: '/2015-03-31/functions/{FunctionName}/versions' },
  input: structure({ FunctionName: functionNameInPath, ...pageMembers }),
  output: structure({ NextMarker: string(), Versions: list(functionConfiguration) }),
  handle({ functions }, { FunctionName, ...asked }, { scope }) {
    const known = functions.known(scope, FunctionName);
    const all = allVersions(known);
    // In the order of their numbers, none of which is 0 or as long as this.
    const markerOf = ({ version = '0' }: (typeof all)[number]) => version.padStart(12, '0');
    const { page, ...next } = pageOf(all, asked, { most, markerOf });
    return {
      Versions: page.map((each) => describeListed(known, each, versionOf(each))),
      ...next,
    };
  },
});
