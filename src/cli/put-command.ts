import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { sleep } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { systemRandom } from '../random/random.ts';
import { kinesisClient } from './aws-clients.ts';
import { localCredentials, targetOf } from './aws-target.ts';
import { putAll } from './put-records.ts';
import { type RecordInput, readRecords } from './record-input.ts';
import { DEFAULT_PORT, defaultRegion, parseRegion } from './start-options.ts';
import { UsageError } from './usage-error.ts';

interface PutFlags {
  readonly data?: string;
  readonly partitionKey?: string;
  readonly endpointUrl?: string;
  readonly region?: string;
}

const STANDARD_INPUT = 0;

export function putCommand(): Command {
  return new Command('put')
    .description('Puts records to a stream of a local endpoint: from a file, or standard input.')
    .argument('<stream>', "the stream's name")
    .argument('[file]', "one record's data a line, or records as the AWS CLI takes them")
    .option('--data <text>', 'the data of one record, instead of a file')
    .option('--partition-key <key>', 'for records that have none (default: a random one each)')
    .option('--endpoint-url <url>', `the endpoint (default: http://127.0.0.1:${DEFAULT_PORT})`)
    .option('--region <region>', 'the region of the stream', parseRegion)
    .addHelpText(
      'after',
      '\nExamples:\n  sluicebox put orders orders.ndjson --partition-key customer-7' +
        '\n  echo \'{"id": 1}\' | sluicebox put orders\n  sluicebox put orders --data hello',
    )
    .action((stream: string, file: string | undefined, flags: PutFlags) =>
      put(stream, file, flags),
    );
}

async function put(stream: string, file: string | undefined, flags: PutFlags): Promise<void> {
  if (flags.data !== undefined && file !== undefined) {
    throw new UsageError('Give either --data or a file, not both.');
  }
  const records: RecordInput[] =
    flags.data === undefined ? readRecords(read(file)) : [{ data: Buffer.from(flags.data) }];
  if (records.length === 0) throw new UsageError('There is no record to put.');
  const keyed = records.map((record) => ({
    ...record,
    partitionKey: record.partitionKey ?? flags.partitionKey ?? systemRandom.uuid(),
  }));

  const { client: configuration, text: endpoint } = targetOf(flags, 'KINESIS');
  const { profile, region = defaultRegion() } = configuration;
  // Also in front of an endpoint elsewhere there may be nobody to give out keys.
  const credentials = profile === undefined ? localCredentials(process.env) : undefined;
  const client = await kinesisClient({ ...configuration, region, credentials });
  try {
    await putAll(client, {
      ...{ streamName: stream, records: keyed },
      onPut(sequenceNumbers) {
        for (const sequenceNumber of sequenceNumbers) console.log(sequenceNumber);
      },
      pause(pauseMs) {
        console.error(`${stream} takes no more now; going on in ${pauseMs} ms.`);
        return sleep(systemClock, pauseMs);
      },
    });
    const count = keyed.length === 1 ? '1 record' : `${keyed.length} records`;
    console.error(`${count} put to ${stream} at ${endpoint}.`);
  } finally {
    client.destroy();
  }
}

function read(file: string | undefined): Buffer {
  if (file === undefined && process.stdin.isTTY) {
    throw new UsageError('Name a file, give --data, or pipe records into standard input.');
  }
  try {
    return readFileSync(file ?? STANDARD_INPUT);
  } catch (error) {
    throw new UsageError(`${file ?? 'Standard input'} cannot be read: ${(error as Error).message}`);
  }
}
