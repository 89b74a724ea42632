import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { logsService } from '../../src/api/logs/service.ts';
import { LogGroups } from '../../src/observe/log-groups.ts';
import { type Difference, expectSameAsMoto } from '../compared.ts';
import { Endpoint } from '../endpoint.ts';
import { HAS_MOTO } from '../moto.ts';
import { ROOT } from '../running.ts';

let endpoint: Endpoint;
beforeEach(async () => {
  endpoint = await Endpoint.start((world) => [logsService(new LogGroups(world))]);
});
afterEach(() => endpoint[Symbol.asyncDispose]());

const DOC = 'Filter pattern syntax, CloudWatch Logs user guide';
const ALL = [
  '{"level":"ERROR","n":4,"user":',
  '{"level":"ERROR","n":2,"none":',
  '{"level":"INFO","items":[{"id"',
  'ERROR disk full',
  'WARN disk nearly full',
  '127.0.0.1 - frank "GET /a.html',
];
/** moto does not look at patterns of these kinds, and finds everything. */
const notLookedAt = (...here: string[]): Difference => ({
  ...{ here, moto: ALL, right: 'here', why: DOC },
});

const DIFFERENCES: Readonly<Record<string, Difference>> = {
  'a broken pattern': {
    here: 'InvalidParameterException: Invalid filter pattern: { $.level = }',
    moto: ALL,
    right: 'here',
    why: `${DOC}; the text is AWS’s up to the colon`,
  },
  'a name that cannot be': {
    here:
      "InvalidParameterException: 1 validation error detected: Value 'a b' at 'logGroupName' " +
      'failed to satisfy constraint: Member must satisfy regular expression pattern: ' +
      '[\\.\\-_/#A-Za-z0-9]+',
    moto: {},
    right: 'here',
    why: 'the pattern of the public API model',
  },
  'a retention that is not offered': {
    here: 'InvalidParameterException: 2 days is not a retention that CloudWatch Logs offers.',
    moto: {},
    right: 'here',
    why: 'PutRetentionPolicy API reference; the text is our own',
  },
  'create it twice in a group': {
    here: 'ResourceAlreadyExistsException: The specified log stream already exists',
    moto: 'ResourceAlreadyExistsException: The specified log group already exists',
    right: 'here',
    why: 'moto has one text for both',
  },
  'delete it twice': {
    here: 'ResourceNotFoundException: The specified log stream does not exist.',
    moto: 'ResourceNotFoundException: The specified log group does not exist.',
    right: 'here',
    why: 'moto has one text for both',
  },
  'put events': {
    here: [],
    moto: ['nextSequenceToken'],
    right: 'unknown',
    why: 'the API reference says that the token is ignored; whether it still comes is not said',
  },
  'pattern ?WARN ?frank': notLookedAt(ALL[4]!, ALL[5]!),
  'pattern full -WARN': { here: [ALL[3]], moto: [], right: 'here', why: DOC },
  'pattern { $.level = "ERROR" && $.n > 3 }': notLookedAt(ALL[0]!),
  'pattern { $.level = "E*" }': notLookedAt(ALL[0]!, ALL[1]!),
  'pattern { $.user.id = "a" || $.items[0].id = "x" }': notLookedAt(ALL[0]!, ALL[2]!),
  'pattern { $.done IS TRUE }': notLookedAt(ALL[0]!),
  'pattern { $.none IS NULL }': notLookedAt(ALL[1]!),
  'pattern [ip, id, user, request, status=4*, bytes]': notLookedAt(ALL[5]!),
  'pattern [..., status=4*, bytes > 1000]': notLookedAt(ALL[5]!),
};

test.skipIf(!HAS_MOTO)('it is as moto has it, but for what is listed (needs moto)', async () => {
  const script = join(ROOT, 'test/scenarios/logs_client.py');
  await expectSameAsMoto(script, endpoint.url, DIFFERENCES);
});
