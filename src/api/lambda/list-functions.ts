import { AwsError } from '../../aws/aws-error.ts';
import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { versionOf } from '../../lambda/function-definition.ts';
import { allVersions } from '../../lambda/known-function.ts';
import { list, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describeListed } from './describe-function.ts';
import { functionConfiguration, pageMembers } from './function-shapes.ts';
import { pageOf } from './page.ts';

/** However many are asked for, a page has no more. Source: ListFunctions API reference. */
const most = 50;

export const listFunctions = operation<ControlPlane>()({
  name: 'ListFunctions',
  http: { method: 'GET', path: '/2015-03-31/functions' },
  input: structure({
    MasterRegion: string({ in: 'query' }),
    FunctionVersion: string({ in: 'query', enum: ['ALL'] }),
    ...pageMembers,
  }),
  output: structure({ NextMarker: string(), Functions: list(functionConfiguration) }),
  handle({ functions }, { MasterRegion, FunctionVersion, ...asked }, { scope }) {
    if (MasterRegion !== undefined) {
      throw new AwsError('InvalidParameterValueException', 'MasterRegion is not supported here.');
    }
    const isAll = FunctionVersion === 'ALL';
    const all = functions.list(scope).flatMap((known) => {
      const shown = isAll ? allVersions(known) : [known.latest];
      return shown.map((definition) => ({ known, definition, version: versionOf(definition) }));
    });
    const markerOf = ({ known, version }: (typeof all)[number]) =>
      isAll ? `${known.functionName}:${version}` : known.functionName;
    const { page, ...next } = pageOf(all, asked, { most, markerOf });
    return {
      Functions: page.map(({ known, definition, version }) =>
        describeListed(known, definition, isAll ? version : undefined),
      ),
      ...next,
    };
  },
});
