// Cheques of a folder with a truth.jsonl, upright and alone, with what is known of their ink.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { chequeTruthSchema, type ChequeTruth, type TruthCheque } from '../../src-main/contract/cheque-truth.ts';
import { identity, mapPoint, type Affine } from '../../src-main/imaging/affine.ts';
import { decodeScan } from '../../src-main/imaging/decode.ts';
import type { RasterImage } from '../../src-main/imaging/image.ts';

/** One cheque, upright. */
export interface UprightCheque {
  readonly name: string;
  readonly truth: ChequeTruth;
  readonly cheque: TruthCheque;
  readonly image: RasterImage;
  readonly toPage: Affine;
  /** 1 where a signature's pen left ink, else 0; of the page's size; null where unknown or no signature is there. */
  readonly pageInk: Uint8Array | null;
}

/** Reads all cheques of a folder, one after the other. */
export async function* readTruthCheques(folder: string, most = Infinity): AsyncGenerator<UprightCheque> {
  const lines = (await readFile(join(folder, 'truth.jsonl'), 'utf8')).split('\n').filter((line) => line.trim() !== '');
  for (const line of lines.slice(0, most)) {
    const truth = v.parse(chequeTruthSchema, JSON.parse(line));
    const page = (await decodeScan(await readFile(join(folder, truth.file)), { page: truth.page })).image;
    for (const [index, cheque] of truth.cheques.entries()) {
      const { image, toPage } = upright(page, cheque.corners);
      const pageInk = cheque.inkMask ? await readMask(join(folder, cheque.inkMask)) : null;
      yield { name: `${truth.file}#${index}`, truth, cheque, image, toPage, pageInk };
    }
  }
}

async function readMask(file: string): Promise<Uint8Array> {
  const { image } = await decodeScan(await readFile(file));
  const mask = new Uint8Array(image.width * image.height);
  for (let at = 0; at < mask.length; at += 1) if (image.data[at * image.channels]! > 127) mask[at] = 1;
  return mask;
}

/** The cheque with these corners, turned upright, linear between pixels; the page itself where it is the whole page. */
function upright(page: RasterImage, corners: TruthCheque['corners']): { image: RasterImage; toPage: Affine } {
  const [topLeft, topRight, , bottomLeft] = corners;
  const width = Math.max(1, Math.round(Math.hypot(topRight[0] - topLeft[0], topRight[1] - topLeft[1])));
  const height = Math.max(1, Math.round(Math.hypot(bottomLeft[0] - topLeft[0], bottomLeft[1] - topLeft[1])));
  const toPage: Affine = {
    a: (topRight[0] - topLeft[0]) / width,
    b: (topRight[1] - topLeft[1]) / width,
    c: (bottomLeft[0] - topLeft[0]) / height,
    d: (bottomLeft[1] - topLeft[1]) / height,
    e: topLeft[0],
    f: topLeft[1],
  };
  const whole =
    Math.abs(topLeft[0]) < 2 &&
    Math.abs(topLeft[1]) < 2 &&
    Math.abs(toPage.c) < 1e-3 &&
    toPage.a > 0 &&
    Math.abs(width - page.width) < 3 &&
    Math.abs(height - page.height) < 3;
  if (whole) return { image: page, toPage: identity };
  const { channels } = page;
  const data = new Uint8Array(width * height * channels);
  for (let row = 0, to = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const [x, y] = mapPoint(toPage, [column + 0.5, row + 0.5]).map((place) => place - 0.5) as [number, number];
      const left = Math.min(page.width - 2, Math.max(0, Math.floor(x)));
      const top = Math.min(page.height - 2, Math.max(0, Math.floor(y)));
      const [across, down] = [Math.min(1, Math.max(0, x - left)), Math.min(1, Math.max(0, y - top))];
      for (let channel = 0; channel < channels; channel += 1, to += 1) {
        const at = (top * page.width + left) * channels + channel;
        const below = at + page.width * channels;
        const upper = page.data[at]! * (1 - across) + page.data[at + channels]! * across;
        const lower = page.data[below]! * (1 - across) + page.data[below + channels]! * across;
        data[to] = Math.round(upper * (1 - down) + lower * down);
      }
    }
  }
  return { image: { width, height, channels, data }, toPage };
}
