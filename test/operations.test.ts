import { expect, test } from 'vitest';
import { readText } from './architecture-repository.ts';
import { memoryWorld } from './memory-world.ts';
import { type AwsService, operationsPage, unknownOperations } from './operations-page.ts';

const aws: readonly AwsService[] = JSON.parse(readText('test/aws-operations.json'));
const { services } = memoryWorld();

test('docs/operations.md says of every operation what the code does (npm run operations)', async () => {
  await expect(operationsPage(aws, services)).toMatchFileSnapshot('../docs/operations.md');
});

test('every operation here is one of AWS', () => {
  expect(unknownOperations(aws, services)).toEqual([]);
});
