import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What became of a script, and what it asked of the AWS CLI. */
export interface ScriptRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The arguments of each call of the stand-in for the AWS CLI, `--version` left out. */
  readonly calls: readonly string[][];
}

export interface ScriptOptions {
  readonly arguments?: readonly string[];
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * What `aws` is: a stand-in (the version that it names, and lines of shell that answer a call),
   * the one that is installed, or nothing.
   */
  readonly aws: { readonly version: string; readonly answers: string } | 'installed' | 'missing';
}

/** The programs of POSIX that the scripts use, for a PATH with nothing else on it. */
const PROGRAMS = ['sh', 'awk', 'cat', 'dirname', 'sed'];

/** Runs a script as a person would, from a folder of its own, whose name has a space in it. */
export async function runScript(script: string, options: ScriptOptions): Promise<ScriptRun> {
  const folder = mkdtempSync(join(tmpdir(), 'run script '));
  try {
    const path = prepare(folder, options.aws);
    const environment = { ...options.environment, PATH: path, FAKE_AWS_FOLDER: folder };
    const outcome = await run([script, ...(options.arguments ?? [])], folder, {
      environment,
      input: options.input ?? '',
    });
    return { ...outcome, calls: options.aws === 'installed' ? [] : callsIn(folder) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function prepare(folder: string, aws: ScriptOptions['aws']): string {
  const path = process.env.PATH ?? '';
  if (aws === 'installed') return path;
  for (const program of PROGRAMS) {
    const target = ['/bin', '/usr/bin'].map((bin) => join(bin, program)).find(existsSync);
    if (target) symlinkSync(target, join(folder, program));
  }
  writeFileSync(join(folder, 'calls'), '');
  if (aws === 'missing') return folder;
  const lines = [
    '#!/bin/sh',
    `if [ "$1" = --version ]; then echo 'aws-cli/${aws.version} Python/3.12.1'; exit; fi`,
    `for argument; do printf '%s\\037' "$argument"; done >> "$FAKE_AWS_FOLDER/calls"`,
    `printf '\\036' >> "$FAKE_AWS_FOLDER/calls"`,
    aws.answers,
  ];
  writeFileSync(join(folder, 'aws'), lines.join('\n'));
  chmodSync(join(folder, 'aws'), 0o755);
  return folder;
}

function callsIn(folder: string): string[][] {
  const lines = readFileSync(join(folder, 'calls'), 'utf8').split('\u001e').slice(0, -1);
  return lines.map((line) => line.split('\u001f').slice(0, -1));
}

function run(
  command: readonly string[],
  folder: string,
  options: { readonly environment: Record<string, string>; readonly input: string },
): Promise<Omit<ScriptRun, 'calls'>> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', command, { cwd: folder, env: options.environment });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject).on('close', (status) => resolve({ status, stdout, stderr }));
    // A script that has ended without reading its input is no failure of the test.
    child.stdin.on('error', () => {}).end(options.input);
  });
}
