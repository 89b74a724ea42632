import { ownOf } from '../aws/own.ts';
import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../random/random.ts';
import type { Store } from '../store/store.ts';
import { entityId } from './entity-id.ts';
import { IamError } from './iam-error.ts';
import { findPolicy, isOfAws } from './policy.ts';
import { checkDocument } from './policy-document.ts';
import {
  findRole,
  hasRole,
  type Role,
  type RoleEntry,
  type RoleSettings,
  readRoles,
  removeRole,
  writeRole,
} from './role.ts';
import { changedTags, type TagChange } from './tags.ts';

export interface IamDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

export interface NewRole extends RoleSettings {
  readonly name: string;
  readonly path: string;
  readonly trustPolicy: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The roles of all accounts with their policies: recorded, and never asked. */
export class Roles {
  readonly #dependencies: IamDependencies;

  constructor(dependencies: IamDependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws IamError EntityAlreadyExists, MalformedPolicyDocument */
  async create(scope: Scope, { tags = {}, ...given }: NewRole): Promise<Role> {
    const { store, clock, random } = this.#dependencies;
    checkDocument(given.trustPolicy);
    const entry: RoleEntry = {
      ...given,
      id: entityId('AROA', random),
      createdMs: clock.now(),
      tags: changedTags({}, { set: tags }),
      ...{ inlinePolicies: {}, attachedPolicies: [] },
    };
    await store.transact((transaction) => {
      if (hasRole(transaction, scope, given.name)) {
        const text = `Role with name ${given.name} already exists.`;
        throw new IamError('EntityAlreadyExists', text);
      }
      writeRole(transaction, scope, entry);
    });
    return this.get(scope, given.name);
  }

  /** @throws IamError NoSuchEntity */
  get(scope: Scope, name: string): Role {
    return findRole(this.#dependencies.store, scope, name);
  }

  /** By name. */
  list(scope: Scope): Role[] {
    return readRoles(this.#dependencies.store, scope);
  }

  /** @throws IamError NoSuchEntity, DeleteConflict */
  async remove(scope: Scope, name: string): Promise<void> {
    await this.#dependencies.store.transact((transaction) => {
      const { attachedPolicies, inlinePolicies } = findRole(transaction, scope, name);
      const conflict = (what: string) =>
        new IamError('DeleteConflict', `Cannot delete entity, must ${what} first.`);
      if (attachedPolicies.length > 0) throw conflict('detach all policies');
      if (Object.keys(inlinePolicies).length > 0) throw conflict('delete policies');
      removeRole(transaction, scope, name);
    });
  }

  /** @throws IamError NoSuchEntity */
  async update(scope: Scope, name: string, change: Partial<RoleSettings>): Promise<void> {
    await this.#change(scope, name, (role) => ({ ...role, ...change }));
  }

  /** @throws IamError NoSuchEntity, MalformedPolicyDocument */
  async setTrustPolicy(scope: Scope, name: string, trustPolicy: string): Promise<void> {
    checkDocument(trustPolicy);
    await this.#change(scope, name, (role) => ({ ...role, trustPolicy }));
  }

  /** @throws IamError NoSuchEntity, LimitExceeded */
  async changeTags(scope: Scope, name: string, change: TagChange): Promise<void> {
    await this.#change(scope, name, (role) => ({ ...role, tags: changedTags(role.tags, change) }));
  }

  /** @throws IamError NoSuchEntity, MalformedPolicyDocument */
  async putPolicy(
    scope: Scope,
    name: string,
    policy: { readonly name: string; readonly document: string },
  ): Promise<void> {
    checkDocument(policy.document);
    await this.#change(scope, name, (role) => ({
      ...role,
      inlinePolicies: { ...role.inlinePolicies, [policy.name]: policy.document },
    }));
  }

  /** A policy of the role's own. @throws IamError NoSuchEntity */
  policyOf(scope: Scope, name: string, policyName: string): string {
    return inlinePolicy(this.get(scope, name), policyName);
  }

  /** @throws IamError NoSuchEntity */
  async removePolicy(scope: Scope, name: string, policyName: string): Promise<void> {
    await this.#change(scope, name, (role) => {
      inlinePolicy(role, policyName);
      const { [policyName]: _, ...inlinePolicies } = role.inlinePolicies;
      return { ...role, inlinePolicies };
    });
  }

  /** Attaches a policy of the account, or whatever AWS may keep. @throws IamError NoSuchEntity */
  async attach(scope: Scope, name: string, policyArn: string): Promise<void> {
    if (!isOfAws(policyArn)) findPolicy(this.#dependencies.store, scope, policyArn);
    await this.#change(scope, name, (role) => ({
      ...role,
      attachedPolicies: [...new Set([...role.attachedPolicies, policyArn])],
    }));
  }

  /** @throws IamError NoSuchEntity */
  async detach(scope: Scope, name: string, policyArn: string): Promise<void> {
    await this.#change(scope, name, (role) => {
      const attachedPolicies = role.attachedPolicies.filter((arn) => arn !== policyArn);
      if (attachedPolicies.length < role.attachedPolicies.length)
        return { ...role, attachedPolicies };
      throw new IamError('NoSuchEntity', `Policy ${policyArn} was not found.`);
    });
  }

  async #change(scope: Scope, name: string, change: (role: Role) => Role): Promise<void> {
    await this.#dependencies.store.transact((transaction) => {
      writeRole(transaction, scope, change(findRole(transaction, scope, name)));
    });
  }
}

function inlinePolicy({ inlinePolicies }: Role, policyName: string): string {
  const document = ownOf(inlinePolicies, policyName);
  if (document) return document;
  const text = `The role policy with name ${policyName} cannot be found.`;
  throw new IamError('NoSuchEntity', text);
}
