import { RUNTIMES, runsHere } from '../../aws/lambda-runtimes.ts';
import { checkEnvironment, type FunctionDefinition } from '../function-definition.ts';
import { LambdaError } from '../lambda-error.ts';

/** What CreateFunction and UpdateFunctionConfiguration set of a function. */
export type FunctionSettings = Pick<
  FunctionDefinition,
  | 'runtime'
  | 'handler'
  | 'role'
  | 'timeoutSeconds'
  | 'memorySizeMb'
  | 'environment'
  | 'description'
  | 'architectures'
  | 'tracingMode'
  | 'logGroupName'
  | 'recorded'
>;

/** What a function has that nobody set. Source: CreateFunction API reference. */
export const DEFAULT_SETTINGS = {
  timeoutSeconds: 3,
  memorySizeMb: 128,
  environment: {},
  description: '',
  architectures: ['x86_64'],
} as const satisfies Partial<FunctionSettings>;

/** AWS words this limit of accounts otherwise than those of the API (observed on AWS). */
const MOST_MEMORY_MB = 10_240;

const invalid = (message: string) => new LambdaError('InvalidParameterValueException', message);

/**
 * Refuses settings that no function can have, and runtimes that nothing here can run.
 *
 * @throws LambdaError InvalidParameterValueException
 */
export function checkSettings(settings: Partial<FunctionSettings>): void {
  const { runtime, memorySizeMb = 0, environment } = settings;
  if (runtime !== undefined) checkRuntime(runtime);
  if (memorySizeMb > MOST_MEMORY_MB) {
    throw invalid(
      "'MemorySize' value failed to satisfy constraint: Member must have value less than or " +
        `equal to ${MOST_MEMORY_MB}`,
    );
  }
  if (environment) checkEnvironment(environment);
}

/** @throws LambdaError InvalidParameterValueException; the text for the missing is AWS's */
export function checkMandatory({ runtime, handler }: Partial<FunctionSettings>): void {
  if (runtime && handler) return;
  throw invalid(
    'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
  );
}

function checkRuntime(runtime: string): void {
  if (runsHere(runtime)) return;
  if (RUNTIMES.includes(runtime)) {
    throw invalid(
      `Functions run here with Node.js, Python 3 or a program of their own, not with ${runtime}.`,
    );
  }
  throw invalid(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value ` +
      `set: [${RUNTIMES.join(', ')}] or be a valid ARN`,
  );
}

type Recorded = NonNullable<FunctionDefinition['recorded']>;

/** Why a setting that is recorded has no effect, where it asks for something that is not here. */
const WITHOUT_EFFECT: { readonly [Name in keyof Recorded]: readonly [string, string] } = {
  vpcConfig: ['VpcConfig', 'there are no private networks'],
  ephemeralStorageMb: ['EphemeralStorage', 'the function runs on this machine'],
  kmsKeyArn: ['KMSKeyArn', 'nothing is encrypted'],
  deadLetterTargetArn: ['DeadLetterConfig', 'what is given up is not sent there'],
  snapStartApplyOn: ['SnapStart', 'the function runs on this machine'],
  logFormat: ['LoggingConfig.LogFormat', 'logs are written as text'],
  applicationLogLevel: ['LoggingConfig.ApplicationLogLevel', 'all that is written is kept'],
  systemLogLevel: ['LoggingConfig.SystemLogLevel', 'what the platform writes is always kept'],
};

/** Values that ask for nothing: they are what a function has anyway. */
const ORDINARY: readonly unknown[] = [undefined, '', 'None', 'Text', 512];

/** One warning for each setting that has no effect here, and for each layer that is not. */
export function settingsWarnings(definition: FunctionDefinition): string[] {
  const { functionName, recorded = {}, layers = [] } = definition;
  const settings = (Object.keys(recorded) as (keyof Recorded)[]).flatMap((name) => {
    const reason = WITHOUT_EFFECT[name];
    if (ORDINARY.includes(recorded[name]) || !reason) return [];
    if (name === 'vpcConfig' && recorded.vpcConfig?.subnetIds.length === 0) return [];
    return [`${functionName}: ${reason[0]} has no effect: ${reason[1]}.`];
  });
  const absent = layers
    .filter(({ codePackage }) => !codePackage)
    .map(({ arn }) => `${functionName}: the layer ${arn} is not here; what it holds is missing.`);
  return [...settings, ...absent];
}
