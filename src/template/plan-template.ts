import type { Scope } from '../aws/scope.ts';
import { checkReferences } from './check-references.ts';
import { Evaluator } from './evaluator.ts';
import type { Stack } from './identity.ts';
import { planOutputs } from './outputs.ts';
import { readParameters } from './parameters.ts';
import { parseTemplate } from './parse.ts';
import type { Plan } from './plan.ts';
import { planResources } from './plan-resources.ts';
import { Findings, inOrder, type Position, Refusal, TemplateError } from './problem.ts';
import { readSections, type Template } from './sections.ts';
import { expandFunctions } from './serverless-function.ts';

export interface PlanOptions {
  /** How the file is called in messages. */
  readonly fileName: string;
  readonly scope: Scope;
  /** Values of parameters, in place of their defaults. */
  readonly parameterOverrides?: Readonly<Record<string, string>>;
  /** `sluicebox` unless given; it is part of the names that the template leaves open. */
  readonly stackName?: string;
  /** What `Ref` of a queue answers; the queue's URL on AWS unless given. */
  readonly queueUrl?: (scope: Scope, queueName: string) => string;
  /**
   * When a consumer of a stream was registered, or would be now, in whole seconds since the Unix
   * epoch: its ARN ends with it. 0 unless given.
   */
  readonly consumerCreatedAt?: (streamArn: string, consumerName: string) => number;
}

const WHOLE: Position = { line: 1, column: 1 };
const STACK_NAME = /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/;

const awsQueueUrl = ({ account, region }: Scope, name: string) =>
  `https://sqs.${region}.amazonaws.com/${account}/${name}`;

/**
 * Works out what a SAM or CloudFormation template (YAML or JSON) asks for. Pure: the same text and
 * options give the same plan, names included.
 * @throws TemplateError with everything that is wrong, each with its line and column.
 */
export function planTemplate(text: string, options: PlanOptions): Plan {
  try {
    return planned(text, options);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new TemplateError(options.fileName, [error.problem], { cause: error });
  }
}

function planned(text: string, options: PlanOptions): Plan {
  const { fileName, scope, stackName = 'sluicebox', queueUrl = awsQueueUrl } = options;
  const { consumerCreatedAt = () => 0 } = options;
  const stack: Stack = { stackName, scope, queueUrl, consumerCreatedAt };
  const findings = new Findings();
  const give = () => {
    if (findings.problems.length > 0) throw new TemplateError(fileName, findings.problems);
  };
  if (!STACK_NAME.test(stackName)) {
    const rule = 'a letter, then letters, digits and hyphens, at most 128 in all';
    findings.problem(WHOLE, `${JSON.stringify(stackName)} is no stack name: it takes ${rule}.`);
  }
  const template = readSections(parseTemplate(text, fileName), findings);
  const parameters = readParameters(
    template.parameters,
    options.parameterOverrides ?? {},
    findings,
  );
  give();
  checkReferences(template, findings);
  const expanded = expandFunctions(template, findings);
  give();
  const evaluator = new Evaluator(
    { ...template, resources: expanded.resources },
    parameters,
    stack,
  );
  const resources = planResources(expanded, { evaluator, findings, stack });
  if (findings.problems.length === 0) checkWorth(resources, template, findings);
  const outputs = planOutputs(template.outputs, evaluator, findings);
  give();
  return { stackName, ...resources, outputs, warnings: inOrder(findings.warnings) };
}

/** A template has something to run when it has a stream, or reads one. */
function checkWorth(
  { streams, mappings }: Pick<Plan, 'streams' | 'mappings'>,
  { resources }: Template,
  findings: Findings,
): void {
  if (streams.length > 0 || mappings.length > 0) return;
  const [first] = resources.values();
  findings.problem(
    first?.at ?? WHOLE,
    'There is no Kinesis stream in this template, and nothing reads one. ' +
      'Add an AWS::Kinesis::Stream.',
  );
}
