import { expect, test } from 'vitest';
import type { EventMap } from '../observe/events.ts';
import { nodeFunction, scope, World } from './functions.suite.ts';

type Told = EventMap['function-invoked'];
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';

function worldThatTells() {
  const world = new World();
  const told: Told[] = [];
  world.events.on('function-invoked', (event) => told.push(event));
  const invoke = (functionName: string, invocationType?: 'Event' | 'DryRun') =>
    world.functions.invoke(scope, {
      functionName,
      payload: Buffer.from('{}'),
      ...(invocationType && { invocationType }),
    });
  return { world, told, invoke };
}

test('every call that runs is told, with the name under which it was called', async () => {
  const { world, told, invoke } = worldThatTells();
  world.put(nodeFunction('echoes-its-event', { aliases: ['live'] }));
  world.put(nodeFunction('throws-an-error'));
  await invoke('echoes-its-event:live');
  await invoke('throws-an-error');
  expect(told).toMatchObject([
    {
      scope,
      functionName: 'echoes-its-event',
      functionArn: `${ARN}:echoes-its-event:live`,
      outcome: 'succeeded',
    },
    { functionArn: `${ARN}:throws-an-error`, outcome: 'failed' },
  ]);
  for (const { durationMs } of told) expect(durationMs).toBeGreaterThan(0);
});

test('a call that is refused for concurrency is told as throttled, others not at all', async () => {
  const { world, told, invoke } = worldThatTells();
  world.put(nodeFunction('echoes-its-event', { reservedConcurrency: 0 }));
  await expect(invoke('echoes-its-event')).rejects.toThrow('Rate Exceeded.');
  expect(told).toMatchObject([{ outcome: 'throttled', durationMs: 0 }]);
  await invoke('echoes-its-event', 'DryRun');
  await expect(invoke('missing')).rejects.toThrow('not found');
  expect(told).toHaveLength(1);
});
