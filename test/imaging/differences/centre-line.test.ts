import { describe, expect, it } from 'vitest';
import { centreLine, strokePaths } from '../../../src-main/imaging/differences/centre-line.ts';
import { labelComponents } from '../../../src-main/imaging/components.ts';
import { seeded, surface } from '../drawing.ts';

const maskOf = (sheet: { readonly data: Uint8Array }): Uint8Array => sheet.data.map((sample) => (sample < 128 ? 1 : 0));

describe('centreLine', () => {
  it('runs through the middle of a stroke, from end to end', () => {
    for (const thickness of [3, 5, 9, 14]) {
      const sheet = surface(200, 60);
      sheet.line(30, 30, 170, 30, thickness, 0);
      const line = centreLine(maskOf(sheet), 200, 60);
      const rows = new Set<number>();
      let length = 0;
      for (let at = line.indexOf(1); at >= 0; at = line.indexOf(1, at + 1)) {
        rows.add(Math.floor(at / 200));
        length += 1;
      }
      expect([...rows].every((row) => Math.abs(row - 30) <= 1)).toBe(true);
      expect(Math.abs(length - 141)).toBeLessThanOrEqual(thickness + 2);
    }
  });

  it('keeps as many parts, and as many holes, as the ink has', () => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const random = seeded(seed);
      const sheet = surface(160, 120);
      for (let stroke = 0; stroke < 9; stroke += 1)
        sheet.line(10 + random() * 140, 10 + random() * 100, 10 + random() * 140, 10 + random() * 100, 5, 0);
      const mask = maskOf(sheet);
      const line = centreLine(mask, 160, 120);
      expect(labelComponents(line, 160, 120).count).toBe(labelComponents(mask, 160, 120).count);
      expect(holes(line, 160, 120)).toBe(holes(mask, 160, 120));
    }
  });

  it('is followed from crossing to crossing', () => {
    const sheet = surface(200, 200);
    sheet.line(20, 100, 180, 100, 5, 0);
    sheet.line(100, 20, 100, 180, 5, 0);
    const paths = strokePaths(centreLine(maskOf(sheet), 200, 200), 200, 20, 5);
    expect(paths).toHaveLength(4);
    for (const { x } of paths) expect(Math.abs(x.length - 78)).toBeLessThan(8);
    const ring = surface(120, 120);
    for (let turn = 0; turn < 64; turn += 1) {
      const at = (step: number): [number, number] => [
        60 + 40 * Math.cos((step * Math.PI) / 32),
        60 + 40 * Math.sin((step * Math.PI) / 32),
      ];
      ring.line(...at(turn), ...at(turn + 1), 5, 0);
    }
    const [round, ...others] = strokePaths(centreLine(maskOf(ring), 120, 120), 120, 20, 5);
    expect(others).toHaveLength(0);
    expect(round!.x.length).toBeGreaterThan(200);
  });
});

/** Parts of the paper, 4-connected, less the one outside. */
function holes(mask: Uint8Array, width: number, height: number): number {
  const seen = Uint8Array.from(mask);
  let parts = 0;
  for (let start = seen.indexOf(0); start >= 0; start = seen.indexOf(0, start + 1)) {
    parts += 1;
    const open = [start];
    seen[start] = 1;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const column = at % width;
      const next = [at - width, at + width, ...(column > 0 ? [at - 1] : []), ...(column < width - 1 ? [at + 1] : [])];
      for (const other of next) {
        if (other < 0 || other >= width * height || seen[other]) continue;
        seen[other] = 1;
        open.push(other);
      }
    }
  }
  return parts - 1;
}
