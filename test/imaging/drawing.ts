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

/** How a made-up signature is drawn. */
export interface DrawnInk {
  readonly width?: number;
  readonly height?: number;
  /** Grey of paper and ink. */
  readonly paper?: number;
  readonly ink?: number;
  /** Pen width in pixels. */
  readonly pen?: number;
  /** Where the writing begins. */
  readonly x?: number;
  readonly y?: number;
  /** Size of the writing, 1 for about 400 by 120 pixels. */
  readonly size?: number;
}

/**
 * Draws something like a signature, in greys with soft edges: looping writing, a dot and a flourish, another for each seed.
 */
export function drawSignature(seed: number, options: DrawnInk = {}): RasterImage {
  const { width = 560, height = 260, paper = 235, ink = 60, pen = 4, x = 60, y = 130, size = 1 } = options;
  const random = seeded(seed);
  const fine = 3;
  const big = surface(width * fine, height * fine, 1, 0);
  const loops = 5 + Math.floor(random() * 3);
  const tall = Array.from({ length: loops + 1 }, () => 0.35 + random() * 0.65);
  const lean = 0.2 + random() * 0.5;
  const wide = 380 / loops;
  let last: { x: number; y: number } | null = null;
  for (let step = 0; step <= loops * 60; step += 1) {
    const loop = Math.floor(step / 60);
    const turn = ((step % 60) / 60) * 2 * Math.PI;
    const rise = tall[Math.min(loop, loops)]! * 55;
    const up = (1 - Math.cos(turn)) * rise;
    const point = {
      x: (x + size * (wide * (step / 60) + Math.sin(turn) * wide * 0.45 + up * lean)) * fine,
      y: (y + size * (30 - up)) * fine,
    };
    const pressure = pen * fine * (0.75 + 0.25 * Math.cos(turn));
    if (last) big.line(last.x, last.y, point.x, point.y, pressure, 255);
    last = point;
  }
  big.disc((x + size * 150 * random() + size * 60) * fine, (y - size * 75) * fine, pen * fine * 0.8, 255);
  const flourish = 50 + random() * 15;
  for (let step = 0; step < 80; step += 1) {
    const at = (part: number): [number, number] => [
      (x + size * (380 * part - 10)) * fine,
      (y + size * (flourish + 12 * Math.sin(part * 5 + 1))) * fine,
    ];
    big.line(...at(step / 80), ...at((step + 1) / 80), pen * fine * 0.7, 255);
  }
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      let sum = 0;
      for (let down = 0; down < fine; down += 1) {
        for (let across = 0; across < fine; across += 1) {
          sum += big.data[(row * fine + down) * width * fine + column * fine + across]!;
        }
      }
      data[row * width + column] = Math.round(paper + ((ink - paper) * sum) / (255 * fine * fine));
    }
  }
  return { width, height, channels: 1, data };
}

/** A copy of an image with each sample changed. */
export function changed(image: RasterImage, change: (sample: number, at: number) => number): RasterImage {
  return { ...image, data: image.data.map((sample, at) => Math.max(0, Math.min(255, Math.round(change(sample, at))))) };
}

/** Correlation of two tensors, −1 to 1. */
export function correlation(one: Uint8Array, other: Uint8Array): number {
  const mean = (values: Uint8Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const first = mean(one);
  const second = mean(other);
  let product = 0;
  let squares = 0;
  let otherSquares = 0;
  for (let at = 0; at < one.length; at += 1) {
    product += (one[at]! - first) * (other[at]! - second);
    squares += (one[at]! - first) ** 2;
    otherSquares += (other[at]! - second) ** 2;
  }
  return product / Math.sqrt(squares * otherSquares);
}
