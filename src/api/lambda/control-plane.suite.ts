import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { DEFAULT_SCOPE } from '../../aws/scope.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import type { EventSourceMappings } from '../../event-source-mapping/mappings.ts';
import { ControlPlane } from '../../lambda/control/control-plane.ts';
import type { NewFunction } from '../../lambda/function-definition.ts';
import { file, zipOf } from '../../lambda/packages/zip.suite.ts';
import { Events } from '../../observe/events.ts';
import { LogGroups } from '../../observe/log-groups.ts';
import { systemRandom } from '../../random/random.ts';
import { MemoryStore } from '../../store/memory-store.ts';
import { caller } from '../operation.suite.ts';
import { lambdaService } from './service.ts';

export const ROLE = 'arn:aws:iam::000000000000:role/consumer';
const RUNTIME = `nodejs${process.versions.node.split('.')[0]}.x`;

/** The ARN of a function in these tests. */
export const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

/** An archive of one module, whose handler answers the text of an expression. */
export const zipAnswering = (expression: string) =>
  zipOf(file('index.js', `exports.handler = async (event, context) => (${expression});`));

/** What CreateFunction is given for a function of such an archive. */
export const newFunction = (FunctionName: string, more: object = {}) => ({
  ...{ FunctionName, Role: ROLE, Runtime: RUNTIME, Handler: 'index.handler' },
  Code: { ZipFile: zipAnswering('event') },
  ...more,
});

/** What a refused call of these operations rejects with. */
export const refused = (code: string, status = 400, members = {}) =>
  expect.objectContaining({ code, status, members: expect.objectContaining(members) });

/** Lambda over real processes and a folder of its own, asked past the listener. */
export class LambdaWorld {
  readonly clock = new ManualClock(Date.UTC(2026, 0, 31, 12));
  readonly store = new MemoryStore();
  readonly directory = mkdtempSync(join(tmpdir(), 'sluicebox-test-'));
  readonly warnings: string[] = [];
  readonly objects = new Map<string, Uint8Array>();
  controlPlane: ControlPlane;
  call: ReturnType<typeof caller>;

  constructor() {
    [this.controlPlane, this.call] = this.#start();
    onTestFinished(async () => {
      await this.controlPlane.functions.close();
      rmSync(this.directory, { recursive: true, force: true });
    });
  }

  /** Stops, and starts again on what is kept. */
  async restart(beforeRestore: () => void = () => {}): Promise<void> {
    await this.controlPlane.functions.close();
    [this.controlPlane, this.call] = this.#start();
    beforeRestore();
    await this.controlPlane.restore();
  }

  /** Puts a function as a template does. */
  put(functionName: string, changes: Partial<NewFunction> = {}): void {
    this.controlPlane.functions.put(DEFAULT_SCOPE, {
      functionName,
      runtime: RUNTIME,
      handler: 'echoes-its-event.handler',
      codeDirectory: fileURLToPath(new URL('../../../test/functions', import.meta.url)),
      role: ROLE,
      timeoutSeconds: 3,
      memorySizeMb: 128,
      environment: {},
      ...changes,
    });
  }

  /** Invokes a function, and reads its answer. */
  async answer(FunctionName: string, event: unknown = {}) {
    const Payload = Buffer.from(JSON.stringify(event));
    const { ExecutedVersion, ...rest } = await this.call('Invoke', { FunctionName, Payload });
    return { version: ExecutedVersion, json: JSON.parse(Buffer.from(rest.Payload).toString()) };
  }

  /** What is unpacked: the folders in `functions` or `layers`. */
  unpacked(kind: string): string[] {
    try {
      const entries = readdirSync(join(this.directory, kind), { withFileTypes: true });
      return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
    } catch {
      return [];
    }
  }

  /** How many archives are kept. */
  archives(kind: string): number {
    const keys = [...this.store.range({ prefix: [`${kind}-code`] })].map(({ key }) => key[1]);
    return new Set(keys).size;
  }

  #start(): [ControlPlane, ReturnType<typeof caller>] {
    const { clock, store } = this;
    const events = new Events();
    events.on('warning', ({ message }) => this.warnings.push(message));
    const controlPlane = new ControlPlane({
      ...{ clock, controlClock: clock, store, events, random: systemRandom },
      logs: new LogGroups({ store: new MemoryStore(), clock }),
      endpoint: () => 'http://127.0.0.1:4566',
      packagesDirectory: this.directory,
      readObject: (_, { bucket, key }) => this.objects.get(`${bucket}/${key}`) as Uint8Array,
    });
    const mappings = {} as EventSourceMappings; // none of them is asked
    const service = lambdaService(controlPlane, { mappings, newId: () => '' });
    return [controlPlane, caller(service)];
  }
}
