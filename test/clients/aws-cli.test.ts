import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { available } from '../available.ts';
import type { Client } from './client.ts';
import { freshEndpoint } from './endpoint.ts';
import { LACKING } from './lacking.ts';
import { awsCli } from './python-clients.ts';
import { expectSameAsSdk } from './same.ts';
import { SCRIPTS } from './scripts.ts';
import type { ServiceName } from './sdk-modules.ts';

const HAS_AWS_CLI_1 = available('python3', ['-c', 'import awscli.clidriver']);

describe.skipIf(!HAS_AWS_CLI_1)('the AWS CLI (needs version 1 of it, as a package)', () => {
  let client: Client;
  beforeAll(() => {
    client = awsCli();
  });
  afterAll(() => client[Symbol.asyncDispose]());

  test.each(SCRIPTS)('calls every operation of $service, and reads the same', async (script) => {
    await expectSameAsSdk(script, client);
  });

  test('what it is said to lack it does lack', async () => {
    await using endpoint = await freshEndpoint();
    for (const name of Object.keys(LACKING[client.name]!)) {
      const [service, operation] = name.split(' ') as [ServiceName, string];
      const asking = client.ask({ endpoint: endpoint.url, service, operation, input: {} });
      await expect(asking).rejects.toThrow('Invalid choice');
    }
  });
});
