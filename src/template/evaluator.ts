import { partitionOf } from '../aws/arn.ts';
import { ownOf } from '../aws/own.ts';
import {
  defaultName,
  type Identity,
  identityOf,
  kindOf,
  nameProperties,
  type Stack,
} from './identity.ts';
import { holds } from './intrinsics/conditions.ts';
import type { Evaluation } from './intrinsics/intrinsic.ts';
import { INTRINSICS, intrinsicOf, UNSUPPORTED } from './intrinsics/table.ts';
import { didYouMean } from './nearest-name.ts';
import type { ParameterValue } from './parameters.ts';
import { generatedUuid } from './physical-name.ts';
import { type Position, Refusal } from './problem.ts';
import type { Resource, Template } from './sections.ts';
import { child, type Entry, list, map, type Node, scalar, textOf } from './tree.ts';

type Pseudo = (stack: Stack, at: Position) => Node | undefined;

/** The pseudo parameters of CloudFormation. */
export const PSEUDO_PARAMETERS: ReadonlyMap<string, Pseudo> = new Map<string, Pseudo>([
  ['AWS::AccountId', ({ scope }, at) => scalar(scope.account, at)],
  ['AWS::Region', ({ scope }, at) => scalar(scope.region, at)],
  ['AWS::Partition', ({ scope }, at) => scalar(partitionOf(scope.region), at)],
  ['AWS::StackName', ({ stackName }, at) => scalar(stackName, at)],
  ['AWS::StackId', (stack, at) => scalar(stackId(stack), at)],
  ['AWS::URLSuffix', ({ scope }, at) => scalar(urlSuffix(scope.region), at)],
  ['AWS::NotificationARNs', (_stack, at) => list([], at)],
  ['AWS::NoValue', () => undefined],
]);

const urlSuffix = (region: string) =>
  region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';

function stackId({ scope, stackName }: Stack): string {
  const { account, region } = scope;
  const uuid = generatedUuid(stackName, 'AWS::StackId');
  const resource = `stack/${stackName}/${uuid}`;
  return `arn:${partitionOf(region)}:cloudformation:${region}:${account}:${resource}`;
}

/** Works out the values of a template on demand. It remembers names and conditions. */
export class Evaluator implements Evaluation {
  readonly stack: Stack;
  readonly #template: Pick<Template, 'conditions' | 'mappings' | 'resources'>;
  readonly #parameters: ReadonlyMap<string, ParameterValue>;
  readonly #conditions = new Map<string, boolean>();
  readonly #identities = new Map<string, Identity>();
  readonly #inProgress = new Set<string>();

  constructor(
    template: Pick<Template, 'conditions' | 'mappings' | 'resources'>,
    parameters: ReadonlyMap<string, ParameterValue>,
    stack: Stack,
  ) {
    this.#template = template;
    this.#parameters = parameters;
    this.stack = stack;
  }

  get mappings(): Node | undefined {
    return this.#template.mappings;
  }

  evaluate(node: Node): Node | undefined {
    const intrinsic = intrinsicOf(node);
    if (intrinsic) return this.#call(intrinsic, node.at);
    if (node.kind === 'list') {
      return list(
        node.items.flatMap((item) => this.evaluate(item) ?? []),
        node.at,
      );
    }
    if (node.kind === 'scalar') return node;
    const entries = [...node.entries.values()].flatMap((entry): Entry[] => {
      const value = this.evaluate(entry.value);
      return value ? [{ ...entry, value }] : [];
    });
    return map(entries, node.at);
  }

  #call({ name, argument }: { name: string; argument: Node }, at: Position): Node | undefined {
    const intrinsic = INTRINSICS.get(name);
    if (intrinsic) return intrinsic(argument, this, at);
    const why = UNSUPPORTED.get(name);
    if (why) throw new Refusal(at, `${name} cannot be worked out here: ${why}.`);
    throw new Refusal(
      at,
      `CloudFormation has no function ${name}.${didYouMean(name, INTRINSICS.keys())}`,
    );
  }

  reference(name: string, at: Position): Node | undefined {
    const pseudo = PSEUDO_PARAMETERS.get(name);
    if (pseudo) return pseudo(this.stack, at);
    const parameter = this.#parameters.get(name);
    if (parameter && 'unknown' in parameter) throw new Refusal(at, parameter.unknown);
    if (parameter) return { ...parameter.node, at };
    return scalar(this.identity(name, at).ref, at);
  }

  attribute(logicalId: string, attribute: string, at: Position): Node {
    const { attributes } = this.identity(logicalId, at);
    const value = ownOf(attributes, attribute);
    if (value !== undefined) return scalar(value, at);
    const type = this.#template.resources.get(logicalId)!.type;
    const message = `${logicalId}.${attribute} is not known here: ${type} `;
    const kind = kindOf(type);
    if (!kind) throw new Refusal(at, `${message}does not run here.`, logicalId);
    if (kind.onAwsOnly?.includes(attribute)) {
      throw new Refusal(at, `${message}has that attribute on AWS only.`);
    }
    throw new Refusal(at, `${message}has ${Object.keys(attributes).join(', ')}.`);
  }

  condition(name: string, at: Position): boolean {
    const known = this.#conditions.get(name);
    if (known !== undefined) return known;
    const entry = this.#template.conditions.get(name);
    if (!entry) {
      const hint = didYouMean(name, this.#template.conditions.keys());
      throw new Refusal(at, `Template error: there is no condition ${name}.${hint}`);
    }
    const value = this.#once(`the condition ${name}`, at, () => holds(entry.value, this));
    this.#conditions.set(name, value);
    return value;
  }

  /** Whether the resource is part of the stack. */
  exists({ condition }: Resource): boolean {
    return condition === undefined || this.condition(condition.name, condition.at);
  }

  /** What the rest of the template can learn of a resource. */
  identity(logicalId: string, at: Position): Identity {
    const known = this.#identities.get(logicalId);
    if (known) return known;
    const resource = this.#template.resources.get(logicalId);
    if (!resource) {
      throw new Refusal(at, `${logicalId} is made by SAM and does not run here.`, logicalId);
    }
    if (!this.exists(resource)) {
      const why = 'Its condition leaves it out.';
      throw new Refusal(at, `Unresolved resource dependencies [${logicalId}]. ${why}`);
    }
    const identity = this.#once(logicalId, at, () => {
      const name = this.#nameOf(resource);
      return identityOf(resource, this.stack, { name, ownerArn: this.#ownerArnOf(resource) });
    });
    this.#identities.set(logicalId, identity);
    return identity;
  }

  #nameOf(resource: Resource): string {
    for (const property of nameProperties(resource.type)) {
      const written = child(resource.properties, property);
      const value = written && this.#nameFrom(written, resource);
      if (value?.kind === 'scalar' && value.value !== null) return String(value.value);
    }
    const fifoProperty = kindOf(resource.type)?.fifoProperty;
    const fifo = fifoProperty && child(resource.properties, fifoProperty);
    const value = fifo ? this.evaluate(fifo) : undefined;
    const isFifo = value?.kind === 'scalar' && String(value.value) === 'true';
    return defaultName(resource, this.stack, isFifo);
  }

  /** The ARN that a resource's own ARN begins with. Without it nothing can refer to the resource. */
  #ownerArnOf({ at, logicalId, properties, type }: Resource): string {
    const owner = kindOf(type)?.owner;
    if (!owner) return '';
    const written = child(properties, owner.property);
    const value = written && this.evaluate(written);
    if (!written || !value) {
      throw new Refusal(at, `${type} (${logicalId}) needs a ${owner.property}.`);
    }
    const arn = textOf(value, owner.property);
    if (owner.is(arn)) return arn;
    const advice = 'Use Fn::GetAtt with the Arn of the stream, or the ARN itself.';
    throw new Refusal(
      written.at,
      `${owner.property} is the ARN of a stream, not ${arn}. ${advice}`,
    );
  }

  /** The name of what does not run here may be past knowing; then a made-up one serves. */
  #nameFrom(written: Node, { type }: Resource): Node | undefined {
    try {
      return this.evaluate(written);
    } catch (error) {
      if (kindOf(type) || !(error instanceof Refusal)) throw error;
      return undefined;
    }
  }

  #once<Value>(what: string, at: Position, work: () => Value): Value {
    if (this.#inProgress.has(what)) throw new Refusal(at, `Circular dependency: ${what}.`);
    this.#inProgress.add(what);
    try {
      return work();
    } finally {
      this.#inProgress.delete(what);
    }
  }
}
