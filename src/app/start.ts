import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { PACES } from '../event-source-mapping/pace.ts';
import { chooseTemplate, stackNameFor } from '../function-code/choose-template.ts';
import { Events } from '../observe/events.ts';
import type { Random } from '../random/random.ts';
import { type Durability, DurableStore } from '../store/durable-store.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { makeFolder } from '../store/safe-names.ts';
import type { Store } from '../store/store.ts';
import type { Plan } from '../template/plan.ts';
import { planTemplate } from '../template/plan-template.ts';
import { consumerCreatedAt } from './apply-consumers.ts';
import { applyPlan } from './apply-plan.ts';
import { checkPlan } from './check-plan.ts';
import { CodeFolders } from './code-folders.ts';
import { Endpoint } from './endpoint.ts';
import { keptCertificate } from './kept-certificate.ts';
import { keepStack, lastStack, mappingsOf } from './kept-stack.ts';
import type { AccessKey } from './keys.ts';
import { Time, type TimeOptions } from './time.ts';
import { UndoList } from './undo-list.ts';
import type { World } from './world.ts';

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
  /** What an acknowledged write survives, where a folder is given. */
  readonly durability?: Durability;
  /** Whether shards are held to what they take and give on AWS; `relaxed` unless given. */
  readonly limits?: 'relaxed' | 'strict';
  /** How mappings pause: `fast`, or as AWS does. */
  readonly pace: keyof typeof PACES;
  readonly time: TimeOptions;
  readonly random: Random;
  /** A second port, with encryption; 0: any that is free. */
  readonly tlsPort?: number | undefined;
  /** What requests have to be signed with; absent: everybody is believed. */
  readonly accessKeys?: readonly AccessKey[] | undefined;
  /** Host names to answer to besides those of this machine. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Origins of web pages that may ask. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Called before the world is made, to listen to all that happens in it. */
  readonly observe?: (events: Events, clock: Clock) => void;
}

/** A running endpoint. */
export interface Sluicebox {
  /** Another one after each reset. */
  readonly world: World;
  readonly endpoint: string;
  /** The endpoint with encryption, and the file of the authority that clients have to trust. */
  readonly tls?: { readonly endpoint: string; readonly caFile: string };
  readonly scope: Scope;
  /** The template as it is run; absent when there is none. */
  readonly loaded?: LoadedTemplate;
  /** Where everything is kept; absent when nothing is. */
  readonly dataDirectory?: string | undefined;
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
 * @throws TemplateError, StoreError, TimeError, LambdaError, and system errors such as EADDRINUSE; whatever
 *   was begun is stopped, and a data folder that was not there before is gone again
 */
export async function startSluicebox(options: StartOptions): Promise<Sluicebox> {
  const { random, pace, scope, host, port } = options;
  const file = options.template === undefined ? undefined : chooseTemplate(options.template);
  const undo = new UndoList();
  try {
    const events = new Events();
    // Nobody can listen before there is a clock, and the clock needs the store.
    const early: string[] = [];
    let tell: (message: string) => void = (message) => early.push(message);
    const onProblem = (message: string) => tell(message);
    const kept = openStore(options, { undo, onProblem });
    const time = new Time(options.time, { store: kept, onProblem });
    options.observe?.(events, time.clock);
    tell = (message) => events.emit('warning', { message });
    early.forEach(tell);
    await time.begin();
    undo.always(() => time.close());
    // Stopped after the world, because what is under way there may still start a sandbox.
    const code = new CodeFolders(options.dataDirectory);
    undo.always(() => code.dispose());
    const { accessKeys, corsOrigins, allowedHosts, limits } = options;
    const trust = { accessKeys, corsOrigins, allowedHosts };
    const served = new Endpoint({
      ...{ events, time, random, pace: PACES[pace], limits, packagesDirectory: code.directory },
      ...trust,
    });
    undo.always(() => served.close());
    undo.always(() => time.standStill());
    const tls = tlsOf(options, undo);
    await served.listen({ host, port, tls });
    const loaded = file && {
      file,
      plan: await load(served, file, { options, code, time, tell }),
    };
    await served.world.lambda.restore();
    await served.world.mappings.restore();
    code.watch((functionName) => served.world.functions.reload(scope, functionName));
    undo.always(() => code.stopWatching());
    return {
      get world() {
        return served.world;
      },
      endpoint: served.url,
      ...(served.tls && { tls: served.tls }),
      scope,
      ...(loaded && { loaded }),
      dataDirectory: options.dataDirectory,
      close: () => undo.close(),
    };
  } catch (error) {
    await undo.fail().catch(() => {}); // what went wrong first is what counts
    throw error;
  }
}

/** What the stack had and has no more is forgotten; what is another's is said to be. */
async function followStack(
  { stackName: name, mappings }: Plan,
  { world, store, tell }: { world: World; store: Store; tell: (message: string) => void },
): Promise<void> {
  const before = lastStack(store);
  if (before !== undefined && before !== name) tell(otherStack(before, name));
  const now = mappings.map(({ uuid }) => uuid);
  for (const uuid of mappingsOf(store, name))
    if (!now.includes(uuid)) await world.mappings.forget(uuid);
  await keepStack(store, { name, mappings: now });
}

const otherStack = (before: string, now: string) =>
  `What this data folder holds was made by the stack ${before}, and this one is called ${now}: its ` +
  `mappings, and what has no name of its own, begin anew. To go on with them: --stack-name ${before}.`;

/** The port with encryption; where nothing is kept, its certificate is gone at the end too. */
function tlsOf(
  { tlsPort: port, host, allowedHosts = [], random, dataDirectory }: StartOptions,
  undo: UndoList,
) {
  if (port === undefined) return undefined;
  const folder = dataDirectory ?? mkdtempSync(join(tmpdir(), 'sluicebox-'));
  if (dataDirectory === undefined)
    undo.always(() => rmSync(folder, { recursive: true, force: true }));
  const hosts = host === undefined ? allowedHosts : [host, ...allowedHosts];
  const needs = { hosts, random, nowMs: systemClock.now() };
  return { port, ...keptCertificate(join(folder, 'tls'), needs) };
}

function openStore(
  { dataDirectory, durability = 'process' }: StartOptions,
  { undo, onProblem }: { undo: UndoList; onProblem: (message: string) => void },
): Store {
  if (dataDirectory === undefined) return new MemoryStore();
  const made = makeFolder(dataDirectory);
  if (made) undo.onFailure(() => rmSync(made, { recursive: true, force: true }));
  const store = new DurableStore(dataDirectory, {
    durability,
    clock: systemClock,
    onProblem,
  });
  undo.always(() => store.close());
  return store;
}

async function load(
  served: Endpoint,
  file: string,
  {
    options,
    code,
    time,
    tell,
  }: {
    options: StartOptions;
    code: CodeFolders;
    time: Time;
    tell: (message: string) => void;
  },
): Promise<Plan> {
  const { clock } = time;
  const { scope, stackName = stackNameFor(file), parameterOverrides } = options;
  const { world } = served;
  const plan = planTemplate(readFileSync(file, 'utf8'), {
    fileName: file,
    scope,
    stackName,
    queueUrl: (_scope: Scope, name: string) => `${served.url}/${scope.account}/${name}`,
    consumerCreatedAt: consumerCreatedAt(world.streams, clock),
    ...(parameterOverrides && { parameterOverrides }),
  });
  checkPlan(plan, { fileName: file, nowMs: clock.now() });
  const { events } = world;
  await code.prepare(plan.functions, { templateDirectory: dirname(file), clock, events });
  const applying = { scope, codeDirectories: code.directories, fileName: file };
  await served.fillWith(async (filled) => {
    await applyPlan(filled, plan, applying);
    await followStack(plan, { world: filled, store: time.store, tell });
  });
  return plan;
}
