import type { Service } from '../src/api/operation.ts';

/** A service of AWS as its public model lists it. */
export interface AwsService {
  readonly service: string;
  readonly signingName: string;
  readonly apiVersion: string;
  readonly operations: readonly string[];
}

const INTRODUCTION = `# Operations

Every operation of the services that are spoken here, as AWS's public models name them. One that **runs** does what
[compatibility.md](compatibility.md) says of it. One that is *refused* answers AWS's error for an unknown operation, and is
printed by name where the endpoint runs; so are the operations of all other services. Tests call each one that runs through
the AWS CLI, boto3 and the AWS SDK for JavaScript, which must read the same out of its answers.

This page is made from the code by \`npm run operations\`; a test fails while it says something else.
`;

/** The page about all operations: those that are here, and those that AWS has beside them. */
export function operationsPage(aws: readonly AwsService[], here: readonly Service[]): string {
  const tables = aws.map((service) => tableOf(service, namesOf(service, here)));
  const rows = tables.map(({ service, running, all }) => `| ${service} | ${running} | ${all} |`);
  const summary = ['| Service | Runs | Of |', '|---|---|---|', ...rows].join('\n');
  return `${[INTRODUCTION, `${summary}\n`, ...tables.map(({ text }) => text)].join('\n')}`;
}

/** The operations that run here and of which AWS's model knows nothing. */
export function unknownOperations(aws: readonly AwsService[], here: readonly Service[]): string[] {
  const known = new Set(
    aws.flatMap(({ signingName, operations }) => operations.map((o) => `${signingName} ${o}`)),
  );
  return here
    .flatMap(({ signingName, operations }) => operations.map((o) => `${signingName} ${o.name}`))
    .filter((name) => !known.has(name));
}

const namesOf = ({ signingName }: AwsService, here: readonly Service[]) =>
  new Set(
    here
      .filter((service) => service.signingName === signingName)
      .flatMap(({ operations }) => operations)
      .map(({ name }) => name),
  );

function tableOf({ service, apiVersion, operations }: AwsService, names: ReadonlySet<string>) {
  const rows = operations.map(
    (name) => `| ${name} | ${names.has(name) ? '**runs**' : 'refused'} |`,
  );
  const text = [
    `## ${service} (${apiVersion})`,
    '',
    '| Operation | State |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
  return { service, running: names.size, all: operations.length, text };
}
