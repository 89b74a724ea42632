import { ownOf } from '../../aws/own.ts';
import { LATEST } from '../function-definition.ts';
import { functionArn } from '../functions.ts';
import type { EventInvokeConfig, KnownFunction } from '../known-function.ts';
import { LambdaError } from '../lambda-error.ts';
import { findAlias } from './aliases.ts';
import { checkVersion, type Decided, type Moment } from './decision.ts';

type Limits = Omit<EventInvokeConfig, 'lastModifiedMs'>;

/** @throws LambdaError ResourceNotFoundException */
export function findEventInvokeConfig(known: KnownFunction, qualifier = LATEST): EventInvokeConfig {
  checkQualifier(known, qualifier);
  const config = ownOf(known.eventInvokeConfigs, qualifier);
  if (config) return config;
  const arn = functionArn(known.scope, known.functionName, qualifier);
  throw new LambdaError(
    'ResourceNotFoundException',
    `The function ${arn} doesn't have an EventInvokeConfig`,
  );
}

/** Sets how events are retried, in place of what was set. @throws LambdaError */
export function putEventInvokeConfig(
  known: KnownFunction,
  { qualifier = LATEST, ...limits }: Limits & { readonly qualifier?: string | undefined },
  { nowMs }: Moment,
): Decided<EventInvokeConfig> {
  checkQualifier(known, qualifier);
  if (Object.values(limits).every((limit) => limit === undefined)) {
    throw new LambdaError(
      'InvalidParameterValueException',
      'You must specify at least one of error handling or destination setting.',
    );
  }
  const answer = { ...limits, lastModifiedMs: nowMs };
  const eventInvokeConfigs = { ...known.eventInvokeConfigs, [qualifier]: answer };
  return { known: { ...known, eventInvokeConfigs }, answer };
}

/** Changes what is given of what was set. @throws LambdaError */
export function updateEventInvokeConfig(
  known: KnownFunction,
  { qualifier, ...limits }: Limits & { readonly qualifier?: string | undefined },
  moment: Moment,
): Decided<EventInvokeConfig> {
  const before = findEventInvokeConfig(known, qualifier);
  const given = Object.entries(limits).filter(([, limit]) => limit !== undefined);
  const { lastModifiedMs, ...after } = { ...before, ...Object.fromEntries(given) };
  return putEventInvokeConfig(known, { ...after, qualifier }, moment);
}

/** @throws LambdaError ResourceNotFoundException */
export function deleteEventInvokeConfig(
  known: KnownFunction,
  qualifier = LATEST,
): Decided<undefined> {
  findEventInvokeConfig(known, qualifier);
  const { [qualifier]: _, ...eventInvokeConfigs } = known.eventInvokeConfigs;
  return { known: { ...known, eventInvokeConfigs }, answer: undefined };
}

function checkQualifier(known: KnownFunction, qualifier: string): void {
  if (qualifier === LATEST || /^\d+$/.test(qualifier)) checkVersion(known, qualifier);
  else findAlias(known, qualifier);
}
