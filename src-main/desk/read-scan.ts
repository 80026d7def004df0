import type { ReadPage, ReadPageCheque } from '../engine/cheque-protocol.ts';
import type { OwnScheme } from '../engine/micr-text.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { ReferenceStore } from '../store/reference-store.ts';
import type { MendedLine } from './cheque-account.ts';
import { layoutsForEngine } from './layouts.ts';

/** A page as the engine read it, with what a clerk made of its MICR lines. */
export interface PageReading {
  readonly page: ReadPage;
  /** The model whose templates are in it. */
  readonly modelHash: string;
  /** By cheque. */
  readonly mended: ReadonlyMap<number, MendedLine>;
  /** The bank's own MICR schemes that were in force. */
  readonly micrSchemes: readonly OwnScheme[];
}

/** Pages of a file that are looked at for its front. */
const mostFronts = 4;

/** Has a page read with all that a check needs, and with pictures for the window where `preview` says how wide. */
export async function readScanPage(
  parts: {
    readonly store: ReferenceStore;
    readonly engine: Engine;
    readonly model: { readonly hash: string };
    readonly micrSchemes?: readonly OwnScheme[];
  },
  scan: { readonly bytes: Uint8Array; readonly page: number; readonly fileNameAccount: string | null },
  preview?: number,
): Promise<PageReading> {
  const micrSchemes = parts.micrSchemes ?? [];
  const page = await parts.engine.readCheque({
    bytes: scan.bytes,
    page: scan.page,
    layouts: await layoutsForEngine(parts.store),
    account: scan.fileNameAccount,
    micrSchemes: [...micrSchemes],
    region: null,
    wants: {
      crop: true,
      clean: true,
      template: 'questioned',
      ...(preview === undefined ? {} : { preview, strip: true }),
    },
  });
  return { page, modelHash: parts.model.hash, mended: new Map(), micrSchemes };
}

const hasLine = ({ page }: PageReading): boolean => page.cheques.some(({ micr }) => micr !== null);

/**
 * The front of a file of several pages, which needn't be the first: the first page with a MICR line among the first few, else
 * the one that was read already.
 *
 * @param first the first page as it was read
 * @param read reads another page
 */
export async function frontOf(first: PageReading, read: (page: number) => Promise<PageReading>): Promise<PageReading> {
  if (first.page.scan.page !== 0 || hasLine(first)) return first;
  for (let page = 1; page < Math.min(mostFronts, first.page.scan.pages); page += 1) {
    const other = await read(page);
    if (hasLine(other)) return other;
  }
  return first;
}

/** A cheque of a page as the engine read it, or null: the page has none at that place. */
export function chequeOf(reading: PageReading | null, cheque: number): ReadPageCheque | null {
  return reading?.page.kind === 'cheque' ? (reading.page.cheques[cheque] ?? null) : null;
}
