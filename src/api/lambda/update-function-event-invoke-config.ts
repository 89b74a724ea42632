import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { updateEventInvokeConfig } from '../../lambda/control/event-invoke-configs.ts';
import { parseFunctionName } from '../../lambda/function-name.ts';
import { operation } from '../operation.ts';
import {
  describeEventInvokeConfig,
  EVENT_INVOKE_PATH,
  eventInvokeConfig,
  eventInvokeInput,
  givenLimits,
} from './event-invoke-shapes.ts';
import { qualifiedName } from './function-shapes.ts';

/** Of a template's function too: it holds until the next start, and a warning says so. */
export const updateFunctionEventInvokeConfig = operation<ControlPlane>()({
  name: 'UpdateFunctionEventInvokeConfig',
  http: { method: 'POST', path: EVENT_INVOKE_PATH },
  input: eventInvokeInput,
  output: eventInvokeConfig,
  async handle({ control }, input, { scope }) {
    const { FunctionName, Qualifier } = input;
    const { qualifier } = parseFunctionName(qualifiedName(FunctionName, Qualifier));
    const request = { qualifier, ...givenLimits(input) };
    const { known, answer } = await control.change(
      scope,
      FunctionName,
      (before, moment) => updateEventInvokeConfig(before, request, moment),
      { isForTemplates: true },
    );
    return describeEventInvokeConfig(known, answer, qualifier);
  },
});
