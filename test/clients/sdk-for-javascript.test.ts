import { afterAll, expect, test } from 'vitest';
import { play } from './play.ts';
import { SCRIPTS } from './scripts.ts';
import { sdkForJavaScript } from './sdk-for-javascript.ts';

const client = sdkForJavaScript();
afterAll(() => client[Symbol.asyncDispose]());

test.each(SCRIPTS)('the SDK for JavaScript calls every operation of $service', async (script) => {
  await play(script, client);
});

test('an endpoint gives the same answers each time', async () => {
  const script = SCRIPTS[0]!;
  expect(await play(script, client)).toEqual(await play(script, client));
});
