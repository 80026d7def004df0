/** What the ink net says of a cheque's plane; its outputs' sides are those of the plane rounded up. */
export interface NetSaid {
  /** The plane's size. */
  readonly width: number;
  readonly height: number;
  /** Level of each pixel as the net saw it, 0 paper to 255; `width * height`. */
  readonly ink: Uint8Array;
  /** Sides that the plane was padded to. */
  readonly paddedWidth: number;
  readonly paddedHeight: number;
  /** (4, paddedHeight / 2, paddedWidth / 2): log-odds of a signature's ink for the four pixels of each block, by rows. */
  readonly logOdds: Float32Array;
  /**
   * (4, paddedHeight / 4, paddedWidth / 4): from each block of four by four pixels to the middle of its signature's box, across
   * and down, in units of 32 pixels; then natural logarithms of the box's width in 120 and height in 48 pixels.
   */
  readonly votes: Float32Array;
}

/** Sides of the net's input are multiples of this. */
export const netStep = 32;

const voteUnit = 32;
const usualWidth = 120;
const usualHeight = 48;

/** Log-odds that a pixel of the plane is a signature's ink, if it is ink. */
export function logOddsAt({ logOdds, paddedWidth, paddedHeight }: NetSaid, x: number, y: number): number {
  const channel = 2 * (y & 1) + (x & 1);
  return logOdds[((channel * paddedHeight) / 2 + (y >> 1)) * (paddedWidth / 2) + (x >> 1)]!;
}

/** A box by its middle and its sides, in pixels of the plane. */
export interface VotedBox {
  readonly middleX: number;
  readonly middleY: number;
  readonly width: number;
  readonly height: number;
  /** Natural logarithms of its sides, in 120 pixels across and 48 down. */
  readonly logWidth: number;
  readonly logHeight: number;
}

/** Makes a box of what is voted for. */
export function boxOf(middleX: number, middleY: number, logWidth: number, logHeight: number): VotedBox {
  const [width, height] = [usualWidth * Math.exp(logWidth), usualHeight * Math.exp(logHeight)];
  return { middleX, middleY, width, height, logWidth, logHeight };
}

/** The box of the signature that a block of four by four pixels is of, if it is of one. */
export function votedBox({ votes, paddedWidth, paddedHeight }: NetSaid, column: number, row: number): VotedBox {
  const wide = paddedWidth / 4;
  const at = row * wide + column;
  const size = wide * (paddedHeight / 4);
  return boxOf(
    4 * column + 2 + voteUnit * votes[at]!,
    4 * row + 2 + voteUnit * votes[size + at]!,
    votes[2 * size + at]!,
    votes[3 * size + at]!,
  );
}
