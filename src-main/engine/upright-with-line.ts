/** A found cheque the right way up, with its MICR line: what is read of it before its signatures. */
import { performance } from 'node:perf_hooks';
import { readMicrLine } from '../imaging/micr/read-line.ts';
import type { MicrReading } from '../imaging/micr/reading.ts';
import type { ChequeOnPage } from '../imaging/page/cheque-on-page.ts';
import { judgeQuality, lookAtScan, type QualityHints, type ScanLook } from '../imaging/page/quality.ts';
import type { QualityFinding } from '../imaging/page/quality-finding.ts';
import { uprightCheque } from '../imaging/page/upright-cheque.ts';

/** A cheque the right way up. */
export interface UprightWithLine {
  /** Its image is the very one that was given where nothing had to be done. */
  readonly cheque: ChequeOnPage;
  readonly line: MicrReading | null;
  readonly look: ScanLook;
  /** Milliseconds. */
  readonly timings: { readonly page: number; readonly micr: number };
}

/** Turns a cheque upright by its MICR line, and looks at its scan's tone. Same input, same result. */
export function uprightWithLine(found: ChequeOnPage): UprightWithLine {
  const from = performance.now();
  const { cheque, reading: line } = uprightCheque(found, readMicrLine);
  const read = performance.now();
  const look = lookAtScan(cheque.image);
  return { cheque, line, look, timings: { micr: read - from, page: performance.now() - read } };
}

/** What is known of a cheque's scan by then, beside the cheque. */
export type KnownHints = Pick<QualityHints, 'page' | 'signatures'>;

/** What `judgeQuality` finds about an upright cheque's scan. */
export function qualityOf({ cheque, line, look }: UprightWithLine, hints: KnownHints): readonly QualityFinding[] {
  return judgeQuality(cheque, { ...hints, look, reading: line });
}
