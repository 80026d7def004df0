import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../../src-main/imaging/image.ts';
import { groupVotes } from '../../../src-main/imaging/signatures/group-votes.ts';
import type { NetSaid } from '../../../src-main/imaging/signatures/net-said.ts';
import { penOfGroup } from '../../../src-main/imaging/signatures/pen-of-group.ts';

/** A plane with strokes that fill boxes crosswise, and what a net that is always right says of it. */
function saidOf(boxes: readonly Box[], { width, height }: { width: number; height: number }): NetSaid {
  const ink = new Uint8Array(width * height);
  const logOdds = new Float32Array(width * height).fill(-5);
  const votes = new Float32Array((4 * width * height) / 16);
  const cells = (width * height) / 16;
  for (const box of boxes) {
    for (let step = 0; step < 400; step += 1) {
      const x = box.x + Math.round(((box.width - 1) * step) / 399);
      for (const y of [
        box.y + Math.round(((box.height - 1) * step) / 399),
        box.y + box.height - 1 - Math.round(((box.height - 1) * step) / 399),
      ]) {
        ink[y * width + x] = 200;
        const channel = 2 * (y & 1) + (x & 1);
        logOdds[(channel * height * width) / 4 + (y >> 1) * (width / 2) + (x >> 1)] = 5;
        const cell = (y >> 2) * (width / 4) + (x >> 2);
        votes[cell] = (box.x + box.width / 2 - (4 * (x >> 2) + 2)) / 32;
        votes[cells + cell] = (box.y + box.height / 2 - (4 * (y >> 2) + 2)) / 32;
        votes[2 * cells + cell] = Math.log(box.width / 120);
        votes[3 * cells + cell] = Math.log(box.height / 48);
      }
    }
  }
  return { width, height, ink, paddedWidth: width, paddedHeight: height, logOdds, votes };
}

const plane = { width: 320, height: 192 };

describe('groupVotes', () => {
  it('finds nothing where nothing is ink', () => {
    expect(groupVotes(saidOf([], plane))).toEqual([]);
  });

  it('gives each signature its box and its ink, wherever they lie apart', () => {
    const side = { width: fc.integer({ min: 60, max: 130 }), height: fc.integer({ min: 24, max: 60 }) };
    const left = fc.record({ x: fc.integer({ min: 0, max: 20 }), y: fc.integer({ min: 0, max: 130 }), ...side });
    const right = fc.record({ x: fc.integer({ min: 160, max: 189 }), y: fc.integer({ min: 0, max: 130 }), ...side });
    fc.assert(
      fc.property(left, right, (one, other) => {
        const groups = groupVotes(saidOf([one, other], plane));
        expect(groups.map(({ box }) => box).sort((a, b) => a.x - b.x)).toEqual([one, other]);
        for (const { sureness, spread, fit, mask, pixels } of groups) {
          expect(sureness).toBeGreaterThan(0.99);
          expect(spread).toBeLessThan(0.1);
          expect(fit).toBeGreaterThan(0.95);
          expect(mask.reduce((sum, on) => sum + on, 0)).toBe(pixels);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('tells two apart that cross', () => {
    const boxes = [
      { x: 40, y: 20, width: 160, height: 60 },
      { x: 60, y: 64, width: 150, height: 60 },
    ];
    const found = groupVotes(saidOf(boxes, plane)).map(({ box }) => box);
    expect(found).toHaveLength(2);
    for (const [at, box] of found.sort((a, b) => a.y - b.y).entries()) {
      expect(Math.abs(box.y - boxes[at]!.y)).toBeLessThan(8);
      expect(Math.abs(box.x - boxes[at]!.x)).toBeLessThan(8);
    }
  });

  it('leaves specks to nobody', () => {
    expect(groupVotes(saidOf([{ x: 100, y: 100, width: 5, height: 5 }], plane))).toEqual([]);
  });
});

describe('penOfGroup', () => {
  it('covers the group’s ink at the cheque’s resolution and nothing of another’s', () => {
    const boxes = [
      { x: 10, y: 20, width: 100, height: 50 },
      { x: 180, y: 100, width: 100, height: 40 },
    ];
    const said = saidOf(boxes, plane);
    const groups = groupVotes(said).sort((a, b) => a.box.x - b.box.x);
    for (const scale of [1, 2, 3]) {
      const whole = { x: 0, y: 0, width: plane.width * scale, height: plane.height * scale };
      const pens = groups.map((group) => penOfGroup({ said, scale }, group, whole));
      let [both, missed] = [0, 0];
      for (let y = 0, at = 0; y < whole.height; y += 1) {
        for (let x = 0; x < whole.width; x += 1, at += 1) {
          const [one, other] = [pens[0]![at]!, pens[1]![at]!];
          if (one && other) both += 1;
          if (x % scale !== scale >> 1 || y % scale !== scale >> 1) continue;
          if (said.ink[Math.floor(y / scale) * plane.width + Math.floor(x / scale)]! > 0 && !one && !other) missed += 1;
        }
      }
      expect([both, missed]).toEqual([0, 0]);
    }
  });
});
