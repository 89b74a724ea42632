import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { RedriveLedger } from './redrive-ledger.ts';
import { paceOf } from './redrive-rate.ts';
import { rememberingHydrate, survey } from './redrive-survey.ts';
import { failureOf, hydrationOf, rangeOf, STREAM, World } from './redrive-world.suite.ts';

test('a survey says what would be done, and does nothing', async () => {
  const world = new World([]);
  const ledger = new RedriveLedger([], () => {});
  const place = { target: 't', streamArn: STREAM, shardId: failureOf(1, 1).shardId };
  ledger.accept({ ...place, audience: `stream ${STREAM}` }, ['4901'], 0);
  ledger.begin({ ...place, audience: `stream ${STREAM}` }, ['4902'], 0);
  const messages = await survey([failureOf(1, 4), failureOf(7, 9)], {
    ledger,
    target: world.target(),
    matches: ({ sequenceNumber }) => sequenceNumber !== '4903',
    hydrate: async (failure) =>
      failure.id === 'f7-9'
        ? hydrationOf(9, 9, { missing: 'partly-expired', text: 'gone' })
        : hydrationOf(...rangeOf(failure)),
  });
  expect(messages).toMatchObject([
    { fates: { send: 1, 'sent before': 1, 'not matched': 1, unknown: 1 }, reasons: [] },
    { fates: { send: 1 }, missing: 'partly-expired', reasons: ['gone'] },
  ]);
  expect(world.arrived.size).toBe(0);
});

test('what the target takes none of is not said to be sent', async () => {
  const target = { ...new World([]).target(), refusal: () => 'not this one' };
  const ledger = new RedriveLedger([], () => {});
  const hydrate = async () => hydrationOf(1, 4);
  const [message] = await survey([failureOf(1, 4)], { ledger, target, hydrate });
  expect(message).toMatchObject({ fates: { send: 0 }, isRefused: true, reasons: ['not this one'] });
  const matches = () => false;
  const [unmatched] = await survey([failureOf(1, 4)], { ledger, target, hydrate, matches });
  expect(unmatched).toMatchObject({ isRefused: false, reasons: [] });
});

test('what can be remembered is read once, and given once', async () => {
  let reads = 0;
  const failures = [failureOf(1, 1), failureOf(2, 2)] as const;
  const hydrate = rememberingHydrate(async (failure) => {
    reads += 1;
    return hydrationOf(...rangeOf(failure));
  }, 600);
  for (const failure of failures) await hydrate(failure);
  for (const failure of failures) await hydrate(failure);
  expect(reads).toBe(3);
});

test('records are spread over time, also when several ask at once', async () => {
  const clock = new ManualClock(0);
  const pace = paceOf(clock, 10);
  const starts: number[] = [];
  const done = Promise.all(
    [5, 10, 1].map((records) => pace(records).then(() => starts.push(clock.now()))),
  );
  for (let step = 0; step < 20; step++) {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    clock.advance(100);
  }
  await done;
  expect(starts).toEqual([0, 500, 1500]);
});
