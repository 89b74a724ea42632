import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { type Sluicebox, startSluicebox } from '../../app/start.ts';
import { type Clock, sleep } from '../../clock/clock.ts';
import { systemClock } from '../../clock/system-clock.ts';
import { inScope, kinesisClient, sqsClient } from '../aws-clients.ts';
import { showLive } from '../live-view.ts';
import { putAll } from '../put-records.ts';
import { type RecordInput, readRecords } from '../record-input.ts';
import { type StartFlags, startOptions } from '../start-options.ts';
import { type Style, styleOf } from '../style.ts';
import { untilStopped } from '../until-stopped.ts';
import { introduce } from '../up-command.ts';
import { findFailureMessage } from './failure-message.ts';
import { Observation } from './observation.ts';
import {
  checkFailure,
  checkGoodRecords,
  checkPoisonPill,
  fetchRecord,
  QUEUE,
  type Seen,
  STREAM,
} from './scenario.ts';
import { sideBySide } from './side-by-side.ts';

export interface DemoOptions extends StartFlags {
  /** Play the scenarios and stop. */
  readonly once: boolean;
}

/** How long a scenario may take before it is given up. */
const PATIENCE_MS = 30_000;
const DEFAULT_COLUMNS = 80;

interface Stage {
  readonly sluicebox: Sluicebox;
  readonly observation: Observation;
  readonly kinesis: KinesisClient;
  readonly clock: Clock;
  readonly style: Style;
  readonly pattern: string;
  readonly print: (line: string) => void;
}

/**
 * Runs the pattern in the folder `pattern`, plays both scenarios through the AWS SDK, and stays up
 * unless asked not to. Answers whether what was observed is what the pattern promises.
 */
export async function runDemo(pattern: string, options: DemoOptions): Promise<boolean> {
  const style = styleOf(process.stdout, process.env);
  const print = (line: string) => console.log(line);
  const start = startOptions(options, join(pattern, 'template.yaml'));
  let observation: Observation | undefined;
  const sluicebox = await startSluicebox({
    ...start,
    stackName: 'pattern',
    observe: (events, clock) => {
      observation = new Observation(events);
      showLive(events, { clock, style, print, withLogs: options.logs ?? false });
    },
  });
  introduce(sluicebox, print);
  const kinesis = await kinesisClient(inScope(sluicebox.endpoint, sluicebox.scope));
  const stage = { sluicebox, kinesis, clock: systemClock, style, pattern, print };
  try {
    const problems = await play({ ...stage, observation: observation as Observation });
    for (const problem of problems) print(style.bad(`✗ Not as it should be: ${problem}`));
    if (options.once) {
      await sluicebox.close();
    } else {
      print(
        'Put more with ./pattern/producer/with-poison-pill-put-records.sh, in a second terminal.',
      );
      await untilStopped(sluicebox, print);
    }
    return problems.length === 0;
  } finally {
    kinesis.destroy();
  }
}

async function play(stage: Stage): Promise<string[]> {
  const { print, style, clock } = stage;
  print(style.strong('Without a poison pill: three good records'));
  const good = await putAndWatch(stage, 'without-poison-pill.ndjson');
  const goodProblems = checkGoodRecords(good);

  print(style.strong('\nWith a poison pill: a good record, then a bad one'));
  const startedMs = clock.now();
  const bad = await putAndWatch(stage, 'with-poison-pill.ndjson');
  const problems = [...checkPoisonPill(bad), ...(await showFailure(stage, bad))];
  const tookMs = clock.now() - startedMs;
  if (problems.length === 0) {
    const done = `✓ isolated, in ${QUEUE} and found again ${tookMs} ms after the put began`;
    print(style.good(`\n${done}\n`));
  }
  return [...goodProblems, ...problems];
}

async function putAndWatch(stage: Stage, file: string): Promise<Seen & { inputs: RecordInput[] }> {
  const { pattern, kinesis, observation, clock } = stage;
  const inputs = readRecords(readFileSync(join(pattern, 'producer', file)));
  const keyed = inputs.map((input) => ({ ...input, partitionKey: 'elements' }));
  const sequenceNumbers: string[] = [];
  await putAll(kinesis, {
    ...{ streamName: STREAM, records: keyed },
    onPut: (numbers) => sequenceNumbers.push(...numbers),
    pause: (pauseMs) => sleep(clock, pauseMs),
  });
  const enough = new AbortController();
  await Promise.race([
    observation.settled(sequenceNumbers),
    sleep(clock, PATIENCE_MS, enough.signal),
  ]);
  enough.abort();
  const discards = observation.discards.filter((discard) =>
    discard.sequenceNumbers.some((number) => sequenceNumbers.includes(number)),
  );
  const attempts = observation.attemptsWith(sequenceNumbers);
  return { sequenceNumbers, attempts, discards, inputs };
}

/** Shows the failure message that arrived, and the record that it stands for; answers what is wrong. */
async function showFailure(
  { sluicebox, kinesis, print }: Stage,
  { sequenceNumbers, inputs }: Seen & { inputs: RecordInput[] },
): Promise<string[]> {
  const sequenceNumber = sequenceNumbers.at(-1) as string;
  const sqs = await sqsClient(inScope(sluicebox.endpoint, sluicebox.scope));
  try {
    const message = await findFailureMessage(sqs, QUEUE, sequenceNumber);
    const record = message && (await fetchRecord(kinesis, message));
    if (message && record) {
      const received = [
        `Message in ${QUEUE}:`,
        ...JSON.stringify(message.body, null, 2).split('\n'),
      ];
      const found = [
        'The record that it stands for:',
        `sequence number  ${record.sequenceNumber}`,
        `partition key    ${record.partitionKey}`,
        `arrived          ${record.arrivedAt.toISOString()}`,
        `data             ${record.data}`,
      ];
      print('');
      const columns = process.stdout.columns ?? DEFAULT_COLUMNS;
      sideBySide(received, found, columns).forEach(print);
    }
    const bad = { sequenceNumber, input: inputs.at(-1) as RecordInput };
    return checkFailure(bad, message, record);
  } finally {
    sqs.destroy();
  }
}
