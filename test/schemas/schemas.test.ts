import { expect, test } from 'vitest';
import type { Protocol, Service } from '../../src/api/operation.ts';
import { memoryWorld } from '../memory-world.ts';
import { ACCEPTED, ACCEPTED_ERRORS, type Accepted } from './accepted.ts';
import { errorDifferences, unknownCodes } from './error-differences.ts';
import { type BodyForm, outputDifferences } from './output-differences.ts';
import { tableErrors, thrownCodes } from './own-errors.ts';
import { SERVICES, sdkErrors, sdkOperation } from './sdk-schema.ts';

const services = Object.fromEntries(
  memoryWorld().services.map((service) => [service.signingName, service] as const),
);

/** What the bodies of a protocol are written in. CBOR has the members of JSON. */
const FORMS: Readonly<Record<Protocol['name'], BodyForm>> = {
  ...{ 'aws-json': 'json', 'rest-json': 'json', 'aws-cbor': 'json', 'rpc-v2-cbor': 'json' },
  ...{ 'rest-xml': 'xml', query: 'xml' },
};

/** The forms that a service answers in. The schemas of SQS have kept the names of its XML. */
const formsOf = ({ protocols }: Service) => new Set(protocols.map(({ name }) => FORMS[name]));

/** Each line must be accepted, and each pattern must accept one. */
function expectAccepted(lines: readonly string[], accepted: readonly Accepted[]): void {
  const patterns = accepted.flatMap((each) => each.lines);
  expect(lines.filter((line) => !patterns.some((pattern) => pattern.test(line)))).toEqual([]);
  const idle = patterns.filter((pattern) => !lines.some((line) => pattern.test(line)));
  expect(idle, 'patterns of accepted.ts that match nothing').toEqual([]);
}

test.each(SERVICES)(
  'the SDK reads the outputs of %s as they are written, but for what is accepted with a reason',
  (name) => {
    const service = services[name]!;
    const lines = service.operations.flatMap((operation) => {
      const sdk = sdkOperation(name, operation.name);
      const found = [...formsOf(service)].flatMap((form) =>
        outputDifferences(sdk, operation, form),
      );
      return [...new Set(found)].map((line) => `${operation.name} ${line}`);
    });
    expectAccepted(
      lines,
      ACCEPTED.filter(({ service }) => service === name),
    );
  },
);

test.each(SERVICES)(
  'the SDK knows the errors of %s, but for what is accepted with a reason',
  (name) => {
    const known = sdkErrors(name);
    const lines = [
      ...tableErrors(name).flatMap((error) => errorDifferences(known, error)),
      ...unknownCodes(known, thrownCodes(name)),
    ];
    expectAccepted(
      lines,
      ACCEPTED_ERRORS.filter(({ service }) => service === name),
    );
  },
);
