import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { once } from 'node:events';
import type { PrepareOutput } from '../contract/cli.ts';
import { readScanFile } from '../engine/read-scan-file.ts';
import { degradeAsCheque } from '../sample/degrade.ts';
import { alterScan } from './alter-scan.ts';
import type { CommandHost } from './command-host.ts';
import { startPool } from './engine-of.ts';
import { withFailures } from './failures.ts';
import { readSignatureIndex, type SignatureRow } from './index-file.ts';

/** Size of the tensors written where no other is asked for, in samples. */
export const defaultTensorSize = { width: 176, height: 96 } as const;

export interface PrepareRequest {
  readonly index: string;
  readonly out: string;
  readonly split: string | null;
  readonly size?: { readonly width: number; readonly height: number } | undefined;
  /** Puts each scan through random changes before it is read; left out: the scans as they are. */
  readonly degrade?:
    | {
        /** What the changes are like: what happens to a signature on a cheque. */
        readonly kind: 'cheque';
        readonly seed: number;
        /** How often each scan is written, each time changed differently; 1 or more. */
        readonly copies: number;
      }
    | undefined;
}

/** One tensor to be written: a scan, and which copy of it. */
interface WantedTensor {
  readonly row: SignatureRow;
  readonly copy: number;
}

/**
 * `countersign prepare`: writes the model inputs of an index of signatures for training, made by the very code that
 * serves, so that training and use never see different pixels. Written in the folder `out`:
 * `tensors.u8` (count × height × width bytes, 0 paper to 255 ink), `rows.tsv` (row path dataset writer kind split) and
 * `prepared.json` (imaging version, size, count, and how it was degraded). What can't be read is left out and listed.
 * With `degrade`, the copies of a scan follow each other and repeat its path; each is changed by the seed, its path in the
 * index and its number, so that no other scan has a say in it.
 */
export async function prepareIndex(host: CommandHost, request: PrepareRequest): Promise<PrepareOutput> {
  return withFailures(async () => {
    const rows = await readSignatureIndex(request.index, request.split ?? undefined);
    const size = request.size ?? defaultTensorSize;
    const { degrade } = request;
    const wanted = rows.flatMap((row) =>
      Array.from({ length: degrade?.copies ?? 1 }, (_, copy): WantedTensor => ({ row, copy })),
    );
    const out = resolve(request.out);
    await mkdir(out, { recursive: true });
    const pool = startPool(host.startEngine, null);
    const tensors = createWriteStream(join(out, 'tensors.u8.part'));
    const lines = ['row\tpath\tdataset\twriter\tkind\tsplit'];
    const refused: PrepareOutput['refused'] = [];
    let imagingVersion = '';
    try {
      const outcomes = pool.map(wanted, async (engine, { row, copy }: WantedTensor) => {
        const scan = await readScanFile(row.path);
        const bytes = degrade ? await alterScan(() => degradeAsCheque(scan, [degrade.seed, row.name, copy])) : scan;
        imagingVersion ||= (await engine.ready()).imagingVersion;
        const { tensor } = await engine.examine({ bytes, page: 0, region: null, wants: { tensor: { ...size } } });
        if (!tensor) throw new Error('The engine left out the tensor.');
        return tensor.data;
      });
      for await (const { item, index, ...outcome } of outcomes) {
        if (host.signal.aborted) break;
        if (outcome.ok) {
          const { name, dataset, writer, kind, split } = item.row;
          lines.push([lines.length - 1, name, dataset, writer, kind, split].join('\t'));
          if (!tensors.write(outcome.result)) await once(tensors, 'drain');
        } else {
          refused.push({ path: item.row.name, reason: outcome.error.message });
        }
        host.progress('preparing', index + 1, wanted.length);
      }
      tensors.end();
      await once(tensors, 'finish');
    } finally {
      tensors.destroy();
      await pool.close();
    }
    if (host.signal.aborted) {
      await rm(join(out, 'tensors.u8.part'), { force: true });
      throw host.signal.reason;
    }
    const count = lines.length - 1;
    await writeFile(join(out, 'rows.tsv'), `${lines.join('\n')}\n`);
    await rename(join(out, 'tensors.u8.part'), join(out, 'tensors.u8'));
    const prepared = { imagingVersion, ...size, count, ...(degrade ? { degrade } : {}) };
    await writeFile(join(out, 'prepared.json'), `${JSON.stringify(prepared, null, 2)}\n`);
    return { out, written: count, refused };
  });
}
