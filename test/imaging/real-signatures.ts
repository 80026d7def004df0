import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeScan } from '../../src-main/imaging/decode.ts';
import type { RasterImage } from '../../src-main/imaging/image.ts';

const root = path.resolve(import.meta.dirname, '../../../shared/signatures');

/** Why tests on real signatures are left out on a machine without them. */
export const noRealSignatures = 'the real signatures (../shared/signatures) are not on this machine';

/** A row of the index of real signatures. */
export interface RealSignature {
  readonly path: string;
  readonly dataset: string;
  readonly writer: string;
  readonly kind: string;
}

/** All real signatures, or null where they aren't on this machine. */
export function realSignatures(): RealSignature[] | null {
  const index = path.join(root, 'index.tsv');
  if (!existsSync(index)) return null;
  return readFileSync(index, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [file = '', dataset = '', writer = '', kind = ''] = line.split('\t');
      return { path: file, dataset, writer, kind };
    });
}

export function realBytes(signature: RealSignature): Uint8Array {
  return readFileSync(path.join(root, signature.path));
}

export async function realImage(signature: RealSignature): Promise<RasterImage> {
  return (await decodeScan(realBytes(signature))).image;
}
