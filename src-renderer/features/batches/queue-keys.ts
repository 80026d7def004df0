import type { DecisionKind } from '../../../src-main/contract/check.ts';
import type { Queue } from './queue.svelte.ts';

const decisions: Readonly<Record<string, DecisionKind>> = { a: 'accept', r: 'return', f: 'refer' };

/** The queue's single keys, all under the left hand. True where the key was taken. */
export function queueKey(key: string, queue: Queue, mayDecide: boolean): boolean {
  const kind = Object.hasOwn(decisions, key) ? decisions[key] : undefined;
  if (kind !== undefined) {
    if (mayDecide) queue.begin(kind);
  } else if (key === 's') queue.skip();
  else if (key === 'd') queue.back();
  else if (key === 'z') void queue.undo();
  else return false;
  return true;
}
