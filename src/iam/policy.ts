import type { Scope } from '../aws/scope.ts';
import type { Key, Reader, Transaction } from '../store/store.ts';
import { globalArn } from './global-arn.ts';
import { IamError } from './iam-error.ts';

/** One text of a managed policy. */
export interface PolicyVersion {
  /** `v1`, `v2`, … */
  readonly id: string;
  /** JSON. */
  readonly document: string;
  readonly createdMs: number;
}

/** A managed policy as it is kept. Times are epoch milliseconds. */
export interface PolicyEntry {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly description?: string | undefined;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly versions: readonly PolicyVersion[];
  readonly defaultVersionId: string;
  /** The number that the next version gets: those of deleted ones do not come again. */
  readonly nextVersion: number;
}

export interface Policy extends PolicyEntry {
  readonly arn: string;
}

/** Two policies of one name cannot be, whatever their paths are. */
const policyKey = ({ account }: Scope, ...name: string[]): Key => [
  'iam',
  'policies',
  account,
  ...name,
];

const policyArn = (scope: Scope, { path, name }: { path: string; name: string }) =>
  globalArn(scope, `policy${path}${name}`);

const policyOf = (scope: Scope, entry: PolicyEntry): Policy => ({
  ...entry,
  arn: policyArn(scope, entry),
});

/** Whether an ARN is of the policies that AWS keeps for everybody. */
export const isOfAws = (arn: string) => /^arn:[\w-]+:iam::aws:policy\/[\w+=,.@/-]+$/.test(arn);

/** Throws `NoSuchEntity`. */
export function findPolicy(reader: Reader, scope: Scope, arn: string): Policy {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const isName = /^[\w+=,.@-]{1,128}$/.test(name);
  const entry = isName ? reader.get<PolicyEntry>(policyKey(scope, name)) : undefined;
  if (entry && policyArn(scope, entry) === arn) return policyOf(scope, entry);
  throw new IamError('NoSuchEntity', `Policy ${arn} was not found.`);
}

export function hasPolicy(reader: Reader, scope: Scope, name: string): boolean {
  return reader.get(policyKey(scope, name)) !== undefined;
}

/** The policies of an account, by name. */
export function readPolicies(reader: Reader, scope: Scope): Policy[] {
  const entries = [...reader.range<PolicyEntry>({ prefix: policyKey(scope) })];
  return entries.map(({ value }) => policyOf(scope, value));
}

export function writePolicy(
  transaction: Transaction,
  scope: Scope,
  policy: PolicyEntry | Policy,
): void {
  const { arn: _, ...entry } = policy as Policy;
  transaction.put(policyKey(scope, policy.name), entry satisfies PolicyEntry);
}

export function removePolicy(transaction: Transaction, scope: Scope, name: string): void {
  transaction.remove(policyKey(scope, name));
}
