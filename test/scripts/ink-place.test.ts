import { describe, expect, it } from 'vitest';
import { findInk, noiseInput } from '../../scripts/make-model/ink-place.ts';

const size = { width: 12, height: 8 };
const grid = { rows: 2, columns: 3 };

/** A template that keeps the cells' means from an index on. */
function templateOf(input: Float32Array, offset: number): Float32Array {
  const template = Float32Array.from({ length: 40 }, (_, at) => Math.sin(at));
  template.fill(0, offset, offset + 6);
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 12; column++)
      template[offset + Math.floor(row / 4) * 3 + Math.floor(column / 4)]! += input[row * 12 + column]! / 16;
  }
  return template;
}

describe("where a template keeps its signature's ink", () => {
  const input = noiseInput(12, 8);

  it('is found by the means of the cells', () => {
    for (const offset of [0, 7, 34])
      expect(findInk(input, size, templateOf(input, offset), grid)).toEqual({ offset, ...grid });
  });

  it('is nowhere in a template of another input, of too few numbers, or cut otherwise', () => {
    const template = templateOf(input, 5);
    expect(
      findInk(
        input.map((sample) => 1 - sample),
        size,
        template,
        grid,
      ),
    ).toBeNull();
    expect(findInk(input, size, template.subarray(0, 10), grid)).toBeNull();
    expect(findInk(input, size, template, { rows: 2, columns: 4 })).toBeNull();
    expect(findInk(input, size, template, { rows: 3, columns: 3 })).toBeNull();
  });
});
