import type { RasterImage } from '../image.ts';
import { cropImage } from '../plane.ts';
import type { CardBox } from './card-boxes.ts';

/** Of all levels, brightest last, the one that counts as the paper's. */
const paperShare = 0.8;

/**
 * Cuts a box out of its card. Where the card lies askew, the rules round the box reach into its corners: they become paper. What was
 * written within the rules stays as it is.
 */
export function cutOutBox(card: RasterImage, { box, factor, rows, columns }: CardBox): RasterImage {
  const cut = cropImage(card, box);
  const { width, height, channels } = cut;
  const data = Uint8Array.from(cut.data);
  const paper = paperOf(cut);
  const isWithin = ([first, last]: readonly [number, number], place: number): boolean =>
    place >= first && place <= last;
  for (let y = 0; y < height; y += 1) {
    const down = Math.floor(y / factor);
    for (let x = 0; x < width; x += 1) {
      const across = Math.floor(x / factor);
      if (isWithin(rows[down]!, across) && isWithin(columns[across]!, down)) continue;
      for (let channel = 0; channel < channels; channel += 1)
        data[(y * width + x) * channels + channel] = paper[channel]!;
    }
  }
  return { width, height, channels, data };
}

/** The level of paper in each channel. */
function paperOf({ channels, data }: RasterImage): number[] {
  return Array.from({ length: channels }, (_, channel) => {
    const counts = new Uint32Array(256);
    for (let at = channel; at < data.length; at += channels) counts[data[at]!]! += 1;
    let left = (data.length / channels) * paperShare;
    let level = 0;
    while (level < 255 && (left -= counts[level]!) > 0) level += 1;
    return level;
  });
}
