import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { ProgressBar } from './progress-bar.ts';

const what = 'records done';

test('on a terminal a bar fills, with the rate and the time that is left', async () => {
  const clock = new ManualClock(0);
  const drawn: string[] = [];
  const output = { say: () => {}, progress: (text: string) => void drawn.push(text) };
  const bar = new ProgressBar(output, { clock, total: 300, what });
  bar.add(0);
  await clock.advance(2000);
  bar.add(150);
  bar.around(() => drawn.push('a result'));
  bar.add(150);
  bar.end();
  const half = `${'█'.repeat(12)}${'░'.repeat(12)} 150 of 300 records done · 75/s · 2 s left`;
  expect(drawn).toEqual([
    `${'░'.repeat(24)} 0 of 300 records done`,
    half,
    '',
    'a result',
    half,
    `${'█'.repeat(24)} 300 of 300 records done · 150/s · 0 s left`,
    '',
  ]);
});

test('elsewhere it is a line of plain counts, now and then', async () => {
  const clock = new ManualClock(0);
  const said: string[] = [];
  const bar = new ProgressBar({ say: (line) => void said.push(line) }, { clock, total: 9, what });
  bar.add(1);
  await clock.advance(10_000);
  bar.add(1);
  bar.around(() => said.push('a result'));
  bar.add(1);
  bar.end();
  expect(said).toEqual(['2 of 9 records done', 'a result']);
});

test('more than was expected does not overflow the bar', () => {
  const drawn: string[] = [];
  const output = { say: () => {}, progress: (text: string) => void drawn.push(text) };
  new ProgressBar(output, { clock: new ManualClock(0), total: 0, what }).add(2);
  expect(drawn).toEqual([`${'█'.repeat(24)} 2 of 0 records done`]);
});
