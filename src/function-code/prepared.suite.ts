import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { Events } from '../observe/events.ts';
import type { PlannedFunction } from '../template/plan.ts';
import { prepareCode } from './prepare-code.ts';
import type { PreparedCode } from './prepared-code.ts';

/** A folder with the files, gone when the test is over. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'function-code-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function functionOf(parts: Partial<PlannedFunction> = {}): PlannedFunction {
  return {
    logicalId: 'Consumer',
    position: { line: 1, column: 1 },
    functionName: 'consumer',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:consumer',
    runtime: 'nodejs20.x',
    handler: 'app.handler',
    roleArn: 'arn:aws:iam::000000000000:role/consumer',
    timeoutSeconds: 3,
    memorySizeMb: 128,
    environment: {},
    description: '',
    code: { uri: 'src' },
    codePosition: { line: 1, column: 1 },
    logGroupName: '/aws/lambda/consumer',
    ...parts,
  };
}

export interface Prepared {
  readonly code: PreparedCode;
  readonly warnings: string[];
  readonly clock: ManualClock;
  readonly buildDirectory: string;
}

/** Prepares the code of a function in a folder; what was warned of is kept. */
export async function prepare(
  folder: string,
  parts: Partial<PlannedFunction> = {},
): Promise<Prepared> {
  const events = new Events();
  const warnings: string[] = [];
  events.on('warning', ({ message }) => warnings.push(message));
  const clock = new ManualClock(0);
  const buildDirectory = join(folder, '.build');
  const options = { templateDirectory: folder, buildDirectory, clock, events };
  const code = await prepareCode(functionOf(parts), options);
  onTestFinished(() => code.dispose());
  return { code, warnings, clock, buildDirectory };
}
