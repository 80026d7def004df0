import type { Reading } from '../../../src-main/contract/reading.ts';
import type { Failure } from '../../failure.ts';

/**
 * Whether a page that was turned to is checked in the place of the one before. The back of a cheque isn't: it is only
 * shown, whatever somebody wrote on it.
 *
 * @param before what was read of the page that is checked; null: nothing
 */
export function takesOver(before: Reading | null, turned: Reading | null): boolean {
  if (turned !== null && turned.kind !== 'cheque' && turned.kind !== 'signature') return false;
  if (before?.kind !== 'cheque') return true;
  const hasLine = (reading: Reading | null) => reading?.cheques.some(({ micr }) => micr !== null) ?? false;
  return turned?.kind === 'cheque' && (hasLine(turned) || !hasLine(before));
}

/** What to tell of a page that holds nothing to check; null where there may be a signature on it. */
export function emptyPage(kind: Reading['kind'] | undefined): Failure | null {
  if (kind === 'back') {
    return { fault: 'back', message: 'This is the back of a cheque. Open its front too.', field: undefined };
  }
  if (kind === 'blank') {
    return { fault: 'blank', message: 'There is nothing on this page. Scan the cheque again.', field: undefined };
  }
  return null;
}
