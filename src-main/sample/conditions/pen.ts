import type { RasterImage } from '../../imaging/image.ts';
import { withData, type Picture } from './picture.ts';

/**
 * A pen that is thicker or thinner: each sample becomes the darkest (brightest) of a square of 2 by 2 for each whole pixel,
 * and for the rest of it something between that and what it was. A square's place alternates, so that strokes stay put.
 *
 * @param change in pixels of a stroke's width, −3 to 3; below 0: thinner.
 */
export function thickenPen(picture: Picture, change: number): Picture {
  let image = picture.image;
  let left = Math.abs(change);
  for (let step = 0; left > 0; step += 1, left -= 1) {
    image = { ...image, data: squareExtreme(image, step % 2 === 0 ? -1 : 1, change > 0, Math.min(1, left)) };
  }
  return withData(picture, image.data);
}

/** @param towards which neighbour the square of 2 by 2 takes in: −1 left and above, 1 right and below. */
function squareExtreme(
  { width, height, channels, data }: RasterImage,
  towards: -1 | 1,
  darkest: boolean,
  amount: number,
): Uint8Array {
  const changed = new Uint8Array(data.length);
  const row = width * channels;
  for (let y = 0, at = 0; y < height; y += 1) {
    const down = y + towards < 0 || y + towards >= height ? 0 : towards * row;
    for (let x = 0; x < width; x += 1) {
      const across = x + towards < 0 || x + towards >= width ? 0 : towards * channels;
      for (let channel = 0; channel < channels; channel += 1, at += 1) {
        const here = data[at]!;
        const [one, two, three] = [data[at + across]!, data[at + down]!, data[at + down + across]!];
        const found = darkest ? Math.min(here, one, two, three) : Math.max(here, one, two, three);
        changed[at] = Math.floor(here + (found - here) * amount + 0.5);
      }
    }
  }
  return changed;
}
