import { appendFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CallFailure } from '../contract/calls.ts';
import type { ChequeTruth } from '../contract/cheque-truth.ts';
import type { SampleOutput } from '../contract/cli.ts';
import { readScanFile } from '../engine/read-scan-file.ts';
import type { ChequeRequest } from '../sample/cheques/draft.ts';
import { generateCheque, type GeneratedCheque } from '../sample/cheques/generate.ts';
import { takeInk, type LaidInSignature } from '../sample/cheques/laid-in.ts';
import type { LayoutSet } from '../sample/cheques/layout.ts';
import { encodeMask } from '../sample/cheques/scanner.ts';
import type { CommandHost } from './command-host.ts';
import { withFailures } from './failures.ts';
import { readSignatureIndex, type SignatureRow } from './index-file.ts';

export interface SampleRequest {
  readonly out: string;
  /** How many cheques; null: one for each row of the index. */
  readonly count: number | null;
  readonly seed: number;
  readonly layouts: LayoutSet;
  /** An index of signatures whose scans are laid on the cheques, or null for synthetic ones. */
  readonly signatures: string | null;
  /** Which rows of the index; null: all. */
  readonly split: string | null;
  /** Instead of being drawn for each cheque. */
  readonly tone: 'grey' | 'colour' | 'bitonal' | null;
  readonly dotsPerInch: number | null;
}

/** How many cheques are made at a time: sharp's threads draw one while another is written. */
const atATime = 3;

/**
 * `countersign sample`: writes scans of cheques that were never drawn on any bank, and beside them `truth.jsonl`, one line a
 * picture (docs/cheque-truth.md), with an ink mask for each cheque. The same seed and number give the same files, whatever
 * the count. Broken off, it leaves whole pictures with a line each.
 *
 * @throws CallFailure `not-empty` where the folder holds files of these names; `bad-index`
 */
export async function sampleCheques(host: CommandHost, request: SampleRequest): Promise<SampleOutput> {
  return withFailures(async () => {
    const rows = request.signatures ? await readSignatureIndex(request.signatures, request.split ?? undefined) : null;
    const count = rows ? Math.min(rows.length, request.count ?? rows.length) : (request.count ?? 0);
    await openFolder(request.out);
    const truthFile = join(request.out, 'truth.jsonl');
    await writeFile(truthFile, '', { flag: 'wx' });
    const refused: SampleOutput['refused'] = [];
    const started = new Map<number, Promise<GeneratedCheque | { refused: string }>>();
    let written = 0;
    for (let number = 1; number <= count; number++) {
      for (let ahead = number; ahead < number + atATime && ahead <= count; ahead++) {
        if (!started.has(ahead)) started.set(ahead, make(request, ahead, rows?.[ahead - 1]));
      }
      const made = await started.get(number)!;
      started.delete(number);
      host.signal.throwIfAborted();
      if ('refused' in made) refused.push({ path: rows?.[number - 1]?.name ?? '', reason: made.refused });
      else {
        const truth = await writePicture(request.out, number, made);
        await appendFile(truthFile, `${JSON.stringify(truth)}\n`);
        written++;
      }
      host.progress('drawing', number, count);
    }
    return { out: request.out, written, refused };
  });
}

async function openFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const taken = (await readdir(folder)).find((name) => name === 'truth.jsonl' || name.startsWith('cheque-'));
  if (taken === undefined) return;
  throw new CallFailure({
    fault: 'not-empty',
    message: `${folder} already holds ${taken}. Name an empty folder: nothing is overwritten.`,
  });
}

async function make(
  request: SampleRequest,
  number: number,
  row: SignatureRow | undefined,
): Promise<GeneratedCheque | { refused: string }> {
  let signature: LaidInSignature | undefined;
  if (row) {
    try {
      const kind = row.kind === 'genuine' ? 'genuine' : 'skilled';
      signature = await takeInk(await readScanFile(row.path), { source: row.name, writer: row.writer, kind });
    } catch (error) {
      if (!(error instanceof Error && 'fault' in error)) throw error;
      return { refused: error.message };
    }
  }
  const { seed, layouts, tone, dotsPerInch } = request;
  const wanted: ChequeRequest = {
    seed,
    number,
    layouts,
    signature,
    tone: tone ?? undefined,
    dotsPerInch: dotsPerInch ?? undefined,
  };
  return generateCheque(wanted);
}

/** Writes a picture and its masks. A file that is there already is never written over. */
async function writePicture(folder: string, number: number, made: GeneratedCheque): Promise<ChequeTruth> {
  const name = `cheque-${String(number).padStart(6, '0')}`;
  const file = `${name}.${made.ending}`;
  const cheques: ChequeTruth['cheques'] = [];
  for (const [at, { inkMask, ...known }] of made.cheques.entries()) {
    const mask = `${name}-ink${at === 0 ? '' : `-${String(at + 1)}`}.png`;
    await writeFile(join(folder, mask), await encodeMask(inkMask, made.width, made.height), { flag: 'wx' });
    cheques.push({ ...known, inkMask: mask });
  }
  await writeFile(join(folder, file), made.bytes, { flag: 'wx' });
  const { width, height, dotsPerInch, tone, layout, condition } = made;
  return { file, page: 0, width, height, dotsPerInch, tone, layout, cheques, condition };
}
