import type { MicrFont } from './glyph.ts';

/** A trained classifier of cells: one hidden layer with rectifiers, one output a class. Weights are whole numbers. */
export interface CellClassifierData {
  readonly font: MicrFont;
  /** Characters in the order of the outputs; the last one, a space, stands for a place without a character. */
  readonly classes: string;
  readonly inputs: number;
  readonly hidden: number;
  /** `hidden * inputs` weights, then `classes * hidden`, as base64 of signed bytes; each row has its scale. */
  readonly weights: string;
  /** Scales of the hidden rows and of the output rows: a weight is its byte times its row's scale. */
  readonly scales: readonly number[];
  /** Biases of the hidden units, then of the outputs. */
  readonly biases: readonly number[];
}

/** A classifier ready to run. */
export interface CellClassifier {
  readonly font: MicrFont;
  readonly classes: readonly string[];
  readonly inputs: number;
  readonly hidden: number;
  /** Input by input: `inputs * hidden`. */
  readonly inner: Float32Array;
  readonly outer: Float32Array;
  readonly biases: Float32Array;
}

/** Unpacks a classifier's weights. */
export function unpackClassifier(data: CellClassifierData): CellClassifier {
  const { inputs, hidden, scales } = data;
  const classes = [...data.classes];
  const bytes = Int8Array.from(atob(data.weights), (letter) => letter.charCodeAt(0));
  const count = classes.length;
  const inner = new Float32Array(hidden * inputs);
  const outer = new Float32Array(count * hidden);
  for (let row = 0, at = 0; row < hidden; row += 1) {
    for (let column = 0; column < inputs; column += 1, at += 1)
      inner[column * hidden + row] = bytes[at]! * scales[row]!;
  }
  for (let row = 0, at = 0; row < count; row += 1) {
    for (let column = 0; column < hidden; column += 1, at += 1)
      outer[at] = bytes[inner.length + at]! * scales[hidden + row]!;
  }
  return { font: data.font, classes, inputs, hidden, inner, outer, biases: Float32Array.from(data.biases) };
}

/**
 * How likely each class is for a cell.
 *
 * @param cell as long as the classifier's inputs, 0 to 1.
 * @returns one probability a class, 1 together.
 */
export function classify(classifier: CellClassifier, cell: Float32Array): Float64Array {
  const { inputs, hidden, inner, outer, biases } = classifier;
  const active = new Float64Array(hidden);
  for (let unit = 0; unit < hidden; unit += 1) active[unit] = biases[unit]!;
  for (let input = 0; input < inputs; input += 1) {
    const value = cell[input]!;
    // Half of a cell is paper.
    if (value === 0) continue;
    for (let unit = 0, at = input * hidden; unit < hidden; unit += 1, at += 1) active[unit]! += inner[at]! * value;
  }
  for (let unit = 0; unit < hidden; unit += 1) if (active[unit]! < 0) active[unit] = 0;
  const count = classifier.classes.length;
  const result = new Float64Array(count);
  let highest = -Infinity;
  for (let output = 0, at = 0; output < count; output += 1) {
    let sum = biases[hidden + output]!;
    for (let unit = 0; unit < hidden; unit += 1, at += 1) sum += outer[at]! * active[unit]!;
    result[output] = sum;
    if (sum > highest) highest = sum;
  }
  let total = 0;
  for (let output = 0; output < count; output += 1) total += result[output] = Math.exp(result[output]! - highest);
  for (let output = 0; output < count; output += 1) result[output]! /= total;
  return result;
}
