import type sharpModule from 'sharp';
import type { DecodedScan } from './decode.ts';
import { ScanError } from './errors.ts';
import { damaged, pixelLimit, type ScanHeader } from './header.ts';
import type { RasterImage } from './image.ts';

/** The sharp module. */
export type Sharp = typeof sharpModule;

/** The loaded module, or why it didn't load. */
export interface SharpState {
  readonly module: Sharp | null;
  readonly reason: string | null;
}

let state: Promise<SharpState> | undefined;

/**
 * Loads sharp once; its native library may be missing or blocked on a machine, and then jimp stands in.
 * Never throws.
 */
export function loadSharp(): Promise<SharpState> {
  state ??= import('sharp').then(
    ({ default: module }) => {
      // A cheque must not stay in a decoder's memory after it was read.
      module.cache(false);
      return { module, reason: null };
    },
    (error: unknown) => ({
      module: null,
      reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
    }),
  );
  return state;
}

/**
 * Decodes one page by sharp. Warnings refuse a file (a cut-off JPEG is one), but not for TIFF, where writers' small sins
 * are common and its list of pages was walked before.
 *
 * @throws ScanError `damaged`, `no-such-page` or `too-many-pixels`.
 */
export async function decodeWithSharp(
  sharp: Sharp,
  bytes: Uint8Array,
  header: ScanHeader,
  page: number,
): Promise<DecodedScan> {
  const input = {
    failOn: header.format === 'tiff' ? ('error' as const) : ('warning' as const),
    limitInputPixels: pixelLimit,
    ...(page > 0 ? { page } : {}),
  };
  try {
    const metadata = await sharp(bytes, { ...input, page: 0 }).metadata();
    const pages = Math.max(metadata.pages ?? 1, header.format === 'tiff' ? header.pages.length : 1);
    requirePage(page, pages);
    const grey =
      page === 0 ? metadata.space === 'b-w' || metadata.space === 'grey16' : await isGrey(sharp, bytes, input);
    const upright = sharp(bytes, input).autoOrient();
    const pipeline = (
      metadata.hasAlpha || page > 0 ? upright.flatten({ background: '#ffffff' }) : upright
    ).toColourspace(grey ? 'b-w' : 'srgb');
    const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    const image: RasterImage = {
      width: info.width,
      height: info.height,
      channels: info.channels === 1 ? 1 : 3,
      data: plain(data),
    };
    if (info.channels !== image.channels) throw new Error(`unexpected channel count ${info.channels}`);
    return {
      image,
      format: header.format,
      page,
      pages,
      dotsPerInch: knownDensity(metadata.density),
      decoder: `sharp ${sharp.versions.sharp}`,
    };
  } catch (error) {
    if (error instanceof ScanError) throw error;
    if (error instanceof Error && /exceeds pixel limit/i.test(error.message)) {
      throw new ScanError(
        'too-many-pixels',
        'The picture has more than 120 million pixels. Scan the cheque at 300 dots per inch.',
        { cause: error },
      );
    }
    throw damaged(error);
  }
}

async function isGrey(sharp: Sharp, bytes: Uint8Array, input: object): Promise<boolean> {
  const { space } = await sharp(bytes, input).metadata();
  return space === 'b-w' || space === 'grey16';
}

/** @throws ScanError `no-such-page` */
function requirePage(page: number, pages: number): void {
  if (Number.isInteger(page) && page >= 0 && page < pages) return;
  const has = pages === 1 ? 'The file has one page' : `The file has ${pages} pages`;
  throw new ScanError('no-such-page', `${has}; page ${page + 1} was asked for. Choose a page that is there.`);
}

function plain(data: Uint8Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Dots per inch where the file really tells: 72 is what decoders fill in when it doesn't. */
function knownDensity(density: number | undefined): number | null {
  return density === undefined || density < 50 || density > 4800 || density === 72 ? null : density;
}
