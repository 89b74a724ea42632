import { afterAll, beforeAll, describe, test } from 'vitest';
import { available } from '../available.ts';
import type { Client } from './client.ts';
import { boto3 } from './python-clients.ts';
import { expectSameAsSdk } from './same.ts';
import { SCRIPTS } from './scripts.ts';

const HAS_BOTO3 = available('python3', ['-c', 'import boto3']);

describe.skipIf(!HAS_BOTO3)('boto3 (needs boto3)', () => {
  let client: Client;
  beforeAll(() => {
    client = boto3();
  });
  afterAll(() => client[Symbol.asyncDispose]());

  test.each(SCRIPTS)('calls every operation of $service, and reads the same', async (script) => {
    await expectSameAsSdk(script, client);
  });
});
