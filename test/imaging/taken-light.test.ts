import fc from 'fast-check';
import { expect, test } from 'vitest';
import { takenLight } from '../../src-main/imaging/taken-light.ts';

const level = fc.integer({ min: 0, max: 255 });

test('a pixel takes away its share of the paper’s light, and none where it is as bright', () => {
  expect(takenLight).toHaveLength(65_536);
  fc.assert(
    fc.property(level, level, (paper, pixel) => {
      const share = takenLight[(paper << 8) | pixel]!;
      const exact = pixel < paper ? (255 * (paper - pixel)) / paper : 0;
      expect(share).toBeLessThanOrEqual(exact);
      expect(share).toBeGreaterThan(exact - 1.01);
    }),
  );
});
