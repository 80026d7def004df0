import { cellFeatures, cellSize } from './cell-features.ts';
import { classify, unpackClassifier, type CellClassifier } from './classifier.ts';
import { cmc7Classifier } from './cmc7-classifier.ts';
import { e13bClassifier } from './e13b-classifier.ts';
import type { MicrFont } from './glyph.ts';
import { correlateWithGlyphs } from './glyph-templates.ts';
import type { Cell } from './place-cells.ts';
import type { MicrAlternative } from './reading.ts';
import { bandHeight, bandMargin, type Band } from './straighten.ts';

/** What one place of the line holds, as far as can be told. */
export interface CellReading {
  readonly cell: Cell;
  /** Characters and, as a space, an empty place, likeliest first; those under a thousandth are left out. */
  readonly likely: readonly MicrAlternative[];
  /** Correlation of the ink with the likeliest character's glyph, and with the best other one. */
  readonly agreement: number;
  readonly rival: number;
  /** Mean ink of the place over a character's height and width, 0 to 1 for the line's full ink. */
  readonly ink: number;
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

/** How well a place reads by a font at first sight, 0 to 1: the likeliest character's confidence times its correlation. */
export function glanceAt(band: Band, font: MicrFont, cell: Cell): number {
  const classifier = classifierOf(font);
  const features = new Float32Array(cellSize(font));
  cellFeatures(band, font, cell.edge, 0, features);
  const shares = classify(classifier, features);
  const best = greatest(shares);
  const character = classifier.classes[best] ?? ' ';
  if (character === ' ') return 0;
  return shares[best]! * Math.max(0, correlateWithGlyphs(font, features).get(character) ?? 0);
}

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
  const opinion = character === ' ' ? { agreement: 0, rival: 0 } : agreementWith(band, font, cell, features, character);
  return { cell, likely, ...opinion, ink: inkOf(band, cell) };
}

/** Columns of a place that a character's ink takes. */
const widest = 24;

function inkOf({ ink, width }: Band, { edge }: Cell): number {
  const to = Math.round(edge);
  let sum = 0;
  for (let row = bandMargin; row < bandMargin + bandHeight; row += 1) {
    for (let column = Math.max(0, to - widest); column < Math.min(width, to); column += 1)
      sum += ink[row * width + column]!;
  }
  return sum / (255 * bandHeight * widest);
}

/** A correlation under this may come of a place that was measured wrongly: the glyphs are tried round it. */
const registered = 0.78;
const acrossShifts = [-5, -4, -3, -2, -1, 1, 2, 3, 4, 5];
const downShifts = [-2, -1, 1, 2];

/** How well the ink agrees with a character's glyph and with the best other one, where the glyphs fit it best. */
function agreementWith(
  band: Band,
  font: MicrFont,
  cell: Cell,
  features: Float32Array,
  character: string,
): { readonly agreement: number; readonly rival: number } {
  const compare = (shape: Float32Array): { readonly agreement: number; readonly rival: number } => {
    let [agreement, rival] = [0, 0];
    for (const [other, value] of correlateWithGlyphs(font, shape)) {
      if (other === character) agreement = value;
      else if (value > rival) rival = value;
    }
    return { agreement, rival };
  };
  let best = compare(features);
  if (best.agreement >= registered) return best;
  const moved = new Float32Array(features.length);
  let across = 0;
  const attempt = (shift: number, lower: number): boolean => {
    cellFeatures(band, font, cell.edge + shift, lower, moved);
    const found = compare(moved);
    // The place is where any glyph fits best, so that a rival has the same chance.
    if (Math.max(found.agreement, found.rival) <= Math.max(best.agreement, best.rival)) return false;
    best = found;
    return true;
  };
  for (const shift of acrossShifts) if (attempt(shift, 0)) across = shift;
  for (const shift of downShifts) attempt(across, shift);
  return best;
}

function greatest(shares: Float64Array): number {
  let best = 0;
  for (let index = 1; index < shares.length; index += 1) if (shares[index]! > shares[best]!) best = index;
  return best;
}
