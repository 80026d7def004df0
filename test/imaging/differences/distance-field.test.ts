import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceField } from '../../../src-main/imaging/differences/distance-field.ts';

describe('distanceField', () => {
  it('is the distance to the nearest marked pixel', () => {
    const pictures = fc
      .record({ width: fc.integer({ min: 1, max: 13 }), height: fc.integer({ min: 1, max: 11 }) })
      .chain((size) =>
        fc.record({
          size: fc.constant(size),
          mask: fc.array(fc.constantFrom(0, 0, 0, 1), {
            minLength: size.width * size.height,
            maxLength: size.width * size.height,
          }),
          marked: fc.constantFrom<0 | 1>(0, 1),
        }),
      );
    fc.assert(
      fc.property(pictures, ({ size: { width, height }, mask, marked }) => {
        const field = distanceField(Uint8Array.from(mask), width, height, marked);
        for (let at = 0; at < mask.length; at += 1) {
          let nearest = Number.POSITIVE_INFINITY;
          for (let other = 0; other < mask.length; other += 1) {
            if (mask[other] !== marked) continue;
            const across = (at % width) - (other % width);
            const down = Math.floor(at / width) - Math.floor(other / width);
            nearest = Math.min(nearest, Math.hypot(across, down));
          }
          if (nearest === Number.POSITIVE_INFINITY) expect(field[at]).toBe(nearest);
          else expect(field[at]).toBeCloseTo(nearest, 9);
        }
      }),
    );
  });
});
