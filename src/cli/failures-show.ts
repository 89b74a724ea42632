import { Command } from 'commander';
import { failuresById } from '../failures/choose-failures.ts';
import { decodeData, expandRecords } from '../failures/decode-data.ts';
import type { HydratedRecord, Hydration } from '../failures/failure.ts';
import { type ListedFailure, listedFailure } from '../failures/listed-failure.ts';
import { type FailingRecords, whichFail } from '../failures/which-fail.ts';
import {
  addPlaceOptions,
  type FailuresFlags,
  FROM_OPTION,
  openFailures,
  reportingFailures,
} from './failures-context.ts';
import { expiresText, whyText } from './failures-lines.ts';
import { printable, printableJson } from './printable.ts';
import { type Style, styleOf } from './style.ts';

interface ShowFlags extends FailuresFlags {
  readonly json?: boolean;
}

export function failuresShowCommand(): Command {
  const command = new Command('show')
    .description('Shows a failure message with its records, fetched back from the stream.')
    .addHelpText('after', '\nExample:\n  sluicebox failures show 3f9c --from orders-failed')
    .argument('<id>', 'as `failures list` shows it; its beginning is enough')
    .option(...FROM_OPTION)
    .option('--json', 'one JSON object');
  return addPlaceOptions(command).action((id: string, flags: ShowFlags) =>
    reportingFailures((signal) => show(id, flags, signal)),
  );
}

async function show(id: string, flags: ShowFlags, signal: AbortSignal): Promise<void> {
  const context = await openFailures(flags);
  const all = await context.find({ signal, isQuiet: true });
  for (const failure of failuresById(all, [id])) {
    const listed = await listedFailure(context, { wantErrors: true })(failure);
    const hydration = await context.reader.hydrate(failure);
    const records = expandRecords(hydration.records);
    const failing = whichFail(failure, records, listed.error ?? undefined);
    const shown = { listed, hydration, records, failing };
    if (flags.json) console.log(printableJson(asJson(shown, failure.raw), 2));
    else for (const line of lines(shown, styleOf(process.stdout, process.env))) console.log(line);
    if (hydration.missing !== 'none' && hydration.missing !== 'no-range') process.exitCode = 1;
  }
}

interface Shown {
  readonly listed: ListedFailure;
  readonly hydration: Hydration;
  readonly records: readonly HydratedRecord[];
  readonly failing: FailingRecords;
}

const RANGE = 'A message is a range of its shard: it may hold records that were processed well.';

function asJson({ listed, hydration, records, failing }: Shown, raw: string) {
  return {
    ...listed,
    message: JSON.parse(raw) as unknown,
    missing: hydration.missing,
    missingText: hydration.text,
    from: hydration.from,
    failing: failing.text,
    hydrated: records.map((record, index) => ({
      sequenceNumber: record.sequenceNumber,
      subSequenceNumber: record.subSequenceNumber,
      partitionKey: record.partitionKey,
      explicitHashKey: record.explicitHashKey,
      arrivedAt: new Date(record.approximateArrivalTimestamp).toISOString(),
      data: decodeData(record.data),
      fails: failing.indexes.includes(index) ? true : null,
    })),
  };
}

function lines({ listed, hydration, records, failing }: Shown, style: Style): string[] {
  const found = hydration.from === 'payload' ? 'in the message' : 'in the stream';
  const facts: readonly (readonly [string, string])[] = [
    ['Message', listed.id],
    ['Failed', `${listed.failedAt}, ${listed.condition} (${whyText(listed)})`],
    ['Function', listed.functionArn],
    ['Request', listed.requestId],
    ['Stream', `${listed.streamArn} ${listed.shardId}`],
    ['Range', `${listed.startSequenceNumber} to ${listed.endSequenceNumber}`],
    ['Expires', expiresText(listed)],
    ['Error', listed.error ?? 'not found in the log of the function'],
    ['Records', `${listed.records} given to the function, ${records.length} found ${found}`],
  ];
  return [
    ...facts.map(([name, value]) => `${style.strong(name.padEnd(9))}${printable(value)}`),
    ...(hydration.text === '' ? [] : [style.bad(hydration.text)]),
    ...(records.length > 1 ? [style.faint(RANGE)] : []),
    style.faint(failing.text),
    ...records.flatMap((record, index) =>
      recordLines(record, failing.indexes.includes(index), style),
    ),
  ];
}

function recordLines(record: HydratedRecord, fails: boolean, style: Style): string[] {
  const { sequenceNumber, subSequenceNumber, partitionKey, data } = record;
  const place = subSequenceNumber === undefined ? '' : `.${subSequenceNumber}`;
  const arrival = new Date(record.approximateArrivalTimestamp).toISOString();
  const mark = fails ? style.bad('✗') : ' ';
  const { encoding, text } = decodeData(data);
  const key = printable(partitionKey);
  return [
    `${mark} ${sequenceNumber}${place}  key ${key}  ${arrival}  ${encoding}`,
    `    ${printable(text)}`,
  ];
}
