import { expect, test } from 'vitest';
import { UndoList } from './undo-list.ts';

function list() {
  const undone: string[] = [];
  const undo = new UndoList();
  undo.always(() => void undone.push('store'));
  undo.onFailure(() => void undone.push('folder'));
  undo.always(async () => {
    undone.push('world');
    throw new Error('stuck');
  });
  return { undone, undo };
}

test('a failed start undoes everything, last thing first, whatever a step throws', async () => {
  const { undone, undo } = list();
  await expect(undo.fail()).rejects.toThrow('Not everything could be stopped.');
  expect(undone).toEqual(['world', 'folder', 'store']);
});

test('a stop keeps what only a failure undoes, and is done once', async () => {
  const { undone, undo } = list();
  const both = [undo.close(), undo.close()];
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
  ]);
  expect(undone).toEqual(['world', 'store']);
});
