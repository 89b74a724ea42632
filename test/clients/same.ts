import { expect } from 'vitest';
import type { Client, Outcome } from './client.ts';
import { lacks } from './lacking.ts';
import { play } from './play.ts';
import { sdkForJavaScript } from './sdk-for-javascript.ts';
import type { Script } from './step.ts';

/** A client reads out of the answers to a script what the SDK for JavaScript reads out of them. */
export async function expectSameAsSdk(script: Script, client: Client): Promise<void> {
  await using sdk = sdkForJavaScript();
  const [bySdk, byClient] = await Promise.all([play(script, sdk), play(script, client)]);
  const expected = bySdk
    .filter((played) => !lacks(client, played))
    .map(({ outcome, ...step }) => ({ ...step, outcome: asToldBy(client, outcome) }));
  expect(byClient).toEqual(expected);
}

function asToldBy({ hasErrorClasses }: Client, outcome: Outcome): Outcome {
  if (hasErrorClasses || 'answer' in outcome) return outcome;
  const { code, message } = outcome.error;
  return { error: { code, message } };
}
