import { describe, expect, it } from 'vitest';
import { mapPoint, type Affine } from '../../../src-main/imaging/affine.ts';
import type { RasterImage } from '../../../src-main/imaging/image.ts';
import { isBitonal, straighten } from '../../../src-main/imaging/page/straighten.ts';

/** A pattern of waves, about 9 and 14 pixels long, told at any place. */
const wave = (x: number, y: number, channel: number): number =>
  128 + 60 * Math.sin(x / 1.4 + channel) * Math.cos(y / 2.2 - channel / 2);

function waves(width: number, height: number, channels: 1 | 3): RasterImage {
  const data = new Uint8Array(width * height * channels);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1)
      for (let channel = 0; channel < channels; channel += 1, at += 1)
        data[at] = Math.round(wave(x + 0.5, y + 0.5, channel));
  }
  return { width, height, channels, data };
}

function turn(degrees: number, e: number, f: number): Affine {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return { a: cos, b: sin, c: -sin, d: cos, e, f };
}

describe('straighten', () => {
  it.each([-10.2, -3.4, -0.6, 0, 0.16, 1, 5, 10, 24])('takes each pixel from its place, turned by %f degrees', (by) => {
    for (const channels of [1, 3] as const) {
      const page = waves(520, 420, channels);
      const map = turn(by, 60.3 + Math.max(0, by) * 3, 40.8 + Math.max(0, -by) * 6);
      const { width, height, data } = straighten(page, map, 330, 190);
      let [squares, count, worst] = [0, 0, 0];
      for (let row = 0, at = 0; row < height; row += 1) {
        for (let column = 0; column < width; column += 1) {
          const [x, y] = mapPoint(map, [column + 0.5, row + 0.5]);
          const inside = x > 3 && y > 3 && x < page.width - 3 && y < page.height - 3;
          for (let channel = 0; channel < channels; channel += 1, at += 1) {
            if (!inside) continue;
            const off = Math.abs(data[at]! - wave(x, y, channel));
            squares += off * off;
            count += 1;
            worst = Math.max(worst, off);
          }
        }
      }
      expect(count).toBeGreaterThan(0.5 * data.length);
      // Cubic convolution itself is off by up to 3 levels in waves as short as these.
      expect(Math.sqrt(squares / count)).toBeLessThan(1.6);
      expect(worst).toBeLessThan(6);
    }
  });

  it('leaves even paper even, to beyond the edges of the page', () => {
    const page: RasterImage = { width: 90, height: 60, channels: 1, data: new Uint8Array(90 * 60).fill(203) };
    for (const by of [-40, -7, 0.5, 3])
      expect(new Set(straighten(page, turn(by, -20, -15), 140, 110).data)).toEqual(new Set([203]));
  });

  it('takes what lies beyond the page from its edge', () => {
    const page: RasterImage = { width: 40, height: 30, channels: 1, data: new Uint8Array(1200) };
    for (let at = 0; at < 1200; at += 1) page.data[at] = at % 40 < 20 ? 30 : 220;
    const { data } = straighten(page, turn(0.4, -20, -10), 80, 50);
    for (let row = 0; row < 50; row += 1) expect([data[row * 80], data[row * 80 + 79]]).toEqual([30, 220]);
  });

  it('keeps black and white black and white', () => {
    const page = waves(200, 160, 1);
    page.data.forEach((level, at) => (page.data[at] = level < 128 ? 0 : 255));
    expect(isBitonal(straighten(page, turn(3, 20, 5), 120, 90))).toBe(true);
  });
});
