import { functionArn } from '../../lambda/functions.ts';
import type { EventInvokeConfig, KnownFunction } from '../../lambda/known-function.ts';
import { LambdaError } from '../../lambda/lambda-error.ts';
import { type Infer, integer, string, structure, timestamp } from '../../wire/shape.ts';
import { functionNameInPath, qualifierInQuery } from './function-shapes.ts';
import { destination } from './mapping-input.ts';

/** The path of all of these operations but the list. */
export const EVENT_INVOKE_PATH = '/2019-09-25/functions/{FunctionName}/event-invoke-config';

const destinationConfig = structure({
  OnSuccess: structure({ Destination: destination }),
  OnFailure: structure({ Destination: destination }),
});

/** Whose configuration it is. */
export const eventInvokeName = structure({
  FunctionName: functionNameInPath,
  Qualifier: qualifierInQuery,
});

/** What PutFunctionEventInvokeConfig and UpdateFunctionEventInvokeConfig are asked. */
export const eventInvokeInput = structure({
  ...eventInvokeName.members,
  MaximumRetryAttempts: integer({ min: 0, max: 2 }),
  MaximumEventAgeInSeconds: integer({ min: 60, max: 21_600 }),
  DestinationConfig: destinationConfig,
});

/** FunctionEventInvokeConfig (Lambda API reference). */
export const eventInvokeConfig = structure({
  LastModified: timestamp(),
  FunctionArn: string(),
  MaximumRetryAttempts: integer(),
  MaximumEventAgeInSeconds: integer(),
  DestinationConfig: destinationConfig,
});

type Input = Infer<typeof eventInvokeInput>;

/** The limits that were given. @throws LambdaError for destinations, which are not carried out */
export function givenLimits({ DestinationConfig, ...input }: Input) {
  const { OnSuccess, OnFailure } = DestinationConfig ?? {};
  if (OnSuccess?.Destination || OnFailure?.Destination) {
    throw new LambdaError(
      'InvalidParameterValueException',
      'Destinations of asynchronous invocations are not supported here.',
    );
  }
  return {
    maximumRetryAttempts: input.MaximumRetryAttempts,
    maximumEventAgeInSeconds: input.MaximumEventAgeInSeconds,
  };
}

/** A configuration in the words of the API. */
export function describeEventInvokeConfig(
  { scope, functionName }: KnownFunction,
  config: EventInvokeConfig,
  qualifier = '$LATEST',
): Infer<typeof eventInvokeConfig> {
  return {
    LastModified: config.lastModifiedMs,
    FunctionArn: functionArn(scope, functionName, qualifier),
    MaximumRetryAttempts: config.maximumRetryAttempts,
    MaximumEventAgeInSeconds: config.maximumEventAgeInSeconds,
    DestinationConfig: { OnSuccess: {}, OnFailure: {} },
  };
}
