import type { Reading } from '../../../src-main/contract/reading.ts';
import type { Failure } from '../../failure.ts';

/** Whether a page of this kind is one to check. A page that wasn't read may be. */
export function hasCheque(kind: Reading['kind'] | undefined): boolean {
  return kind === undefined || kind === 'cheque' || kind === 'signature';
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
