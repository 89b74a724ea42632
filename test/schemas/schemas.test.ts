import { expect, test } from 'vitest';
import type { Service } from '../../src/api/operation.ts';
import { memoryWorld } from '../memory-world.ts';
import { ACCEPTED, ACCEPTED_ERRORS, type Accepted } from './accepted.ts';
import { errorDifferences, unknownCodes } from './error-differences.ts';
import { outputDifferences } from './output-differences.ts';
import { tableErrors, thrownCodes } from './own-errors.ts';
import { SERVICES, sdkErrors, sdkOperation } from './sdk-schema.ts';

const services = Object.fromEntries(
  memoryWorld().services.map((service) => [service.signingName, service] as const),
);

/** What the SDK's client of a service speaks: of two protocols, the one in JSON. */
const formOf = ({ protocols }: Service) =>
  protocols.some(({ name }) => name === 'aws-json' || name === 'rest-json') ? 'json' : 'xml';

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
      const found = outputDifferences(sdk, operation, formOf(service));
      return found.map((line) => `${operation.name} ${line}`);
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
