import type { RasterImage } from '../../src-main/imaging/image.ts';

/** Seeded random numbers in [0, 1) (mulberry32), the same on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A drawing surface in greys or colour, for pictures made up by tests. */
export interface Surface extends RasterImage {
  /** Sets a pixel, where it lies inside. */
  readonly set: (x: number, y: number, ...samples: number[]) => void;
  /** Fills a rectangle. */
  readonly fill: (x: number, y: number, width: number, height: number, ...samples: number[]) => void;
  /** Fills a disc. */
  readonly disc: (x: number, y: number, radius: number, ...samples: number[]) => void;
  /** Draws a line with round ends. */
  readonly line: (x0: number, y0: number, x1: number, y1: number, thickness: number, ...samples: number[]) => void;
}

export function surface(width: number, height: number, channels: 1 | 3 = 1, paper = 255): Surface {
  const data = new Uint8Array(width * height * channels).fill(paper);
  const set = (x: number, y: number, ...samples: number[]): void => {
    const column = Math.round(x);
    const row = Math.round(y);
    if (column < 0 || row < 0 || column >= width || row >= height) return;
    for (let channel = 0; channel < channels; channel += 1) {
      data[(row * width + column) * channels + channel] = samples[channel] ?? samples[0]!;
    }
  };
  const fill = (x: number, y: number, wide: number, tall: number, ...samples: number[]): void => {
    for (let row = Math.round(y); row < Math.round(y + tall); row += 1) {
      for (let column = Math.round(x); column < Math.round(x + wide); column += 1) set(column, row, ...samples);
    }
  };
  const disc = (x: number, y: number, radius: number, ...samples: number[]): void => {
    for (let row = Math.floor(y - radius); row <= y + radius; row += 1) {
      for (let column = Math.floor(x - radius); column <= x + radius; column += 1) {
        if ((column - x) ** 2 + (row - y) ** 2 <= radius * radius) set(column, row, ...samples);
      }
    }
  };
  const line = (x0: number, y0: number, x1: number, y1: number, thickness: number, ...samples: number[]): void => {
    const steps = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) * 2));
    for (let step = 0; step <= steps; step += 1) {
      disc(x0 + ((x1 - x0) * step) / steps, y0 + ((y1 - y0) * step) / steps, thickness / 2, ...samples);
    }
  };
  return { width, height, channels, data, set, fill, disc, line };
}

/** Value noise in [0, 1] with features of about `cell` pixels, smooth. */
export function valueNoise(random: () => number, width: number, height: number, cell: number): Float32Array {
  const columns = Math.ceil(width / cell) + 2;
  const rows = Math.ceil(height / cell) + 2;
  const knots = Float32Array.from({ length: columns * rows }, random);
  const field = new Float32Array(width * height);
  const ease = (share: number): number => share * share * (3 - 2 * share);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const left = Math.floor(column / cell);
      const top = Math.floor(row / cell);
      const across = ease(column / cell - left);
      const down = ease(row / cell - top);
      const at = top * columns + left;
      const upper = knots[at]! * (1 - across) + knots[at + 1]! * across;
      const lower = knots[at + columns]! * (1 - across) + knots[at + columns + 1]! * across;
      field[row * width + column] = upper * (1 - down) + lower * down;
    }
  }
  return field;
}

/** Adds scanner grain and softens edges a little, in place. */
export function grain(image: RasterImage, random: () => number, strength: number): void {
  const { data } = image;
  for (let at = 0; at < data.length; at += 1) {
    const noise = (random() + random() + random() - 1.5) * strength;
    data[at] = Math.max(0, Math.min(255, data[at]! + noise));
  }
}

/** The 5 by 7 dot letters of line printers and displays, a hex byte a column, lowest bit on top. */
const letters: Readonly<Record<string, string>> = {
  '0': '3E5149453E',
  '1': '00427F4000',
  '2': '4261514946',
  '3': '2141454B31',
  '4': '1814127F10',
  '5': '2745454539',
  '6': '3C4A494930',
  '7': '0171090503',
  '8': '3649494936',
  '9': '064949291E',
  A: '7E1111117E',
  B: '7F49494936',
  C: '3E41414122',
  D: '7F4141221C',
  E: '7F49494941',
  F: '7F09090901',
  G: '3E4149497A',
  H: '7F0808087F',
  I: '00417F4100',
  J: '2040413F01',
  K: '7F08142241',
  L: '7F40404040',
  M: '7F020C027F',
  N: '7F0408107F',
  O: '3E4141413E',
  P: '7F09090906',
  Q: '3E4151215E',
  R: '7F09192946',
  S: '4649494931',
  T: '01017F0101',
  U: '3F4040403F',
  V: '1F2040201F',
  W: '3F4038403F',
  X: '6314081463',
  Y: '0708700807',
  Z: '6151494543',
  a: '2054545478',
  b: '7F48444438',
  c: '3844444420',
  d: '384444487F',
  e: '3854545418',
  f: '087E090102',
  g: '0C5252523E',
  h: '7F08040478',
  i: '00447D4000',
  l: '00417F4000',
  m: '7C04180478',
  n: '7C08040478',
  o: '3844444438',
  p: '7C14141408',
  r: '7C08040408',
  s: '4854545420',
  t: '043F444020',
  u: '3C4040207C',
  v: '1C2040201C',
  w: '3C4030403C',
  y: '0C5050503C',
};

/** Prints a line of text; a letter is 5 by 7 dots of `dot` pixels. Returns its width in pixels. */
export function print(target: Surface, text: string, x: number, y: number, dot: number, ...samples: number[]): number {
  let at = x;
  for (const letter of text) {
    const columns = letters[letter];
    for (let column = 0; columns && column < 5; column += 1) {
      const bits = Number.parseInt(columns.slice(column * 2, column * 2 + 2), 16);
      for (let row = 0; row < 7; row += 1)
        if (bits & (1 << row)) target.fill(at + column * dot, y + row * dot, dot, dot, ...samples);
    }
    at += 6 * dot;
  }
  return at - x;
}

const words =
  'pay to the order of amount bank branch cheque date valid for three months account number authorised signatory please sign above this line drawn on demand only rupees dollars euros north high street'.split(
    ' ',
  );

/** Some words in a row. */
export function someWords(random: () => number, count: number): string {
  return Array.from({ length: count }, () => words[Math.floor(random() * words.length)]!).join(' ');
}
