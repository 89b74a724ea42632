import type { Position } from '../template/problem.ts';
import type { Resource } from '../template/sections.ts';
import { child, type Node, toJson } from '../template/tree.ts';
import type { LintedFunction, LintedTemplate } from './linted-template.ts';
import { MANAGED_POLICIES, POLICY_TEMPLATES } from './managed-policies.ts';

/** Something that the role of a function is allowed. */
export interface Grant {
  readonly at: Position;
  /** The policy, when it has a name of AWS's or SAM's; undefined for statements. */
  readonly policy: string | undefined;
  readonly actions: readonly string[];
  /** The resources, unresolved; undefined when the policy is for any. */
  readonly resources: readonly Node[] | undefined;
}

/** A role as far as it can be seen. */
export interface Role {
  readonly isMadeBySam: boolean;
  readonly grants: readonly Grant[];
  /** False when part of it cannot be told; then nothing may be said to be missing. */
  readonly isKnown: boolean;
}

const ATTACHED = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];

/** The role of a function; undefined when it is not in the template. */
export function roleOf(template: LintedTemplate, lambda: LintedFunction): Role | undefined {
  const value = template.value(lambda.properties, 'Role');
  if (value.kind === 'absent' && lambda.isSam) {
    const policies = child(lambda.properties, 'Policies');
    const isBounded = lambda.properties.entries.has('PermissionsBoundary');
    const grants = asList(policies).map((policy) => samGrants(template, policy));
    return collect(grants, { isMadeBySam: true, isKnown: !isBounded });
  }
  if (value.kind !== 'reference') return undefined;
  const role = template.sections.resources.get(value.logicalId);
  if (role?.type !== 'AWS::IAM::Role') return undefined;
  return roleOfTemplate(template, role);
}

function roleOfTemplate(template: LintedTemplate, role: Resource): Role {
  const managed = asList(child(role.properties, 'ManagedPolicyArns')).map((node) => {
    return managedGrants(template, node);
  });
  const inline = asList(child(role.properties, 'Policies')).map((policy) => {
    return statementGrants(template, child(child(policy, 'PolicyDocument'), 'Statement'));
  });
  const attached = template.resourcesOf(...ATTACHED).flatMap(({ properties }) => {
    const to = child(properties, 'Roles') ?? child(properties, 'RoleName');
    if (!to || !JSON.stringify(toJson(to)).includes(`"${role.logicalId}"`)) return [];
    return [statementGrants(template, child(child(properties, 'PolicyDocument'), 'Statement'))];
  });
  const isNamed = template.text(role.properties, 'RoleName') !== 'absent';
  // Another policy can be attached to a role by its name, which need not be written as a reference.
  const isKnown = !(isNamed && template.resourcesOf(...ATTACHED).length > attached.length);
  return collect([...managed, ...inline, ...attached], { isMadeBySam: false, isKnown });
}

type Grants = readonly Grant[] | 'unknown';

function collect(parts: readonly Grants[], of: { isMadeBySam: boolean; isKnown: boolean }): Role {
  const known = parts.filter((part) => part !== 'unknown');
  return { ...of, grants: known.flat(), isKnown: of.isKnown && known.length === parts.length };
}

/** A policy of a SAM function: a name, a template with its arguments, or a document. */
function samGrants(template: LintedTemplate, policy: Node): Grants {
  if (policy.kind === 'scalar') return managedGrants(template, policy);
  const statements = child(policy, 'Statement');
  if (statements) return statementGrants(template, statements);
  if (policy.kind !== 'map' || policy.entries.size !== 1) return 'unknown';
  const [entry] = policy.entries.values();
  const { name } = entry!;
  const actions = Object.hasOwn(POLICY_TEMPLATES, name) ? POLICY_TEMPLATES[name] : undefined;
  if (!actions) return managedGrants(template, policy);
  return [{ at: policy.at, policy: name, actions, resources: undefined }];
}

function managedGrants(template: LintedTemplate, node: Node): Grants {
  const written = JSON.stringify(toJson(node));
  if (written.includes('"Fn::If"')) return 'unknown';
  // The partition alone makes an ARN unknown; the name of the policy is written out all the same.
  const text = template.text(node) === 'unknown' ? written : template.text(node);
  const name = /([A-Za-z0-9]+)["\]}]*$/.exec(text)?.[1] ?? '';
  const actions = Object.hasOwn(MANAGED_POLICIES, name) ? MANAGED_POLICIES[name] : undefined;
  return actions ? [{ at: node.at, policy: name, actions, resources: undefined }] : 'unknown';
}

function statementGrants(template: LintedTemplate, statements: Node | undefined): Grants {
  const grants: Grant[] = [];
  for (const statement of asList(statements)) {
    const action = child(statement, 'Action');
    const actions = asList(action).map((node) => template.text(node));
    const isPlain =
      template.text(statement, 'Effect') === 'Allow' && !child(statement, 'Condition');
    if (!isPlain || actions.length === 0 || actions.includes('unknown')) return 'unknown';
    const resources = asList(child(statement, 'Resource'));
    if (resources.length === 0) return 'unknown';
    grants.push({ at: action?.at ?? statement.at, policy: undefined, actions, resources });
  }
  return statements === undefined ? 'unknown' : grants;
}

/** IAM takes one where it takes many. */
function asList(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return node.kind === 'list' ? node.items : [node];
}

/** Whether a grant is for an action on a resource of the template, as far as that can be told. */
export function allows(
  template: LintedTemplate,
  grant: Grant,
  wanted: { action: string; resource: Resource | undefined },
): boolean {
  if (!grant.actions.some((pattern) => matches(pattern, wanted.action))) return false;
  if (!grant.resources || !wanted.resource) return true;
  const { logicalId } = wanted.resource;
  return grant.resources.some((node) => {
    const value = template.value(node);
    return value.kind !== 'reference' || value.logicalId === logicalId;
  });
}

/** `*` stands for anything, `?` for one character. Only the last `*` need be tried anew. */
function matches(pattern: string, action: string): boolean {
  const [wanted, text] = [pattern.toLowerCase(), action.toLowerCase()];
  let [at, textAt, star, starTextAt] = [0, 0, -1, 0];
  while (textAt < text.length) {
    if (wanted[at] === '*') [star, starTextAt] = [at++, textAt];
    else if (wanted[at] === '?' || wanted[at] === text[textAt]) [at, textAt] = [at + 1, textAt + 1];
    else if (star >= 0) [at, textAt] = [star + 1, ++starTextAt];
    else return false;
  }
  return /^\**$/.test(wanted.slice(at));
}
