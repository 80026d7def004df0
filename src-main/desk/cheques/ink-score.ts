/** How well the found ink of signatures covers the true ink. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { ReadPageCheque } from '../../engine/cheque-protocol.ts';

/** A picture of a page's size, 1 where a pen left ink. */
export interface InkPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Reads a truth's ink mask: white is ink. @throws Error where it isn't a picture */
export async function readInkMask(path: string): Promise<InkPicture> {
  const { data, info } = await sharp(await readFile(path))
    .flatten({ background: '#000000' })
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const ink = new Uint8Array(info.width * info.height);
  for (let at = 0; at < ink.length; at += 1) ink[at] = data[at * info.channels]! > 127 ? 1 : 0;
  return { width: info.width, height: info.height, data: ink };
}

/** Pixels by what was said of them and what they are. */
export interface InkCounts {
  readonly right: number;
  readonly extra: number;
  readonly missed: number;
}

/**
 * Compares the ink of a cheque's found signatures with the true ink, on the straightened cheque: each of its pixels looks at
 * the place of the page where its middle lies.
 */
export function countInk(
  truth: InkPicture,
  cheque: Pick<ReadPageCheque, 'width' | 'height' | 'toPage' | 'signatures'>,
): InkCounts {
  const { width, height, toPage } = cheque;
  const found = new Uint8Array(width * height);
  for (const { mask } of cheque.signatures) {
    if (!mask) continue;
    const { box, data } = mask;
    for (let row = 0; row < box.height; row += 1) {
      const y = box.y + row;
      if (y >= height) break;
      const right = Math.min(box.width, width - box.x);
      for (let column = 0; column < right; column += 1) {
        if (data[row * box.width + column]) found[y * width + box.x + column] = 1;
      }
    }
  }
  let [right, extra, missed] = [0, 0, 0];
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      const pageX = Math.floor(toPage.a * (x + 0.5) + toPage.c * (y + 0.5) + toPage.e);
      const pageY = Math.floor(toPage.b * (x + 0.5) + toPage.d * (y + 0.5) + toPage.f);
      const within = pageX >= 0 && pageY >= 0 && pageX < truth.width && pageY < truth.height;
      const ink = within ? truth.data[pageY * truth.width + pageX]! : 0;
      if (ink && found[at]) right += 1;
      else if (found[at]) extra += 1;
      else if (ink) missed += 1;
    }
  }
  return { right, extra, missed };
}

/** The harmonic mean of precision and recall, 0 to 1; 1 where there is no ink and none was found. */
export function f1Of({ right, extra, missed }: InkCounts): number {
  const sum = 2 * right + extra + missed;
  return sum === 0 ? 1 : (2 * right) / sum;
}
