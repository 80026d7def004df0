import type { ChequeLayout } from '../layout.ts';
import { heldOutLayouts } from './held-out.ts';
import { tunedLayouts } from './tuned.ts';

/** The forms of a set: those that may be tuned on, and those that are only measured with. */
export function layoutsOf(set: ChequeLayout['set']): readonly [ChequeLayout, ...ChequeLayout[]] {
  return set === 'tuned' ? tunedLayouts : heldOutLayouts;
}
