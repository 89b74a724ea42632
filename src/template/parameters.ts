import { didYouMean } from './nearest-name.ts';
import { type Findings, type Position, Refusal } from './problem.ts';
import { checkNames } from './sections.ts';
import { child, type Entry, entriesOf, itemsOf, list, type Node, scalar, textOf } from './tree.ts';

const ATTRIBUTES = [
  ...['Type', 'Default', 'AllowedValues', 'AllowedPattern', 'ConstraintDescription'],
  ...['Description', 'MinLength', 'MaxLength', 'MinValue', 'MaxValue', 'NoEcho'],
];

/** What a parameter is worth, or why that cannot be known here. */
export type ParameterValue = { readonly node: Node } | { readonly unknown: string };

/**
 * Gives the parameters of a template their values: the override where there is one, otherwise the
 * default. Constraints are CloudFormation's (user guide, parameters).
 */
export function readParameters(
  entries: readonly Entry[],
  overrides: Readonly<Record<string, string>>,
  findings: Findings,
): ReadonlyMap<string, ParameterValue> {
  const values = new Map<string, ParameterValue>();
  const given = new Map(Object.entries(overrides));
  for (const entry of entries) {
    checkNames(
      findings.attempt(() => entriesOf(entry.value, `The parameter ${entry.name}`)) ?? [],
      { known: ATTRIBUTES, what: 'parameter attribute', findings },
    );
    const value = findings.attempt(() => parameterValue(entry, given.get(entry.name)));
    values.set(entry.name, value ?? { unknown: `The parameter ${entry.name} has no valid value.` });
  }
  for (const name of given.keys()) {
    if (values.has(name)) continue;
    const message = `Parameters: [${name}] do not exist in the template.`;
    findings.problem({ line: 1, column: 1 }, message + didYouMean(name, values.keys()));
  }
  return values;
}

function parameterValue({ name, value: definition, at }: Entry, override?: string): ParameterValue {
  const typeNode = child(definition, 'Type');
  if (!typeNode) throw new Refusal(at, `The parameter ${name} has no Type; give it one.`);
  const type = textOf(typeNode, 'A Type');
  if (type.startsWith('AWS::SSM::')) {
    const why = `The parameter ${name} is read from the Systems Manager parameter store (${type})`;
    return { unknown: `${why}, which does not exist here; make it a String to run it locally.` };
  }
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  if (!isList && type !== 'String' && type !== 'Number' && !type.startsWith('AWS::')) {
    throw new Refusal(typeNode.at, `There is no parameter type ${type}.`);
  }
  const fallback = child(definition, 'Default');
  if (override === undefined && fallback === undefined) {
    const advice = 'Give it a Default, or a value when you start the template.';
    throw new Refusal(at, `Parameters: [${name}] must have values. ${advice}`);
  }
  const text = override ?? textOf(fallback!, `The Default of ${name}`);
  const items = isList ? text.split(',').map((item) => item.trim()) : [text];
  for (const item of items) check(item, { name, type, definition, at: fallback?.at ?? at });
  return {
    node: isList
      ? list(
          items.map((item) => scalar(item, at)),
          at,
        )
      : scalar(text, at),
  };
}

interface Definition {
  readonly name: string;
  readonly type: string;
  readonly definition: Node;
  readonly at: Position;
}

/** Each constraint with what CloudFormation says when it does not hold. */
const CONSTRAINTS: readonly {
  readonly attribute: string;
  readonly holds: (value: string, limit: Node) => boolean;
  readonly must: (limit: Node) => string;
}[] = [
  {
    attribute: 'AllowedValues',
    holds: (value, limit) => itemsOf(limit, 'AllowedValues').some((item) => same(item, value)),
    must: () => 'be one of AllowedValues',
  },
  {
    attribute: 'AllowedPattern',
    holds: (value, limit) => patternOf(limit).test(value),
    must: (limit) => `match pattern ${textOf(limit, 'AllowedPattern')}`,
  },
  {
    attribute: 'MinLength',
    holds: (value, limit) => value.length >= numberOf(limit),
    must: (limit) => `contain at least ${numberOf(limit)} characters`,
  },
  {
    attribute: 'MaxLength',
    holds: (value, limit) => value.length <= numberOf(limit),
    must: (limit) => `contain at most ${numberOf(limit)} characters`,
  },
  {
    attribute: 'MinValue',
    holds: (value, limit) => Number(value) >= numberOf(limit),
    must: (limit) => `be a number not less than ${numberOf(limit)}`,
  },
  {
    attribute: 'MaxValue',
    holds: (value, limit) => Number(value) <= numberOf(limit),
    must: (limit) => `be a number not greater than ${numberOf(limit)}`,
  },
];

/** The value itself is never part of the message: it may be a secret (NoEcho). */
function check(value: string, { name, type, definition, at }: Definition): void {
  if (type.includes('Number') && (value.trim() === '' || Number.isNaN(Number(value)))) {
    throw new Refusal(at, `Parameter '${name}' must be a number.`);
  }
  for (const { attribute, holds, must } of CONSTRAINTS) {
    const limit = child(definition, attribute);
    if (limit === undefined || holds(value, limit)) continue;
    const explained = child(definition, 'ConstraintDescription');
    const more = explained ? `: ${textOf(explained, 'ConstraintDescription')}` : '.';
    throw new Refusal(at, `Parameter '${name}' must ${must(limit)}${more}`);
  }
}

const same = (item: Node, value: string) => textOf(item, 'An allowed value') === value;

function numberOf(node: Node): number {
  const number = Number(textOf(node, 'A limit'));
  if (Number.isNaN(number)) throw new Refusal(node.at, 'This limit must be a number.');
  return number;
}

function patternOf(node: Node): RegExp {
  const source = textOf(node, 'AllowedPattern');
  try {
    return new RegExp(`^(?:${source})$`);
  } catch {
    throw new Refusal(
      node.at,
      `AllowedPattern is no regular expression that runs here: ${source}.`,
    );
  }
}
