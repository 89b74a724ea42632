import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { findEventInvokeConfig } from '../../lambda/control/event-invoke-configs.ts';
import { parseFunctionName } from '../../lambda/function-name.ts';
import { operation } from '../operation.ts';
import {
  describeEventInvokeConfig,
  EVENT_INVOKE_PATH,
  eventInvokeConfig,
  eventInvokeName,
} from './event-invoke-shapes.ts';
import { qualifiedName } from './function-shapes.ts';

export const getFunctionEventInvokeConfig = operation<ControlPlane>()({
  name: 'GetFunctionEventInvokeConfig',
  http: { method: 'GET', path: EVENT_INVOKE_PATH },
  input: eventInvokeName,
  output: eventInvokeConfig,
  handle({ functions }, { FunctionName, Qualifier }, { scope }) {
    const name = qualifiedName(FunctionName, Qualifier);
    const { qualifier } = parseFunctionName(name);
    const known = functions.known(scope, name);
    return describeEventInvokeConfig(known, findEventInvokeConfig(known, qualifier), qualifier);
  },
});
