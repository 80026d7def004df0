/**
 * A cursive alphabet as virtual targets: the points a writer aims at, one for each turn of the pen. The curves between
 * them aren't stored; they arise from the movement (kinematics.ts).
 *
 * Notation: `x,y` in tenths of the x-height, y upwards from the base line; `^` after a point: the pen turns back there
 * (a cusp); `|`: the pen is lifted; `+`: what follows is written after the word (dots and bars); `~` at the end: the
 * next letter is joined on (small letters always are).
 */
const smallLetters: Readonly<Record<string, string>> = {
  a: '7,9^ 2,9 0,4 3,0 7,8^ 8,1 11,3',
  b: '4,13 5,20 3,22 2,16 2,2 5,0 8,4 7,9 5,9 10,8',
  c: '7,8^ 3,10 0,5 3,0 8,3',
  d: '7,9^ 2,9 0,4 3,0 7,7 9,21^ 9,2 12,3',
  e: '4,4 6,8 4,10 1,6 3,0 8,3',
  f: '4,12 6,20 4,22 2,16 2,-9 4,-12 6,-8 3,0^ 8,3',
  g: '7,9^ 2,9 0,4 3,0 7,8^ 7,-8 4,-12 1,-9 6,-1 11,4',
  h: '4,13 6,20 4,22 2,15 1,0^ 3,7 6,10 8,7 8,1 11,3',
  i: '3,10^ 3,1 6,2 + 4,15 5,14',
  j: '3,10^ 3,-8 0,-12 -3,-9 7,3 + 4,15 5,14',
  k: '4,13 6,20 4,22 2,15 1,0^ 3,7 7,10 4,5^ 9,0 12,3',
  l: '4,12 6,20 4,22 2,16 3,1 7,3',
  m: '2,10 3,8 3,0^ 5,8 7,10 9,7 9,0^ 11,8 13,10 15,7 15,1 18,3',
  n: '2,10 3,8 3,0^ 5,8 8,10 10,7 10,1 13,3',
  o: '5,9^ 1,9 0,4 3,0 7,3 7,8 5,10 10,8',
  p: '3,10^ 2,-11^ 3,5 6,10 9,7 8,1 4,1^ 11,3',
  q: '7,9^ 2,9 0,4 3,0 7,8^ 7,-9 9,-12 10,-8 8,0 12,3',
  r: '3,10 4,11^ 5,8 8,9 8,1 11,3',
  s: '5,11^ 7,5 4,0 1,2^ 9,3',
  t: '4,18^ 4,1 8,3 + -1,12 9,13',
  u: '2,10^ 2,2 5,0 8,9^ 8,1 11,3',
  v: '2,10 3,8 5,0 9,8 8,10 12,9',
  w: '2,10^ 2,2 5,0 7,9^ 8,2 11,0 14,9 17,8',
  x: '2,9 4,8 6,0 10,3 + 9,10 1,0',
  y: '2,10^ 2,3 5,1 8,9^ 7,-8 4,-12 1,-9 11,3',
  z: '2,9 6,9 4,5^ 7,2 5,-9 2,-12 0,-8 9,3',
};

const capitals: Readonly<Record<string, string>> = {
  A: '0,2 -2,5 6,12 12,23^ 15,0^ 10,9 4,10 12,7 20,4~',
  B: '3,21^ 2,0^ 3,16 8,23 13,19 7,12^ 14,8 11,0 4,0 0,4',
  C: '13,18 10,23 3,19 0,10 3,1 9,0 16,4~',
  D: '4,21^ 3,2 0,2 5,0 14,5 16,15 9,23 1,21 -2,16',
  E: '12,19 8,23 4,19 7,13^ 1,9 1,3 6,-1 14,4~',
  F: '5,20^ 4,4 1,0 -4,3 | -3,19 2,23 8,21 16,23 | 0,11 10,12',
  G: '12,18 9,23 3,17 0,8 4,0 10,3 12,11^ 12,-4 8,-10 2,-7 16,4~',
  H: '0,18 3,22^ 2,0 | 15,22^ 12,10 12,1 16,1 | -2,10 6,13 17,12',
  I: '-3,3 3,6 9,19 6,23 3,18 4,4 0,0 -4,4 6,4 11,3~',
  J: '3,12 -1,17 7,23 11,20 8,-8 3,-12 -1,-8 14,4~',
  K: '1,19 3,22^ 2,0 | 14,22^ 4,11^ 9,6 14,0 18,3~',
  L: '3,13 10,20 7,23 4,17 4,4 0,0 -1,3 5,2 14,-1 19,3~',
  M: '0,0 3,8 5,22^ 7,3^ 11,13 14,22^ 16,1 20,3~',
  N: '0,0 3,10 4,22^ 11,0^ 14,13 17,25',
  O: '8,22 2,18 0,8 6,0 13,6 12,18 7,22 5,17 12,16 19,19',
  P: '3,20^ 3,-2 | -3,15 2,22 10,23 14,17 9,10 3,12',
  Q: '8,22 1,17 1,6 8,1 14,8 12,19 6,22 | 6,6 10,2 19,-2',
  R: '3,20^ 2,0 | -3,15 3,22 11,23 13,17 5,12^ 10,5 14,0 19,3~',
  S: '-2,1 6,8 13,18 9,23 4,18 9,10 9,3 4,-1 -2,3 4,6 16,3~',
  T: '8,21^ 7,5 4,0 -1,3 | -3,18 2,23 9,21 19,24',
  U: '0,18 2,22 2,8 6,0 11,8 13,22^ 13,2 17,3~',
  V: '-1,18 2,22 6,1^ 12,18 19,22',
  W: '-1,18 2,22 5,1^ 10,17^ 13,1^ 18,18 25,23',
  X: '-1,18 3,22 9,10 14,0 19,3 | 15,22 7,11 -1,0',
  Y: '0,18 2,22 3,12 8,10 13,22^ 11,-4 6,-12 1,-8 15,4~',
  Z: '0,18 4,23 13,22 7,11^ 12,6 8,-8 3,-12 0,-8 14,4~',
};

/** A point that a letter aims at: x-heights, y upwards from the base line. */
export interface LetterTarget {
  readonly x: number;
  readonly y: number;
  /** The pen turns back here instead of running through. */
  readonly cusp: boolean;
}

/** What one letter asks of the pen. */
export interface LetterForm {
  /** Runs of targets with the pen down; the pen is lifted between them. */
  readonly runs: readonly (readonly LetterTarget[])[];
  /** Runs written after the word: dots, bars. */
  readonly later: readonly (readonly LetterTarget[])[];
  /** Whether the next letter follows without lifting the pen. */
  readonly joins: boolean;
  /** Where the next letter starts, in x-heights. */
  readonly advance: number;
}

function parseRun(text: string): LetterTarget[] {
  return text
    .trim()
    .split(/\s+/)
    .map((token) => {
      const [x = 0, y = 0] = token.replace('^', '').split(',').map(Number);
      return { x: x / 10, y: y / 10, cusp: token.endsWith('^') };
    });
}

/**
 * The form of a letter of the Latin alphabet.
 *
 * @throws Error when the letter isn't in the alphabet.
 */
export function letterForm(letter: string): LetterForm {
  const small = smallLetters[letter];
  const text = small ?? capitals[letter];
  if (text === undefined) throw new Error(`No cursive form for "${letter}": names are written in the letters A to Z.`);
  const joins = small !== undefined || text.endsWith('~');
  const [main = '', ...later] = text.replace('~', '').split('+');
  const runs = main.split('|').map(parseRun);
  const reach = Math.max(...runs.flat().map((target) => target.x));
  const end = runs.at(-1)?.at(-1)?.x ?? reach;
  return { runs, later: later.map(parseRun), joins, advance: joins ? end : reach * 0.72 };
}
