import type { Scope } from '../aws/scope.ts';
import type { Key, Reader, Transaction } from '../store/store.ts';
import { globalArn } from './global-arn.ts';
import { IamError } from './iam-error.ts';

/** What its owner can set of a role. */
export interface RoleSettings {
  readonly description?: string | undefined;
  /** An hour unless set. */
  readonly maxSessionSeconds?: number | undefined;
  readonly permissionsBoundary?: string | undefined;
}

/** A role as it is kept. Times are epoch milliseconds. */
export interface RoleEntry extends RoleSettings {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly createdMs: number;
  /** JSON. */
  readonly trustPolicy: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Policies of its own, by name; JSON. */
  readonly inlinePolicies: Readonly<Record<string, string>>;
  /** ARNs of the policies that are attached to it. */
  readonly attachedPolicies: readonly string[];
}

export interface Role extends RoleEntry {
  readonly arn: string;
}

const roleKey = ({ account }: Scope, ...name: string[]): Key => ['iam', 'roles', account, ...name];

const roleArn = (scope: Scope, { path, name }: { path: string; name: string }) =>
  globalArn(scope, `role${path}${name}`);

const roleOf = (scope: Scope, entry: RoleEntry): Role => ({ ...entry, arn: roleArn(scope, entry) });

/** Throws `NoSuchEntity`. */
export function findRole(reader: Reader, scope: Scope, name: string): Role {
  const entry = reader.get<RoleEntry>(roleKey(scope, name));
  if (entry) return roleOf(scope, entry);
  throw new IamError('NoSuchEntity', `The role with name ${name} cannot be found.`);
}

export function hasRole(reader: Reader, scope: Scope, name: string): boolean {
  return reader.get(roleKey(scope, name)) !== undefined;
}

/** The roles of an account, by name. */
export function readRoles(reader: Reader, scope: Scope): Role[] {
  const entries = [...reader.range<RoleEntry>({ prefix: roleKey(scope) })];
  return entries.map(({ value }) => roleOf(scope, value));
}

export function writeRole(transaction: Transaction, scope: Scope, role: RoleEntry | Role): void {
  const { arn: _, ...entry } = role as Role;
  transaction.put(roleKey(scope, role.name), entry satisfies RoleEntry);
}

export function removeRole(transaction: Transaction, scope: Scope, name: string): void {
  transaction.remove(roleKey(scope, name));
}
