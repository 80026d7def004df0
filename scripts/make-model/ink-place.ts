import type { InkPlace } from '../../src-main/metric/askew.ts';
import { seededRandom } from '../../src-main/metric/seeded.ts';

/** Differs from a mean by no more than rounding in single precision. */
const closeEnough = 1e-5;

/** A model input of noise, 0 to 1, the same every time: no two of its cells have the same mean. */
export function noiseInput(width: number, height: number): Float32Array {
  const random = seededRandom(1);
  return Float32Array.from({ length: width * height }, () => random.next());
}

/**
 * Finds where a template keeps the ink itself: the means of an input's cells, one after another.
 *
 * @param input `width * height` samples, 0 to 1, of which no two cells have the same mean
 * @param template what the twin made of it
 * @param grid the cells: the input cut into rows × columns
 * @returns the first such place; null where the template has none, or the input can't be cut so
 */
export function findInk(
  input: Float32Array,
  size: { readonly width: number; readonly height: number },
  template: Float32Array,
  grid: { readonly rows: number; readonly columns: number },
): InkPlace | null {
  const { rows, columns } = grid;
  if (size.width % columns !== 0 || size.height % rows !== 0) return null;
  const means = cellMeans(input, size.width, size.height, rows, columns);
  for (let offset = 0; offset + means.length <= template.length; offset++) {
    if (means.every((mean, at) => Math.abs(template[offset + at]! - mean) < closeEnough))
      return { offset, rows, columns };
  }
  return null;
}

function cellMeans(input: Float32Array, width: number, height: number, rows: number, columns: number): Float64Array {
  const means = new Float64Array(rows * columns);
  const [wide, tall] = [width / columns, height / rows];
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++)
      means[Math.floor(row / tall) * columns + Math.floor(column / wide)]! += input[at]! / (wide * tall);
  }
  return means;
}
