import { rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlannedFunction } from '../template/plan.ts';
import { handlerMissing, handlerModule } from './handler-file.ts';
import type { PreparedCode, PrepareOptions } from './prepared-code.ts';

/**
 * Writes inline code to the file that CloudFormation gives it: `index.js` or `index.py`
 * (CloudFormation template reference, AWS::Lambda::Function Code).
 */
export async function inlineCode(
  { logicalId, runtime, handler }: PlannedFunction,
  source: string,
  { buildDirectory }: PrepareOptions,
): Promise<PreparedCode> {
  const directory = join(buildDirectory, logicalId);
  const file = runtime.startsWith('python') ? 'index.py' : 'index.js';
  if (handlerModule(runtime, handler) !== 'index') {
    throw handlerMissing(handler, { files: [`${file} (inline code)`], directory });
  }
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, file), source);
  if (file === 'index.js') await writeFile(join(directory, 'package.json'), '{}\n');
  return {
    codeDirectory: directory,
    watch: () => () => {},
    dispose: () => rmSync(directory, { recursive: true, force: true }),
  };
}
