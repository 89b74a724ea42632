import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { deleteEventInvokeConfig } from '../../lambda/control/event-invoke-configs.ts';
import { parseFunctionName } from '../../lambda/function-name.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { EVENT_INVOKE_PATH, eventInvokeName } from './event-invoke-shapes.ts';
import { qualifiedName } from './function-shapes.ts';

export const deleteFunctionEventInvokeConfig = operation<ControlPlane>()({
  name: 'DeleteFunctionEventInvokeConfig',
  http: { method: 'DELETE', path: EVENT_INVOKE_PATH, status: 204 },
  input: eventInvokeName,
  output: structure({}),
  async handle({ control }, { FunctionName, Qualifier }, { scope }) {
    const { qualifier } = parseFunctionName(qualifiedName(FunctionName, Qualifier));
    await control.change(
      scope,
      FunctionName,
      (known) => deleteEventInvokeConfig(known, qualifier),
      { isForTemplates: true },
    );
    return {};
  },
});
