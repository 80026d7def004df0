import { cellFeatures, cellSize } from './cell-features.ts';
import { classify, unpackClassifier, type CellClassifier } from './classifier.ts';
import { cmc7Classifier } from './cmc7-classifier.ts';
import { e13bClassifier } from './e13b-classifier.ts';
import type { MicrFont } from './glyph.ts';
import { correlateWithGlyphs } from './glyph-templates.ts';
import type { Cell } from './place-cells.ts';
import type { MicrAlternative } from './reading.ts';
import type { Band } from './straighten.ts';

/** What one place of the line holds, as far as can be told. */
export interface CellReading {
  readonly cell: Cell;
  /** Characters and, as a space, an empty place, likeliest first; those under a thousandth are left out. */
  readonly likely: readonly MicrAlternative[];
  /** Correlation of the ink with the likeliest character's glyph, and with the best other one. */
  readonly agreement: number;
  readonly rival: number;
}

const unpacked = new Map<MicrFont, CellClassifier>();

function classifierOf(font: MicrFont): CellClassifier {
  const known = unpacked.get(font);
  if (known) return known;
  const classifier = unpackClassifier(font === 'e13b' ? e13bClassifier : cmc7Classifier);
  unpacked.set(font, classifier);
  return classifier;
}

/** A place read with less than this is looked at again, a little to each side and a little higher and lower. */
const lookAgain = 0.97;
const shifts: readonly (readonly [number, number])[] = [
  [-2, 0],
  [2, 0],
  [0, -2],
  [0, 2],
];

/** Reads one place. */
export function readCell(band: Band, font: MicrFont, cell: Cell): CellReading {
  const classifier = classifierOf(font);
  const features = new Float32Array(cellSize(font));
  cellFeatures(band, font, cell.edge, 0, features);
  let shares = classify(classifier, features);
  let best = greatest(shares);
  if (shares[best]! < lookAgain) {
    for (const [across, down] of shifts) {
      const moved = new Float32Array(features.length);
      cellFeatures(band, font, cell.edge + across, down, moved);
      const other = classify(classifier, moved);
      const index = greatest(other);
      // An empty place looks empty from everywhere; only a character can come into view.
      if (classifier.classes[index] === ' ' || other[index]! <= shares[best]!) continue;
      shares = other;
      best = index;
      features.set(moved);
    }
  }
  const likely = [...shares]
    .map((confidence, index) => ({ character: classifier.classes[index] ?? ' ', confidence }))
    .filter(({ confidence }) => confidence >= 0.001)
    .sort((one, two) => two.confidence - one.confidence);
  const character = classifier.classes[best] ?? ' ';
  let [agreement, rival] = [0, 0];
  if (character !== ' ') {
    for (const [other, value] of correlateWithGlyphs(font, features)) {
      if (other === character) agreement = value;
      else if (value > rival) rival = value;
    }
  }
  return { cell, likely, agreement, rival };
}

function greatest(shares: Float64Array): number {
  let best = 0;
  for (let index = 1; index < shares.length; index += 1) if (shares[index]! > shares[best]!) best = index;
  return best;
}
