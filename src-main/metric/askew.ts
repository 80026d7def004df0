import { joinDistances, type JoinMethod } from './joining.ts';

/**
 * How far a signature was laid askew, from the main direction of its ink.
 *
 * People sign along a line: the principal axis of the ink of one hand's signatures varies by a few degrees. One that lies
 * further off was written across the line or scanned at a slant, and a model that looks at what lies where calls it another
 * hand. So it is turned back by the difference and compared once more. But forgers miss the direction more often than a hand
 * changes its own, so that the straightened comparison counts only where it is clearly the better one. The limits were chosen on training
 * writers (models/training/README.md).
 */

/** Where a template keeps its signature's ink: the mean ink of each place of a grid laid over the model's input, row by row. */
export interface InkPlace {
  /** Index of the first number. */
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
}

/** The main direction of ink. */
export interface InkAxis {
  /** Above −90, up to 90; positive where it falls to the right (clockwise on the screen). An axis has no front: 90 is −90. */
  readonly degrees: number;
  /** How much longer than wide the ink is: standard deviation along the axis to that across it, 1 and up. */
  readonly length: number;
}

/** Ink less long than this (a ratio of its moments of 1.5) has no direction to speak of. */
const least = Math.sqrt(1.5);
/** A difference up to this many degrees is left as it is: 93 of 100 genuine signatures differ by no more. */
const limit = 8;
/** A difference beyond this is another shape, not a signature laid askew. */
const most = 45;
/** Fewer specimens don't tell how a hand's line varies: with one, what a straightened signature gains goes to forgeries too. */
const fewest = 3;
/** Degrees are rounded to multiples of this, which is as fine as an axis tells. */
const step = 5;
/** A straightened signature's distances count for this much more. */
const lengthened = 1.15;

/**
 * The principal axis of the ink that a template holds, by second moments about the ink's middle.
 *
 * @returns null without ink
 * @throws RangeError where the template has no such place
 */
export function inkAxis(template: Float32Array, { offset, rows, columns }: InkPlace): InkAxis | null {
  if (offset + rows * columns > template.length)
    throw new RangeError(`A template of ${template.length} entries holds no ink from entry ${offset} on.`);
  let [mass, sumX, sumY] = [0, 0, 0];
  for (let row = 0, at = offset; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const ink = template[at]!;
      mass += ink;
      sumX += ink * column;
      sumY += ink * row;
    }
  }
  if (!(mass > 0)) return null;
  const [middleX, middleY] = [sumX / mass, sumY / mass];
  let [xx, yy, xy] = [0, 0, 0];
  for (let row = 0, at = offset; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const ink = template[at]!;
      xx += ink * (column - middleX) ** 2;
      yy += ink * (row - middleY) ** 2;
      xy += ink * (column - middleX) * (row - middleY);
    }
  }
  const middle = (xx + yy) / 2;
  const reach = Math.hypot((xx - yy) / 2, xy);
  const across = Math.max(middle - reach, Number.EPSILON * Math.max(middle, 1));
  return {
    degrees: (Math.atan2(2 * xy, xx - yy) * 90) / Math.PI,
    length: Math.sqrt(Math.max(1, (middle + reach) / across)),
  };
}

/** The turn from one axis to another: above −90, up to 90 degrees. */
function turnBetween(from: number, to: number): number {
  const turn = (((to - from) % 180) + 180) % 180;
  return turn > 90 ? turn - 180 : turn;
}

/** The axis in the middle of some: the turns to them from the one that lies nearest to all have this median. */
function medianAxis(axes: readonly number[]): number {
  const sorted = [...axes].sort((a, b) => a - b);
  const away = sorted.map((from) => sorted.reduce((sum, to) => sum + Math.abs(turnBetween(from, to)), 0));
  const base = sorted[away.indexOf(Math.min(...away))]!;
  const turns = sorted.map((each) => turnBetween(base, each)).sort((a, b) => a - b);
  const half = Math.floor(turns.length / 2);
  return base + (turns.length % 2 === 1 ? turns[half]! : (turns[half - 1]! + turns[half]!) / 2);
}

/**
 * By how many degrees a questioned signature lies askew of the specimens that it is to be compared with: the difference of
 * its axis to their median, in whole steps of five degrees. Turned back by as much it can be compared.
 *
 * @param questioned its template, as scanned; @param specimens one signatory's templates
 * @returns clockwise on the screen; 0 where it lies as they do, where there are fewer than three specimens, and where the ink of
 *   either side has no direction to speak of
 * @throws RangeError as {@link inkAxis} does
 */
export function askewBy(questioned: Float32Array, specimens: readonly Float32Array[], ink: InkPlace): number {
  if (specimens.length < fewest) return 0;
  const own = inkAxis(questioned, ink);
  if (!own || own.length < least) return 0;
  const axes = specimens.flatMap((specimen) => {
    const axis = inkAxis(specimen, ink);
    return axis && axis.length >= least ? [axis.degrees] : [];
  });
  if (axes.length === 0 || 2 * axes.length < specimens.length) return 0;
  const turn = turnBetween(medianAxis(axes), own.degrees);
  if (Math.abs(turn) <= limit || Math.abs(turn) > most) return 0;
  return step * Math.round(turn / step);
}

/** The distances to a signatory's specimens that count, and whether they are those of the straightened signature. */
export interface CountingDistances {
  readonly distances: readonly number[];
  readonly straightened: boolean;
}

/**
 * The distances that count where a signature was compared as scanned and straightened: whichever join to less, those of
 * the straightened one lengthened by 15 % (so that they are compared and scored so).
 *
 * @param asScanned to each specimen, at least one
 * @param straightened to the same specimens in the same order; null: it doesn't lie askew
 * @throws RangeError as `joinDistances` does
 */
export function countingDistances(
  asScanned: readonly number[],
  straightened: readonly number[] | null,
  method: JoinMethod,
): CountingDistances {
  const longer = straightened?.map((distance) => distance * lengthened);
  return longer && joinDistances(longer, { method }) < joinDistances(asScanned, { method })
    ? { distances: longer, straightened: true }
    : { distances: asScanned, straightened: false };
}
