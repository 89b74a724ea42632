import { type Clock, sleep } from '../../src/clock/clock.ts';
import { checkPresent } from './checks/queue.ts';
import type { Client } from './client.ts';
import type { Evidence } from './evidence.ts';
import type { Ledger } from './ledger.ts';
import { countMessages, drain, failureMessageOf } from './read-queue.ts';
import { idOf } from './record-text.ts';
import { FAILED_QUEUE, WORK_QUEUE } from './template.ts';
import type { Violation } from './violation.ts';

export interface Rest {
  readonly client: Client;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly evidence: Evidence;
  /** Lets time go on, where it stands still. */
  readonly step?: (() => Promise<void>) | undefined;
}

/** How long nothing may move before what is missing counts as lost. */
const PATIENCE_MS = 15_000;
const LOOK_AGAIN_AFTER_MS = 50;
/** How long to look for messages that come although all is accounted for. */
const AFTERMATH_MS = 300;

/** Lets a server that is asked nothing more come to rest, and checks what only shows then. */
export async function settle(rest: Rest): Promise<Violation[]> {
  await settleConsumers(rest);
  await sleep(rest.clock, AFTERMATH_MS);
  await collect(rest);
  await emptyQueue(rest);
  return [...rest.evidence.checkAccounts(), ...checkPresent(rest.ledger.messages.values())];
}

async function settleConsumers(rest: Rest): Promise<void> {
  const { clock, evidence } = rest;
  let sinceMs = clock.now();
  for (let seen = -1; ; ) {
    await rest.step?.();
    await collect(rest);
    if (evidence.pending === 0) return;
    if (evidence.deliveries !== seen) sinceMs = clock.now();
    seen = evidence.deliveries;
    if (clock.now() - sinceMs > PATIENCE_MS) return;
    await sleep(clock, LOOK_AGAIN_AFTER_MS);
  }
}

/** Takes in what the handlers wrote and what was given up since. */
async function collect({ client, ledger, evidence }: Rest): Promise<void> {
  evidence.readLogs();
  const drained = await drain(client, FAILED_QUEUE, () => ledger.moment());
  evidence.failures.push(...drained.map(({ body }) => failureMessageOf(body)));
}

async function emptyQueue({ client, clock, ledger, step }: Rest): Promise<void> {
  const untilMs = clock.now() + PATIENCE_MS;
  while (clock.now() < untilMs) {
    for (const { body, begunAt, deletedAt } of await drain(client, WORK_QUEUE, () =>
      ledger.moment(),
    )) {
      const life = ledger.received(idOf(body), body, begunAt);
      if (!life) continue;
      life.isDeleteAsked = true;
      life.deletedAt ??= deletedAt;
    }
    if ((await countMessages(client, WORK_QUEUE)) === 0) return;
    await step?.();
    await sleep(clock, LOOK_AGAIN_AFTER_MS);
  }
}
