import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patchOf } from './patch.ts';

test('no difference is no patch', () => {
  expect(patchOf('a.yaml', 'x\n', 'x\n')).toBe('');
});

test('a patch has three lines around each change', () => {
  const before = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';
  expect(patchOf('a.yaml', before, before.replace('5\n', 'five\n'))).toBe(
    '--- a/a.yaml\n+++ b/a.yaml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n',
  );
});

test('git applies any patch of two texts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluicebox-patch-'));
  const text = fc
    .tuple(fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 30 }), fc.boolean())
    .map(([lines, ends]) => lines.map((line) => `${line}\n`).join('') + (ends ? '' : 'end'));
  try {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after && before !== '' && after !== '');
        writeFileSync(join(folder, 'a.yaml'), before);
        const options = {
          cwd: folder,
          input: patchOf('a.yaml', before, after),
          encoding: 'utf8',
        } as const;
        const { status, stderr } = spawnSync('git', ['apply', '--whitespace=nowarn', '-'], options);
        expect([status, stderr]).toEqual([0, '']);
        expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe(after);
      }),
      { numRuns: 40 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('of long texts all between two changes is replaced, in good time', () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `${index}\n`);
  const [before, after] = [
    ['a\n', ...lines, 'a\n'],
    ['b\n', ...lines, 'b\n'],
  ];
  const patch = patchOf('a.yaml', before.join(''), after.join(''));
  expect(patch.match(/^[+-]\d/gm)).toHaveLength(40_000);
});
