import type { Scope } from '../aws/scope.ts';
import { type FunctionDefinition, LATEST, versionOf } from './function-definition.ts';

/** A name for a version, or for two of them by weight. */
export interface Alias {
  readonly name: string;
  readonly functionVersion: string;
  readonly description: string;
  /** Another version, and how often from 0 to 1 it is the one that is invoked. */
  readonly additionalVersion?: { readonly version: string; readonly weight: number };
  readonly revisionId: string;
}

/** One statement of a resource policy, in IAM's own words. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: string | Readonly<Record<string, string>>;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** How long, and how often, an event is tried that was accepted with status 202. */
export interface EventInvokeConfig {
  /** Retries after errors of the function; two unless given. */
  readonly maximumRetryAttempts?: number | undefined;
  /** How old an event may be when it is tried; six hours unless given. */
  readonly maximumEventAgeInSeconds?: number | undefined;
  readonly lastModifiedMs: number;
}

/** A function with its versions, and what belongs to all of them. */
export interface KnownFunction {
  readonly scope: Scope;
  readonly functionName: string;
  /** What made it: functions of a template come back with the template, others from the store. */
  readonly origin: 'template' | 'api';
  /** `$LATEST`. */
  readonly latest: FunctionDefinition;
  /** Another one after each change of `$LATEST`, or of what belongs to all versions. */
  readonly revisionId: string;
  /** Those that were published and not deleted, the oldest first. */
  readonly versions: readonly FunctionDefinition[];
  /** The number of the last version that was published, deleted ones included; 0 for none. */
  readonly lastVersion: number;
  /** By name. */
  readonly aliases: readonly Alias[];
  /** At most so many invocations at a time; absent: as many as the account allows. */
  readonly reservedConcurrency?: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Resource policies by qualifier; that of the function itself by ''. */
  readonly policies: Readonly<Record<string, readonly Statement[]>>;
  /** By qualifier; that of the function itself by `$LATEST`. */
  readonly eventInvokeConfigs: Readonly<Record<string, EventInvokeConfig>>;
}

/** The id of the last change of a version, of which published ones have but one. */
export function revisionOf(known: KnownFunction, definition: FunctionDefinition): string {
  return definition.revisionId ?? known.revisionId;
}

/** `$LATEST` and every published version. */
export function allVersions({ latest, versions }: KnownFunction): FunctionDefinition[] {
  return [latest, ...versions];
}

/**
 * The version that a qualifier means; undefined when there is none. An alias of two versions means
 * the additional one where `fraction`, from 0 to 1, is less than its weight.
 */
export function resolveVersion(
  known: KnownFunction,
  qualifier: string = LATEST,
  fraction = 1,
): FunctionDefinition | undefined {
  if (qualifier === LATEST) return known.latest;
  const alias = known.aliases.find(({ name }) => name === qualifier);
  const { additionalVersion } = alias ?? {};
  const isAdditional = additionalVersion && fraction < additionalVersion.weight;
  const version = isAdditional ? additionalVersion.version : alias?.functionVersion;
  return allVersions(known).find((each) => versionOf(each) === (version ?? qualifier));
}
