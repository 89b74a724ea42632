import { expect } from 'vitest';
import { awsEnvironment } from './aws-environment.ts';
import { startMoto } from './moto.ts';
import { run } from './running.ts';

/** Where moto answers something else, and who is right. */
export interface Difference {
  readonly here: unknown;
  readonly moto: unknown;
  readonly right: 'here' | 'moto' | 'unknown';
  readonly why: string;
}

/**
 * Runs a script of boto3 here and against moto. It prints a JSON object with what each of its steps
 * gave; where the two are not the same, `differences` must say so, and nowhere else.
 */
export async function expectSameAsMoto(
  script: string,
  endpoint: string,
  differences: Readonly<Record<string, Difference>>,
): Promise<void> {
  await using moto = await startMoto();
  const [here, there] = await Promise.all(
    [endpoint, moto.endpoint].map(async (url) => {
      const env = awsEnvironment(url, { account: '123456789012' });
      const { stdout, stderr } = await run('python3', [script], { env });
      expect(stderr).toBe('');
      return JSON.parse(stdout) as Record<string, unknown>;
    }),
  );
  const found = Object.keys(here!).flatMap((step) => {
    const [ours, motos] = [here![step], there![step]];
    const isSame = JSON.stringify(ours) === JSON.stringify(motos);
    return isSame ? [] : [[step, { here: ours, moto: motos }]];
  });
  const listed = Object.entries(differences).map(([step, difference]) => {
    return [step, { here: difference.here, moto: difference.moto }];
  });
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(listed));
}
