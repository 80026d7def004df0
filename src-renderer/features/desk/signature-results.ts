import type { CheckResult } from '../../../src-main/contract/check.ts';

/** The place of the signature that the check's verdict is about. */
export function decidingSignature(result: CheckResult): number {
  return Math.max(
    0,
    result.signatures.findIndex((signature) => signature.decides),
  );
}

/**
 * The check as it is about one of its signatures: verdict, specimens, pictures and boxes are that signature's. Null
 * where that one can't be judged. Where the account has a mandate the check's own verdict is the mandate's, and no
 * signature's.
 */
export function resultOf(result: CheckResult, place: number): CheckResult | null {
  const signature = result.signatures[place];
  if (!signature || (signature.decides && result.mandate === null)) return result;
  const { judged, questioned, region, inkBox } = signature;
  return judged === null || questioned === null ? null : { ...result, ...judged, questioned, region, inkBox };
}
