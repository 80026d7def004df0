import type { Box } from '../image.ts';
import type { SignatureMask } from '../cheque-ink/types.ts';
import type { Implausibility } from '../plausibility.ts';
import type { ExtractedSignature } from '../signature.ts';
import type { ChequeLayout } from './cheque-layout.ts';

/** What is known of a cheque beforehand. Nothing of it is needed; what is there narrows the search. */
export interface SignatureHints {
  /** Where the bank's cheques have their parts. */
  readonly layout?: ChequeLayout | null;
  readonly dotsPerInch?: number | null;
}

/** A signature on a cheque. */
export interface FoundSignature {
  /** The ink's extent, in pixels of the cheque. */
  readonly inkBox: Box;
  /** How likely it is that this is a signature, 0 to 1: of those said to be so with 0.9, nine in ten are. */
  readonly confidence: number;
  /** Whether it runs off the cheque's edge, so that a part of it is missing. */
  readonly cutOff: boolean;
  /** Why its ink can hardly be judged as a signature's; null as a rule. */
  readonly refusal: Implausibility | null;
  /** Its ink, at the cheque's resolution. */
  readonly mask: SignatureMask;
  /** Clean ink, crop and measures, as comparing and embedding take them. */
  readonly signature: ExtractedSignature;
}

/** Something about a cheque's signatures that a clerk has to know. */
export interface SignatureFinding {
  readonly kind: 'no-signature' | 'signature-cut-off' | 'signature-doubtful';
  /** Index of the signature that it is about, null for the whole cheque. */
  readonly signature: number | null;
  /** A plain sentence: what was found and what to do. */
  readonly message: string;
}

/** All that was found. */
export interface SignaturesFound {
  /** None to four, surest first. */
  readonly signatures: readonly FoundSignature[];
  readonly findings: readonly SignatureFinding[];
}
