import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { putEventInvokeConfig } from '../../lambda/control/event-invoke-configs.ts';
import { operation } from '../operation.ts';
import { changedEventInvokeConfig } from './changed-event-invoke-config.ts';
import { EVENT_INVOKE_PATH, eventInvokeConfig, eventInvokeInput } from './event-invoke-shapes.ts';

export const putFunctionEventInvokeConfig = operation<ControlPlane>()({
  name: 'PutFunctionEventInvokeConfig',
  http: { method: 'PUT', path: EVENT_INVOKE_PATH },
  input: eventInvokeInput,
  output: eventInvokeConfig,
  handle: (plane, input, { scope }) =>
    changedEventInvokeConfig(plane, { input, scope }, putEventInvokeConfig),
});
