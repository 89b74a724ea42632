import type { Scope } from '../aws/scope.ts';
import { entityId } from './entity-id.ts';
import { IamError } from './iam-error.ts';
import {
  findPolicy,
  hasPolicy,
  type Policy,
  type PolicyEntry,
  type PolicyVersion,
  readPolicies,
  removePolicy,
  writePolicy,
} from './policy.ts';
import { checkDocument } from './policy-document.ts';
import { type Role, readRoles } from './role.ts';
import type { IamDependencies } from './roles.ts';
import { changedTags, type TagChange } from './tags.ts';

/** Source: IAM and AWS STS quotas; the text is AWS's own. */
const MOST_VERSIONS = 5;

export interface NewPolicy {
  readonly name: string;
  readonly path: string;
  readonly document: string;
  readonly description?: string | undefined;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The managed policies of all accounts: recorded, and never asked. */
export class Policies {
  readonly #dependencies: IamDependencies;

  constructor(dependencies: IamDependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws IamError EntityAlreadyExists, MalformedPolicyDocument */
  async create(scope: Scope, { document, tags = {}, ...given }: NewPolicy): Promise<Policy> {
    const { store, clock, random } = this.#dependencies;
    checkDocument(document);
    const atMs = clock.now();
    const entry: PolicyEntry = {
      ...given,
      id: entityId('ANPA', random),
      ...{ createdMs: atMs, updatedMs: atMs },
      tags: changedTags({}, { set: tags }),
      versions: [{ id: 'v1', document, createdMs: atMs }],
      ...{ defaultVersionId: 'v1', nextVersion: 2 },
    };
    return store.transact((transaction) => {
      if (hasPolicy(transaction, scope, given.name)) {
        const text = `A policy called ${given.name} already exists. Duplicate names are not allowed.`;
        throw new IamError('EntityAlreadyExists', text);
      }
      writePolicy(transaction, scope, entry);
      return readPolicies(transaction, scope).find(({ name }) => name === given.name)!;
    });
  }

  /** @throws IamError NoSuchEntity */
  get(scope: Scope, arn: string): Policy {
    return findPolicy(this.#dependencies.store, scope, arn);
  }

  /** By name. */
  list(scope: Scope): Policy[] {
    return readPolicies(this.#dependencies.store, scope);
  }

  /** The roles to which a policy is attached. */
  rolesWith(scope: Scope, arn: string): Role[] {
    const roles = readRoles(this.#dependencies.store, scope);
    return roles.filter(({ attachedPolicies }) => attachedPolicies.includes(arn));
  }

  /** @throws IamError NoSuchEntity, DeleteConflict */
  async remove(scope: Scope, arn: string): Promise<void> {
    const conflict = (text: string) => new IamError('DeleteConflict', text);
    if (this.rolesWith(scope, arn).length > 0) {
      throw conflict('Cannot delete a policy attached to entities.');
    }
    await this.#dependencies.store.transact((transaction) => {
      const { name, versions } = findPolicy(transaction, scope, arn);
      if (versions.length > 1) {
        throw conflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      }
      removePolicy(transaction, scope, name);
    });
  }

  /** @throws IamError NoSuchEntity, MalformedPolicyDocument, LimitExceeded */
  async createVersion(
    scope: Scope,
    arn: string,
    { document, isDefault }: { readonly document: string; readonly isDefault: boolean },
  ): Promise<PolicyVersion> {
    checkDocument(document);
    const createdMs = this.#dependencies.clock.now();
    const changed = await this.#change(scope, arn, (policy) => {
      if (policy.versions.length >= MOST_VERSIONS) {
        throw new IamError(
          'LimitExceeded',
          `A managed policy can have up to ${MOST_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
        );
      }
      const id = `v${policy.nextVersion}`;
      return {
        ...policy,
        versions: [...policy.versions, { id, document, createdMs }],
        nextVersion: policy.nextVersion + 1,
        ...(isDefault && { defaultVersionId: id, updatedMs: createdMs }),
      };
    });
    return changed.versions.at(-1)!;
  }

  /** @throws IamError NoSuchEntity */
  versionOf(scope: Scope, arn: string, versionId: string): PolicyVersion {
    return findVersion(this.get(scope, arn), versionId);
  }

  /** @throws IamError NoSuchEntity */
  async setDefaultVersion(scope: Scope, arn: string, versionId: string): Promise<void> {
    const updatedMs = this.#dependencies.clock.now();
    await this.#change(scope, arn, (policy) => {
      findVersion(policy, versionId);
      return { ...policy, defaultVersionId: versionId, updatedMs };
    });
  }

  /** @throws IamError NoSuchEntity, DeleteConflict */
  async removeVersion(scope: Scope, arn: string, versionId: string): Promise<void> {
    await this.#change(scope, arn, (policy) => {
      findVersion(policy, versionId);
      if (policy.defaultVersionId === versionId) {
        throw new IamError('DeleteConflict', 'Cannot delete the default version of a policy.');
      }
      return { ...policy, versions: policy.versions.filter(({ id }) => id !== versionId) };
    });
  }

  /** @throws IamError NoSuchEntity, LimitExceeded */
  async changeTags(scope: Scope, arn: string, change: TagChange): Promise<void> {
    await this.#change(scope, arn, (policy) => ({
      ...policy,
      tags: changedTags(policy.tags, change),
    }));
  }

  #change(scope: Scope, arn: string, change: (policy: Policy) => Policy): Promise<Policy> {
    return this.#dependencies.store.transact((transaction) => {
      const changed = change(findPolicy(transaction, scope, arn));
      writePolicy(transaction, scope, changed);
      return changed;
    });
  }
}

function findVersion({ arn, versions }: Policy, versionId: string): PolicyVersion {
  const version = versions.find(({ id }) => id === versionId);
  if (version) return version;
  const text = `Policy ${arn} version ${versionId} does not exist or is not attachable.`;
  throw new IamError('NoSuchEntity', text);
}
