import { goldenPixels, goldenScans, goldenSize } from './golden-scans.ts';
import { readHeader, type PictureFormat } from './header.ts';
import { decodeWithJimp } from './jimp-decoder.ts';
import { decodeWithSharp, loadSharp } from './sharp-decoder.ts';

export type DecoderName = 'sharp' | 'jimp';

/** Whether a decoder loads on this machine and reads the golden scans right. */
export interface DecoderProof {
  readonly name: DecoderName;
  /** Name and version, or null where it doesn't load. */
  readonly decoder: string | null;
  /** Formats that it read right. */
  readonly reads: readonly PictureFormat[];
  /** Greatest difference from what the golden scans show, in grey levels of 255, over the formats it read. */
  readonly worst: number;
  readonly works: boolean;
  /** Why it doesn't work; null where it does. */
  readonly reason: string | null;
}

/** Formats a decoder must read to be used at all. */
const needed: Readonly<Record<DecoderName, readonly PictureFormat[]>> = {
  sharp: ['jpeg', 'png', 'tiff', 'webp', 'gif'],
  jimp: ['jpeg', 'png', 'tiff', 'gif', 'bmp'],
};

/** Greatest difference allowed: JPEG rounds, the other golden scans are lossless. */
const allowed: Readonly<Record<PictureFormat, number>> = { jpeg: 24, png: 0, tiff: 0, webp: 0, gif: 0, bmp: 0 };

const proofs = new Map<DecoderName, Promise<DecoderProof>>();

/**
 * Proves a decoder on the golden scans, once a process: every format it is used for must give the pixels that the
 * scans are known to show. Never throws.
 */
export function proveDecoder(name: DecoderName): Promise<DecoderProof> {
  const known = proofs.get(name) ?? prove(name);
  proofs.set(name, known);
  return known;
}

async function prove(name: DecoderName): Promise<DecoderProof> {
  const expected = goldenPixels();
  const reads: PictureFormat[] = [];
  const reasons: string[] = [];
  let decoder: string | null = null;
  let worst = 0;
  for (const format of needed[name]) {
    try {
      const scan = await decodeGolden(name, Buffer.from(goldenScans[format], 'base64'));
      decoder = scan.decoder;
      const difference = greatestDifference(scan.image, expected);
      worst = Math.max(worst, difference);
      if (difference <= allowed[format]) reads.push(format);
      else reasons.push(`${format} differs by ${difference} of 255`);
    } catch (error) {
      reasons.push(`${format}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return {
    name,
    decoder,
    reads,
    worst,
    works: reasons.length === 0,
    reason: reasons.length === 0 ? null : reasons.join('; '),
  };
}

async function decodeGolden(name: DecoderName, bytes: Uint8Array) {
  const header = readHeader(bytes);
  if (name === 'jimp') return decodeWithJimp(bytes, header, 0);
  const { module, reason } = await loadSharp();
  if (!module) throw new Error(reason ?? 'sharp does not load');
  return decodeWithSharp(module, bytes, header, 0);
}

function greatestDifference(
  image: { readonly width: number; readonly height: number; readonly channels: number; readonly data: Uint8Array },
  expected: Uint8Array,
): number {
  if (image.width !== goldenSize.width || image.height !== goldenSize.height) return 255;
  let worst = 0;
  for (let at = 0; at < image.data.length; at += 1) {
    worst = Math.max(worst, Math.abs(image.data[at]! - expected[Math.floor(at / image.channels)]!));
  }
  return worst;
}
