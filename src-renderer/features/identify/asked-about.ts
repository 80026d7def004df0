import type { CheckResult } from '../../../src-main/contract/check.ts';
import { decidingSignature } from '../desk/signature-results.ts';
import type { AskedAbout } from './identify.svelte.ts';

/**
 * The question about a signature of a check, given by its place among the check's signatures. On record the deciding one
 * stands first, the others after it in their order.
 */
export function askedAbout(result: CheckResult, place: number): AskedAbout {
  const deciding = decidingSignature(result);
  const signature = place === deciding ? 0 : place < deciding ? place + 1 : place;
  return { check: result.check, account: result.account, signature, title: result.scanName };
}
