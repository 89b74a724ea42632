import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { integer, list, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import {
  describeEventInvokeConfig,
  EVENT_INVOKE_PATH,
  eventInvokeConfig,
} from './event-invoke-shapes.ts';
import { functionNameInPath } from './function-shapes.ts';
import { pageOf } from './page.ts';

/** However many are asked for, a page has no more. Source: Lambda API reference. */
const most = 50;

export const listFunctionEventInvokeConfigs = operation<ControlPlane>()({
  name: 'ListFunctionEventInvokeConfigs',
  http: { method: 'GET', path: `${EVENT_INVOKE_PATH}/list` },
  input: structure({
    FunctionName: functionNameInPath,
    Marker: string({ in: 'query' }),
    MaxItems: integer({ in: 'query', min: 1, max: most }),
  }),
  output: structure({
    FunctionEventInvokeConfigs: list(eventInvokeConfig),
    NextMarker: string(),
  }),
  handle({ functions }, { FunctionName, ...asked }, { scope }) {
    const known = functions.known(scope, FunctionName);
    const all = Object.entries(known.eventInvokeConfigs).sort(([a], [b]) => (a < b ? -1 : 1));
    const { page, ...next } = pageOf(all, asked, { most, markerOf: ([qualifier]) => qualifier });
    return {
      FunctionEventInvokeConfigs: page.map(([qualifier, config]) =>
        describeEventInvokeConfig(known, config, qualifier),
      ),
      ...next,
    };
  },
});
