import type { FoundSignature, SignatureFinding } from './types.ts';

/** A signature that is this sure at most is to be looked at before anything is made of it. */
export const doubtfulConfidence = 0.8;

/**
 * Words for the clerk about what was found: no signature, one that the edge cuts off, one in doubt.
 *
 * @param signatures as found, surest first.
 */
export function findingsOf(
  signatures: readonly Pick<FoundSignature, 'confidence' | 'cutOff' | 'refusal'>[],
): SignatureFinding[] {
  if (signatures.length === 0) {
    return [
      {
        kind: 'no-signature',
        signature: null,
        message: 'No signature was found. If there is one, draw a box round it.',
      },
    ];
  }
  const findings: SignatureFinding[] = [];
  for (const [index, { confidence, cutOff, refusal }] of signatures.entries()) {
    if (cutOff) {
      findings.push({
        kind: 'signature-cut-off',
        signature: index,
        message:
          'The signature runs off the edge of the scan. Scan the cheque again with all of its edges on the picture.',
      });
    }
    if (confidence <= doubtfulConfidence || refusal) {
      findings.push({
        kind: 'signature-doubtful',
        signature: index,
        message: refusal?.message ?? 'This may not be a signature. Check the box before you rely on it.',
      });
    }
  }
  return findings;
}
