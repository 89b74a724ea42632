import { expect, test } from 'vitest';
import type { BoundOperation } from '../../src/api/operation.ts';
import { AwsError } from '../../src/aws/aws-error.ts';
import { encodeError, encodeOutput } from '../../src/gateway/protocols.ts';
import { structure } from '../../src/wire/shape.ts';
import { memoryWorld } from '../memory-world.ts';
import { tableErrors } from './own-errors.ts';
import { readBySdk } from './read-by-sdk.ts';
import { asTexts, sampleOf, TEXT } from './samples.ts';
import { SERVICES, sdkErrors } from './sdk-schema.ts';

const services = memoryWorld().services.filter(({ signingName }) => SERVICES.includes(signingName));
const operations = services.flatMap((service) =>
  service.operations
    // Its answer goes on with events, which a scenario reads.
    .filter(({ events }) => !events)
    .map((operation) => ({ name: `${service.signingName} ${operation.name}`, service, operation })),
);

/** The status of an object's part, and a header that the SDK takes for a time: accepted.ts. */
const NOT_READ = new Set(['StatusCode', 'Expires']);

/** The operation with what the SDK reads, written by the shape alone. */
function readable(operation: BoundOperation, service: string): BoundOperation {
  const { writeJson: _, output, ...rest } = operation;
  if (service !== 's3') return { ...rest, output };
  const members = Object.entries(output.members).filter(([name]) => !NOT_READ.has(name));
  return { ...rest, output: { ...output, ...structure(Object.fromEntries(members)) } };
}

test.each(operations)('the SDK reads all of an answer: $name', async ({ service, ...given }) => {
  const { signingName, protocols } = service;
  const operation = readable(given.operation, signingName);
  const sample = sampleOf(operation.output);
  const answer = encodeOutput({ service, operation, protocol: protocols[0]! }, sample, 'r');
  const read = await readBySdk([signingName, operation.name], answer);
  // The SDK has some bodies in a member, by the name of the XML.
  const inMember = read[operation.output.as ?? ''];
  const found = typeof inMember === 'object' && inMember !== null ? inMember : read;
  expect(await asTexts(found)).toMatchObject((await asTexts(sample)) as object);
});

test.each(services)('the SDK reads the errors of $signingName', async (service) => {
  const { signingName, operations, protocols } = service;
  const known = sdkErrors(signingName);
  for (const { code, queryCode, status } of tableErrors(signingName)) {
    const error = new AwsError(code, TEXT, { status, ...(queryCode && { queryCode }) });
    const answer = encodeError(error, protocols[0]!, 'r');
    const read = readBySdk([signingName, operations[0]!.name], answer);
    const same = known.find((each) => each.code === code || each.queryCode === code);
    const name = same?.code ?? queryCode ?? code;
    const $metadata = { httpStatusCode: status };
    await expect(read).rejects.toMatchObject({ name, message: TEXT, $metadata });
  }
});
