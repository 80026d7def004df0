import type { RasterImage } from '../../../src-main/imaging/image.ts';
import { drawSignature, grain, print, seeded, surface, type Surface } from '../drawing.ts';

/** Something printed on a part of a cheque before it is signed, in pixels at 200 dots per inch. */
export type Printing = (sheet: Surface, paper: readonly number[]) => void;

/** A drawn part of a cheque, and where its signature's ink is. */
export interface DrawnCheque {
  readonly image: RasterImage;
  /** 1 on the pen's ink, `width * height`. */
  readonly ink: Uint8Array;
}

export const size = { width: 700, height: 360 };
/** Where the signature lies. */
export const room = { x: 70, y: 60, width: 560, height: 240 };

const blackPen = [40, 40, 44] as const;

/**
 * Draws a part of a cheque: prints on it, signs it, and scans it with a little grain.
 *
 * @param seed of the signature; null leaves it unsigned.
 * @param channels 1 grey, 3 colour.
 */
export function drawCheque(
  seed: number | null,
  printing: readonly Printing[],
  { channels = 1, pen = blackPen }: { channels?: 1 | 3; pen?: readonly number[] } = {},
): DrawnCheque {
  const paper = channels === 1 ? [236] : [238, 236, 228];
  const sheet = surface(size.width, size.height, channels, 236);
  sheet.fill(0, 0, size.width, size.height, ...paper);
  for (const printed of printing) printed(sheet, paper);
  const ink = new Uint8Array(size.width * size.height);
  if (seed !== null) {
    const line = drawSignature(seed, { ...size, paper: 255, ink: 0, x: 130, y: 170 });
    for (let at = 0; at < ink.length; at += 1) {
      const cover = 1 - line.data[at]! / 255;
      if (cover >= 0.5) ink[at] = 1;
      for (let channel = 0; channel < channels; channel += 1) {
        const to = at * channels + channel;
        const below = sheet.data[to]!;
        const tone = channels === 1 ? pen[0]! : pen[channel]!;
        if (tone < below) sheet.data[to] = Math.round(below + (tone - below) * cover);
      }
    }
  }
  const image: RasterImage = { ...size, channels, data: sheet.data };
  grain(image, seeded(7), 6);
  return { image, ink };
}

/** As a bitonal scan: black where the grey is darker than seven tenths of the paper, and ink only where it came out black. */
export function bitonal({ image, ink }: DrawnCheque): DrawnCheque {
  const data = image.data.map((sample) => (sample < 0.7 * 236 ? 0 : 255));
  return { image: { ...image, data }, ink: ink.map((on, at) => (on && data[at] === 0 ? 1 : 0)) };
}

/** F1 of a mask, given with its box, against the ink. */
export function inkF1(
  found: { readonly box: { x: number; y: number; width: number; height: number }; readonly data: Uint8Array },
  ink: Uint8Array,
): number {
  const mask = new Uint8Array(ink.length);
  for (let row = 0; row < found.box.height; row += 1) {
    const from = row * found.box.width;
    mask.set(found.data.subarray(from, from + found.box.width), (found.box.y + row) * size.width + found.box.x);
  }
  let [both, one, other] = [0, 0, 0];
  for (let at = 0; at < ink.length; at += 1) {
    both += mask[at]! & ink[at]!;
    one += mask[at]!;
    other += ink[at]!;
  }
  return (2 * both) / Math.max(1, one + other);
}

const shade = (paper: readonly number[], share: number, hue: readonly number[] = [1, 1, 1]): number[] =>
  paper.map((level, channel) => Math.round(level * (1 - share * hue[channel]!)));

/** Fine wavy lines all over. */
export const waves: Printing = (sheet, paper) => {
  for (let base = 0; base < size.height; base += 16) {
    for (let x = 0; x < size.width; x += 0.5)
      sheet.set(x, base + 12 * Math.sin(x / 34 + base / 30), ...shade(paper, 0.22, [0.6, 1, 1]));
  }
};

/** A screen of dots, and coarser ones in a part of it. */
export const voidScreen: Printing = (sheet, paper) => {
  const dots = (x0: number, y0: number, x1: number, y1: number, gap: number, radius: number): void => {
    for (let y = y0; y < y1; y += gap)
      for (let x = x0 + (y % (2 * gap)) / 2; x < x1; x += gap) sheet.disc(x, y, radius, ...shade(paper, 0.24));
  };
  dots(0, 0, size.width, size.height, 5, 1.2);
  dots(200, 100, 420, 220, 9, 2.4);
};

/** A tint that deepens from left to right, and a dark band with sharp edges. */
export const tints: Printing = (sheet, paper) => {
  for (let x = 0; x < size.width; x += 1)
    sheet.fill(x, 0, 1, size.height, ...shade(paper, (0.2 * x) / size.width, [0.3, 0.6, 1]));
  sheet.fill(0, 190, size.width, 60, ...shade(paper, 0.26, [1, 0.5, 0.5]));
};

/** Rows of letters too small to read. */
export const microprint: Printing = (sheet, paper) => {
  for (let y = 4; y < size.height; y += 18) print(sheet, 'BANK SECURE '.repeat(12), 0, y, 1, ...shade(paper, 0.28));
};

/** Large soft shapes. */
export const watermark: Printing = (sheet, paper) => {
  for (const [x, y] of [
    [180, 150],
    [420, 200],
  ] as const) {
    for (let radius = 80; radius > 60; radius -= 1)
      sheet.disc(x, y, radius, ...shade(paper, (0.16 * (81 - radius)) / 20));
  }
};

/** What is written on the back, faint and mirrored. */
export const showThrough: Printing = (sheet, paper) => {
  const back = drawSignature(901, { ...size, paper: 255, ink: 0, x: 90, y: 150 });
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      const cover = 1 - back.data[y * size.width + size.width - 1 - x]! / 255;
      if (cover > 0.3) sheet.set(x, y, ...shade(paper, 0.1 * cover));
    }
  }
};

/** A signature line right through the writing. */
export const rule: Printing = (sheet) => sheet.fill(0, 196, size.width, 2, 60, 60, 60);

/** A dotted signature line. */
export const dottedRule: Printing = (sheet) => {
  for (let x = 10; x < size.width; x += 8) sheet.fill(x, 196, 2, 2, 60, 60, 60);
};

/** A frame of which two sides are crossed. */
export const frame: Printing = (sheet) => {
  sheet.fill(20, 120, 640, 2, 60, 60, 60);
  sheet.fill(20, 340, 640, 2, 60, 60, 60);
  sheet.fill(20, 120, 2, 222, 60, 60, 60);
  sheet.fill(658, 120, 2, 222, 60, 60, 60);
};

/** Words that the flourish runs through. */
export const caption: Printing = (sheet) => {
  print(sheet, 'AUTHORISED SIGNATORY', 240, 222, 2, 60, 60, 60);
};

/** Where {@link codedLine} lies. */
export const codedBox = { x: 60, y: 210, width: 590, height: 25 };

/** Block figures of a coded line that the flourish runs through. */
export const codedLine: Printing = (sheet) => {
  for (let x = codedBox.x; x < codedBox.x + codedBox.width - 16; x += 25) {
    sheet.fill(x, codedBox.y, 15, 3, 30, 30, 30);
    sheet.fill(x, codedBox.y + 22, 15, 3, 30, 30, 30);
    sheet.fill(x, codedBox.y, 3, 25, 30, 30, 30);
    sheet.fill(x + 11, codedBox.y, 4, 25, 30, 30, 30);
  }
};

/** A round red stamp half under the writing. */
export const redStamp: Printing = (sheet) => {
  for (let turn = 0; turn < 2 * Math.PI; turn += 0.004)
    sheet.disc(470 + 80 * Math.cos(turn), 180 + 80 * Math.sin(turn), 2.4, 214, 120, 124);
  print(sheet, 'PAID', 440, 170, 3, 214, 120, 124);
};
