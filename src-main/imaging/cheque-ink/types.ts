import type { Box } from '../image.ts';
import type { Implausibility } from '../plausibility.ts';
import type { ExtractedSignature } from '../signature.ts';

/** How the ink of one signature is taken out of a cheque. */
export interface CleanSignatureOptions {
  /**
   * Which pixels of a part of the cheque are the signature's if they are ink: 1, else 0, row by row,
   * `part.width * part.height`.
   */
  readonly penWithin: (part: Box) => Uint8Array;
  /**
   * false: ink that `extractSignature` would refuse as no signature's is returned nevertheless, with the reason beside it, for
   * a caller who knows better why it is one.
   */
  readonly gate?: boolean;
}

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
  /** Why what was taken out is hardly a signature; only with `gate: false`, else it is thrown. */
  readonly refusal: Implausibility | null;
}
