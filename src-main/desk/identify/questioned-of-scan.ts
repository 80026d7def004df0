import { createHash } from 'node:crypto';
import type { Box } from '../../contract/box.ts';
import { CallFailure } from '../../contract/calls.ts';
import type { Engine } from '../../engine/engine-types.ts';
import type { OwnScheme } from '../../engine/micr-text.ts';
import type { ReferenceStore } from '../../store/reference-store.ts';
import {
  foundSignatures,
  requireApart,
  requireQuality,
  signatureInRegion,
  signatureOnStraightened,
  type QuestionedSignature,
} from '../questioned.ts';
import { chequeOf, readScanPage, type PageReading } from '../read-scan.ts';
import type { Asked } from './identify.ts';

export interface ScanToLookAt {
  readonly bytes: Uint8Array;
  readonly page: number;
  readonly cheque: number;
  /** null: the signatures that are found on a cheque, else the whole picture. */
  readonly region: Box | null;
  /** The page as it was read before; null: it is read now where that is needed. */
  readonly reading: PageReading | null;
}

interface ScanParts {
  readonly store: ReferenceStore;
  readonly engine: Engine;
  readonly model: { readonly hash: string };
  readonly micrSchemes?: readonly OwnScheme[];
}

/**
 * The signatures of a scan that can be compared, as a check finds them: on a whole cheque each that was found, on any other picture
 * the one in it.
 *
 * @throws EngineError where the scan holds none; CallFailure `no-such-cheque`
 */
export async function questionedOfScan(parts: ScanParts, look: ScanToLookAt): Promise<QuestionedSignature[]> {
  const { bytes, page, region } = look;
  const scan = { bytes, page };
  const held = look.reading?.modelHash === parts.model.hash ? look.reading : null;
  const reading = held ?? (await readScanPage(parts, { ...scan, fileNameAccount: null }));
  const read = chequeOf(reading, look.cheque);
  if (!read && look.cheque > 0)
    throw new CallFailure({ fault: 'no-such-cheque', message: 'There is no such cheque on this page.' });
  requireApart(reading.page);
  if (read) requireQuality(read);
  if (region && read && !read.asItLies)
    return [...(await signatureOnStraightened(parts.engine, scan, { cheque: look.cheque, box: region })).signatures];
  if (region || !read) return [...(await signatureInRegion(parts.engine, scan, region)).signatures];
  return foundSignatures(reading.page, read).signatures.filter(({ problem }) => problem === null);
}

/** A signature of a scan as it is asked about. */
export const askedOfScan = (bytes: Uint8Array, { template, cleanPng, found, inkBox }: QuestionedSignature): Asked => ({
  template,
  cleanPng,
  found,
  region: inkBox,
  of: { scanHash: createHash('sha256').update(bytes).digest('hex') },
});
