import { expect } from 'vitest';
import type { Client, Outcome } from './client.ts';
import { comparable } from './comparable.ts';
import { type FreshEndpoint, freshEndpoint } from './endpoint.ts';
import { lacks } from './lacking.ts';
import type { ServiceName } from './sdk-modules.ts';
import type { Answers, Call, Script } from './step.ts';

/** A step, and what came of it in the form that all clients share. */
export interface Played {
  readonly step: number;
  readonly service: ServiceName;
  readonly operation: string;
  readonly outcome: Outcome;
}

/**
 * Goes through a script with a client, at an endpoint of its own. What the client lacks is passed
 * over. Each outcome is held against what its step asks for.
 */
export async function play({ service: own, steps }: Script, client: Client): Promise<Played[]> {
  await using endpoint = await freshEndpoint();
  const answers: Record<string, object> = {};
  const played: Played[] = [];
  for (const [step, of] of steps.entries()) {
    if ('advanceMs' in of) {
      endpoint.advance(of.advanceMs);
      continue;
    }
    const { operation, service = own } = of;
    if (lacks(client, { service, operation })) continue;
    const found = await ask(of, { client, endpoint, service, answers });
    if ('answer' in found) answers[operation] = found.answer;
    const outcome = comparable(found, endpoint.url);
    expect(outcome, `step ${step}: ${service} ${operation}`).toMatchObject(asked(of));
    played.push({ step, service, operation, outcome });
  }
  return played;
}

interface Asking {
  readonly client: Client;
  readonly endpoint: FreshEndpoint;
  readonly service: ServiceName;
  readonly answers: Answers;
}

function ask({ operation, input, pages }: Call, { client, endpoint, service, answers }: Asking) {
  return client.ask({
    ...{ endpoint: endpoint.url, service, operation },
    input: typeof input === 'function' ? input(answers) : input,
    ...(pages && { pages }),
  });
}

function asked({ gives, fails }: Call): object {
  if (fails === undefined) return { answer: gives };
  const [, code, message = ''] = /^([\w.]+)(?:: (.+))?$/.exec(fails) ?? [];
  return { error: { code, message: expect.stringContaining(message) } };
}
