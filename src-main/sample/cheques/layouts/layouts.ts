import type { ChequeLayout } from '../layout.ts';
import { heldOutLayouts } from './held-out.ts';
import { tunedLayouts } from './tuned.ts';
import { variedLayouts } from './varied.ts';

/** The forms of a set. */
export function layoutsOf(set: ChequeLayout['set']): readonly [ChequeLayout, ...ChequeLayout[]] {
  switch (set) {
    case 'tuned':
      return tunedLayouts;
    case 'varied':
      return variedLayouts();
    case 'held-out':
      return heldOutLayouts;
  }
}
