import type { GreyImage } from '../../src-main/imaging/image.ts';
import type { SeededRandom } from '../../src-main/sample/seeded.ts';
import type { PrintConditions } from './print-conditions.ts';

/** The paper as a scanner gives it: pattern, ink, noise, and a level where it is bitonal. */
export function scanPrint(
  ink: Float32Array,
  width: number,
  rows: number,
  conditions: PrintConditions,
  random: SeededRandom,
): GreyImage {
  const data = new Uint8Array(width * rows);
  // Noise from a table: a normal number a pixel would take longer than all the rest.
  const grain = Float32Array.from({ length: 8191 }, () => random.normal(0, conditions.noise));
  const scale = conditions.dotsPerInch / 25.4;
  const period = random.uniform(0.8, 3.5) * scale;
  const angle = random.uniform(0, Math.PI);
  const [across, down] = [(Math.cos(angle) * 2 * Math.PI) / period, (Math.sin(angle) * 2 * Math.PI) / period];
  const fineness = random.pick([2, 4, 10, 24]);
  const bend = random.uniform(0, 0.4) * period;
  const limit =
    conditions.bitonal === null ? 0 : conditions.ink + (conditions.paper - conditions.ink) * conditions.bitonal;
  let grainAt = random.integer(8191);
  for (let row = 0, at = 0; row < rows; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      let paper = conditions.paper;
      if (conditions.pattern > 0) {
        const wave = Math.sin(column * across + row * down + bend * Math.sin((column * 0.7 - row) / (3 * period)));
        paper -= conditions.pattern * Math.max(0, wave) ** fineness;
      }
      const level = paper - (paper - conditions.ink) * Math.min(1, ink[at]!) + grain[grainAt]!;
      grainAt = (grainAt * 31 + 7 + (at & 1023)) % 8191;
      data[at] = conditions.bitonal === null ? Math.max(0, Math.min(255, level)) : level > limit ? 255 : 0;
    }
  }
  return { width, height: rows, channels: 1, data };
}
