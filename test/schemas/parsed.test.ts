import { expect, test } from 'vitest';
import type { BoundOperation, Protocol } from '../../src/api/operation.ts';
import { AwsError } from '../../src/aws/aws-error.ts';
import { encodeError, encodeOutput } from '../../src/gateway/protocols.ts';
import { wholeBody } from '../../src/wire/message.ts';
import { structure } from '../../src/wire/shape.ts';
import { memoryWorld } from '../memory-world.ts';
import { tableErrors } from './own-errors.ts';
import { readBySdk } from './read-by-sdk.ts';
import { asTexts, sampleOf, TEXT } from './samples.ts';
import { SERVICES, sdkErrors } from './sdk-schema.ts';

const services = memoryWorld().services.filter(({ signingName }) => SERVICES.includes(signingName));
const spoken = services.flatMap((service) =>
  service.protocols.map((protocol) => {
    const name = `${service.signingName} in ${protocol.name}`;
    return { name, service, protocol };
  }),
);
const operations = spoken.flatMap(({ name, service, protocol }) =>
  service.operations
    // Its answer goes on with events, which a scenario reads.
    .filter(({ events }) => !events)
    .map((operation) => ({ name: `${name} ${operation.name}`, service, protocol, operation })),
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

test.each(operations)('the SDK reads all of an answer: $name', async (given) => {
  const { service, protocol } = given;
  const { signingName } = service;
  const operation = readable(given.operation, signingName);
  const sample = sampleOf(operation.output);
  const { body, ...head } = encodeOutput({ service, operation, protocol }, sample, 'r');
  const answer = { ...head, body: wholeBody(body) };
  const asked = { service: signingName, operation: operation.name, protocol: protocol.name };
  const read = await readBySdk(asked, answer);
  // The SDK has some bodies in a member, by the name of the XML.
  const inMember = read[operation.output.as ?? ''];
  const found = typeof inMember === 'object' && inMember !== null ? inMember : read;
  const late = protocol.name === 'aws-cbor' ? 1000 : 1;
  expect(await asTexts(found, late)).toMatchObject((await asTexts(sample)) as object);
});

/** SQS words one error as it always did in its older protocol. */
const textIn = (protocol: Protocol, code: string) =>
  (protocol.name === 'query' && protocol.errorTexts?.[code]) || TEXT;

test.each(spoken)('the SDK reads the errors of $name', async ({ service, protocol }) => {
  const { signingName, operations } = service;
  const known = sdkErrors(signingName);
  for (const { code, queryCode, status, namespace } of tableErrors(signingName)) {
    const error = new AwsError(code, TEXT, { status, namespace, ...(queryCode && { queryCode }) });
    const answer = encodeError(error, protocol, 'r');
    const asked = { service: signingName, operation: operations[0]!.name, protocol: protocol.name };
    const read = readBySdk(asked, answer);
    const same =
      known.find((each) => each.code === code) ?? known.find((each) => each.queryCode === code);
    const message = textIn(protocol, queryCode ?? code);
    const name = same?.code ?? queryCode ?? code;
    const $metadata = { httpStatusCode: status };
    await expect(read).rejects.toMatchObject({ name, message, $metadata });
  }
});
