import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import { PACES } from '../event-source-mapping/pace.ts';
import { chooseTemplate, stackNameFor } from '../function-code/choose-template.ts';
import { prepareCode } from '../function-code/prepare-code.ts';
import type { PreparedCode } from '../function-code/prepared-code.ts';
import type { Events } from '../observe/events.ts';
import type { Random } from '../random/random.ts';
import { LmdbStore } from '../store/lmdb-store.ts';
import { MemoryStore } from '../store/memory-store.ts';
import type { Plan } from '../template/plan.ts';
import { planTemplate } from '../template/plan-template.ts';
import { applyPlan } from './apply-plan.ts';
import { checkPlan } from './check-plan.ts';
import { World } from './world.ts';

export interface StartOptions {
  /** A SAM or CloudFormation template; without one the endpoint is empty. */
  readonly template?: string | undefined;
  readonly parameterOverrides?: Readonly<Record<string, string>>;
  readonly stackName?: string | undefined;
  readonly scope: Scope;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** The folder in which everything is kept; absent: nothing is kept. */
  readonly dataDirectory?: string | undefined;
  /** How mappings pause: `fast`, or as AWS does. */
  readonly pace: keyof typeof PACES;
  readonly clock: Clock;
  readonly random: Random;
  /** Called before anything happens, to listen to all of it. */
  readonly observe?: (events: Events) => void;
}

/** A running endpoint. */
export interface Sluicebox {
  readonly world: World;
  readonly endpoint: string;
  readonly scope: Scope;
  /** The template as it is run; absent when there is none. */
  readonly loaded?: LoadedTemplate;
  close(): Promise<void>;
}

interface LoadedTemplate {
  /** The file that was read: the given one, or what `sam build` made of it. */
  readonly file: string;
  readonly plan: Plan;
}

/**
 * Starts an endpoint, with all that the template asks for running when the promise resolves.
 *
 * @throws TemplateError, StoreError, LambdaError, and system errors such as EADDRINUSE; whatever
 *   was begun is undone, and a data folder that was not there before is gone again
 */
export async function startSluicebox(options: StartOptions): Promise<Sluicebox> {
  const { clock, random, pace, scope, host, port, dataDirectory } = options;
  const templateFile =
    options.template === undefined ? undefined : chooseTemplate(options.template);
  const undo = new UndoList();
  try {
    if (dataDirectory && !existsSync(dataDirectory)) {
      undo.onFailure(() => rmSync(dataDirectory, { recursive: true, force: true }));
    }
    const store = dataDirectory ? new LmdbStore(dataDirectory) : new MemoryStore();
    undo.always(() => store.close());
    const world = new World({ store, clock, random, pace: PACES[pace] });
    undo.always(() => world.close());
    options.observe?.(world.events);
    await world.listen({ host, port });
    const loaded =
      templateFile && (await load(world, { ...options, template: templateFile }, undo));
    return {
      world,
      endpoint: world.endpoint,
      scope,
      ...(loaded && { loaded }),
      close: () => undo.close(),
    };
  } catch (error) {
    await undo.fail();
    throw error;
  }
}

async function load(
  world: World,
  options: StartOptions & { template: string },
  undo: UndoList,
): Promise<LoadedTemplate> {
  const { template: file, scope, clock } = options;
  const plan = planTemplate(readFileSync(file, 'utf8'), {
    fileName: file,
    scope,
    stackName: options.stackName ?? stackNameFor(file),
    queueUrl: (_scope: Scope, name: string) => `${world.endpoint}/${scope.account}/${name}`,
    ...(options.parameterOverrides && { parameterOverrides: options.parameterOverrides }),
  });
  checkPlan(plan, file);

  const buildDirectory = buildFolder(options.dataDirectory, undo);
  const prepared = new Map<string, PreparedCode>();
  undo.always(() => {
    for (const code of prepared.values()) code.dispose();
  });
  for (const planned of plan.functions) {
    const code = await prepareCode(planned, {
      templateDirectory: dirname(file),
      buildDirectory,
      clock,
      events: world.events,
    });
    prepared.set(planned.logicalId, code);
    code.watch(() => world.functions.reload(scope, planned.functionName));
  }
  const codeDirectories = new Map([...prepared].map(([id, code]) => [id, code.codeDirectory]));
  await applyPlan(world, plan, { scope, codeDirectories });
  return { file, plan };
}

function buildFolder(dataDirectory: string | undefined, undo: UndoList): string {
  if (dataDirectory) return join(dataDirectory, 'build');
  const folder = mkdtempSync(join(tmpdir(), 'sluicebox-build-'));
  undo.always(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What has to be undone, last thing first: in any case, or only when the start fails. */
class UndoList {
  #steps: { readonly undo: () => void | Promise<void>; readonly always: boolean }[] = [];

  always(undo: () => void | Promise<void>): void {
    this.#steps.push({ undo, always: true });
  }

  onFailure(undo: () => void): void {
    this.#steps.push({ undo, always: false });
  }

  async close(): Promise<void> {
    await this.#run(this.#steps.filter((step) => step.always));
  }

  async fail(): Promise<void> {
    await this.#run(this.#steps);
  }

  async #run(steps: readonly { readonly undo: () => void | Promise<void> }[]): Promise<void> {
    this.#steps = [];
    for (const step of steps.toReversed()) await step.undo();
  }
}
