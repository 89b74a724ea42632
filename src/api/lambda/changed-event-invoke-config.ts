import type { Scope } from '../../aws/scope.ts';
import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import type { putEventInvokeConfig } from '../../lambda/control/event-invoke-configs.ts';
import { parseFunctionName } from '../../lambda/function-name.ts';
import type { Infer } from '../../wire/shape.ts';
import {
  describeEventInvokeConfig,
  type eventInvokeConfig,
  type eventInvokeInput,
  givenLimits,
} from './event-invoke-shapes.ts';
import { qualifiedName } from './function-shapes.ts';

/**
 * Lets `change` decide how events of a function are retried, and answers what holds then. Of a
 * template's function too: it holds until the next start, and a warning says so.
 */
export async function changedEventInvokeConfig(
  { control }: ControlPlane,
  { input, scope }: { readonly input: Infer<typeof eventInvokeInput>; readonly scope: Scope },
  change: typeof putEventInvokeConfig,
): Promise<Infer<typeof eventInvokeConfig>> {
  const { FunctionName, Qualifier } = input;
  const { qualifier } = parseFunctionName(qualifiedName(FunctionName, Qualifier));
  const request = { qualifier, ...givenLimits(input) };
  const { known, answer } = await control.change(
    scope,
    FunctionName,
    (before, moment) => change(before, request, moment),
    { isForTemplates: true },
  );
  return describeEventInvokeConfig(known, answer, qualifier);
}
