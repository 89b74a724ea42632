import { describe, expect, test } from 'vitest';
import type { BoundOperation, RequestContext } from '../../src/api/operation.ts';
import { AwsError } from '../../src/aws/aws-error.ts';
import { decodeRestXml } from '../../src/wire/rest-xml.ts';
import { validate, violations } from '../../src/wire/validate.ts';
import { memoryWorld } from '../memory-world.ts';
import { ACCEPTED } from './accepted.ts';
import { modelOf, modelsFolder, type ServiceModel } from './botocore.ts';
import { constraintsOf } from './constraints.ts';
import { differences } from './differences.ts';
import { REFUSED } from './refused.ts';

const CONTEXT: RequestContext = {
  scope: { account: '000000000000', region: 'us-east-1' },
  requestId: 'r',
  endpoint: 'http://127.0.0.1:4566',
  userAgent: '',
  signal: new AbortController().signal,
};
const folder = modelsFolder();
const { services } = memoryWorld();

const operationOf = (service: string, name: string) =>
  services
    .find(({ signingName }) => signingName === service)
    ?.operations.find((operation) => operation.name === name) as BoundOperation;

describe('what is in the shapes to be refused is refused', () => {
  const cases = REFUSED.flatMap(({ members, ...rest }) =>
    Object.entries(members).map(([member, value]) => ({ ...rest, member, value })),
  );
  test.each(cases)('$service $operation: $member', async ({ service, operation, ...given }) => {
    const { needs, member, value } = given;
    const { input, handle } = operationOf(service, operation);
    const path = member.split('.');
    const part = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
    const whole = { ...needs, ...(part as object) };
    const refusal = Promise.resolve().then(() => {
      validate(input, whole);
      return handle(whole, CONTEXT);
    });
    await expect(refusal).rejects.toThrow(path.at(-1));
  });
});

describe.skipIf(!folder)('AWS models (needs botocore)', () => {
  test.each(services.map(({ signingName, operations }) => ({ signingName, operations })))(
    'the inputs of $signingName are those of the model, but for what is accepted with a reason',
    ({ signingName, operations }) => {
      const model = modelOf(folder!, signingName);
      const lines = operations.flatMap((operation) =>
        differences(model, operation).map((line) => `${operation.name} ${line}`),
      );
      const patterns = ACCEPTED.filter(({ service }) => service === signingName).flatMap(
        ({ lines }) => lines,
      );
      expect(lines.filter((line) => !patterns.some((pattern) => pattern.test(line)))).toEqual([]);
      const idle = patterns.filter((pattern) => !lines.some((line) => pattern.test(line)));
      expect(idle, 'patterns of accepted.ts that match nothing').toEqual([]);
    },
  );

  test('a header of S3 that an operation does not know is refused', () => {
    const model = modelOf(folder!, 's3');
    const ignored = services
      .find(({ signingName }) => signingName === 's3')!
      .operations.flatMap((operation) =>
        missingHeaders(model, operation)
          .filter((header) => header.startsWith('x-amz-') && !IGNORED.has(header))
          .filter((header) => isTaken(operation, header))
          .map((header) => `${operation.name} ${header}`),
      );
    expect(ignored).toEqual([]);
  });

  test.each(services.map(({ signingName, operations }) => ({ signingName, operations })))(
    'each constraint of $signingName that is here is told in the words of AWS',
    ({ operations }) => {
      const untold = operations.flatMap(({ name, input }) =>
        constraintsOf(input).flatMap(({ wrong, text }) =>
          violations(input, wrong).some((told) => told.includes(text)) ? [] : [`${name}: ${text}`],
        ),
      );
      expect(untold).toEqual([]);
    },
  );
});

/** It only names which of the checksum headers there is. */
const IGNORED = new Set(['x-amz-sdk-checksum-algorithm']);

/** The headers of the model that the shape of an operation lacks. */
function missingHeaders(model: ServiceModel, { name, input }: BoundOperation): string[] {
  const members = model.shapes[model.operations[name]?.input?.shape ?? '']?.members ?? {};
  return Object.entries(members)
    .filter(([member, { location }]) => location === 'header' && !(member in input.members))
    .map(([member, { locationName = member }]) => locationName.toLowerCase());
}

function isTaken({ input }: BoundOperation, header: string): boolean {
  const query = new URLSearchParams();
  const request = {
    method: 'PUT',
    path: '/b/k',
    query,
    headers: { [header]: 'x' },
    body: new Uint8Array(),
  };
  try {
    decodeRestXml(input, request, { Bucket: 'b', Key: 'k' });
    return true;
  } catch (error) {
    return !(error instanceof AwsError && error.status === 501);
  }
}
