import type { Scope } from '../aws/scope.ts';
import { KinesisError } from './kinesis-error.ts';
import { changeTags, type TagChange, type Tags } from './stream-tags.ts';

/** What streams and their registered consumers have alike. */
export interface ResourceSettings {
  readonly tags: Tags;
  /** A resource policy, as the text that was given. */
  readonly policy?: string | undefined;
}

/** A resource, as the texts of errors name it. */
interface NamedResource {
  readonly resourceArn: string;
  readonly name: string;
  readonly scope: Scope;
}

/** Makes other settings of those that a resource has. */
export type ChangeSettings = (settings: ResourceSettings, named: NamedResource) => ResourceSettings;

/**
 * Adds and removes tags.
 *
 * @throws KinesisError InvalidArgument when there would be more than 50
 */
export const withTags =
  (change: TagChange): ChangeSettings =>
  (settings, { name, scope }) => ({
    ...settings,
    tags: changeTags(settings.tags, change, { streamName: name, account: scope.account }),
  });

/**
 * Gives a resource a policy, in place of one that it has. Nobody is refused by it here.
 *
 * @throws KinesisError InvalidArgument when it is no JSON object
 */
export const withPolicy =
  (policy: string): ChangeSettings =>
  (settings) => {
    if (!isJsonObject(policy)) {
      throw new KinesisError('InvalidArgument', 'The policy is not a valid JSON document.');
    }
    return { ...settings, policy };
  };

/**
 * Takes the policy from a resource. The text is that of other implementations.
 *
 * @throws KinesisError PolicyNotFound
 */
export const withoutPolicy: ChangeSettings = (settings, { resourceArn }) => {
  if (settings.policy !== undefined) return { ...settings, policy: undefined };
  const message = `No resource policy found for resource ARN ${resourceArn}.`;
  throw new KinesisError('PolicyNotFound', message);
};

function isJsonObject(text: string): boolean {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
