import type { Box } from '../image.ts';
import type { Implausibility } from '../plausibility.ts';
import type { ExtractedSignature } from '../signature.ts';

/** Pixels of a signature's ink. */
export interface SignatureMask {
  /** In pixels of the cheque; the ink's box. */
  readonly box: Box;
  /** 1 on ink, else 0; `box.width * box.height`. */
  readonly data: Uint8Array;
}

/** A signature taken out of a whole cheque. */
export interface CleanedSignature extends ExtractedSignature {
  readonly mask: SignatureMask;
  /** Why what was taken out is hardly a signature; the caller may know better. */
  readonly refusal: Implausibility | null;
}
