import { readScanFile } from '../engine/read-scan-file.ts';
import type { CommandHost } from './command-host.ts';
import { startPool } from './engine-of.ts';
import type { SignatureRow } from './index-file.ts';
import type { ModelInUse } from './model-in-use.ts';
import type { Straightening } from './straighten.ts';

/** The rows of an index with their templates by both towers; a scan that can't be judged has none. */
export interface EmbeddedSet {
  readonly rows: readonly SignatureRow[];
  /** By row name: as a specimen on file. */
  readonly references: ReadonlyMap<string, Float32Array>;
  /** By row name: as a questioned signature. The very object of `references` where both towers are one. */
  readonly questioned: ReadonlyMap<string, Float32Array>;
  readonly provider: string;
  /** What straightening takes, where the package says how far a signature lies askew. */
  readonly straightening?: Straightening | null;
}

/** How the scans of an index are embedded. */
export interface EmbedRowsOptions {
  /**
   * Applied to each scan's bytes before the engine sees them, here and not in the engine. A scan that it can't alter
   * makes the whole embedding reject with its error.
   */
  readonly alter?: (bytes: Uint8Array, row: SignatureRow) => Promise<Uint8Array>;
}

/** Embeds every row of an index, all cores at work. */
export async function embedRows(
  host: CommandHost,
  model: ModelInUse,
  rows: readonly SignatureRow[],
  { alter }: EmbedRowsOptions = {},
): Promise<EmbeddedSet> {
  const { towers } = model.chosen.package.manifest;
  const twin = towers.reference.file === towers.questioned.file && towers.reference.output === towers.questioned.output;
  const pool = startPool(host.startEngine, model);
  const references = new Map<string, Float32Array>();
  const questioned = new Map<string, Float32Array>();
  const cleanInk = new Map<Float32Array, Uint8Array>();
  const clean = model.ink !== null;
  let provider = 'none';
  try {
    const outcomes = pool.map(rows, async (engine, row: SignatureRow) => {
      const read = await readScanFile(row.path);
      const bytes = alter ? await alter(read, row) : read;
      provider = (await engine.ready()).providers?.provider ?? provider;
      const wants = { bytes, page: 0, region: null };
      const asQuestioned = await engine.examine({ ...wants, wants: { template: 'questioned', clean } });
      const asReference = twin ? asQuestioned : await engine.examine({ ...wants, wants: { template: 'reference' } });
      return {
        asQuestioned: asQuestioned.template,
        asReference: asReference.template,
        cleanPng: asQuestioned.cleanPng,
      };
    });
    for await (const outcome of outcomes) {
      host.signal.throwIfAborted();
      if (outcome.ok) {
        const { asQuestioned, asReference, cleanPng } = outcome.result;
        if (asQuestioned) questioned.set(outcome.item.name, asQuestioned);
        if (asQuestioned && cleanPng) cleanInk.set(asQuestioned, cleanPng);
        if (asReference) references.set(outcome.item.name, asReference);
      } else if (outcome.error.origin !== 'scan') {
        // Not the scan's fault: its error rate would be the machine's, so the evaluation stops.
        throw outcome.error;
      }
      host.progress('reading signatures', outcome.index + 1, rows.length);
    }
  } finally {
    await pool.close();
  }
  const straightening = model.ink && { ink: model.ink, cleanInk, turned: new Map() };
  return { rows, references, questioned, provider, straightening };
}
