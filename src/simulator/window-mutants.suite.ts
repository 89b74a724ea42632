import type { Effect } from '../event-source-mapping/effect.ts';
import { each, type Mutant, planted, withEffects, withSettings } from './planted.suite.ts';

const STATE = 'a batch stays within its tumbling window, and gets the state returned last';
const CLOSED = 'a tumbling window is closed once, and after all its records';
const STORED = 'the tumbling window is stored as the checkpoint leaves it';

/** Faults with tumbling windows, by what they do. */
export const WINDOW_MUTANTS: Readonly<Record<string, Mutant>> = {
  'begins each batch with an empty state': {
    caughtBy: [STATE, CLOSED],
    machine: withEffects(
      each((effect) =>
        effect.type === 'invoke' && effect.window
          ? { ...effect, window: { ...effect.window, state: '{}' } }
          : effect,
      ),
    ),
  },
  'lets a batch cross from one window into the next': {
    caughtBy: [STATE],
    machine: withSettings(({ tumblingWindowInSeconds: seconds }) => ({
      tumblingWindowInSeconds: 2 * seconds,
    })),
  },
  'closes a window twice': {
    caughtBy: [CLOSED, 'a shard has at most one batch in flight per lane'],
    machine: withEffects(each((effect) => (isFinalInvoke(effect) ? [effect, effect] : effect))),
  },
  'stores no window': {
    caughtBy: [STORED],
    machine: withEffects(
      each((effect) => {
        if (effect.type !== 'checkpoint') return effect;
        const { openWindow: _, ...checkpoint } = effect;
        return checkpoint;
      }),
    ),
  },
  'forgets its window when it starts': {
    caughtBy: [STATE, CLOSED],
    machine: planted(() => ({ options: (options) => ({ ...options, openWindow: undefined }) })),
  },
};

function isFinalInvoke(effect: Effect): boolean {
  return effect.type === 'invoke' && effect.window?.isFinalInvokeForWindow === true;
}
