import type { RasterImage } from '../image.ts';
import { inkChannels, inkPlane } from '../cheque-ink/ink-plane.ts';
import { netStep, type NetSaid } from './net-said.ts';

/** A cheque's plane as the ink net takes it. */
export interface NetInput {
  /** (3, height, width): darkness 0 to 1, red less green and blue less the mean of both, -1 to 1; paper beyond the cheque. */
  readonly data: Float32Array;
  /** Multiples of 32. */
  readonly width: number;
  readonly height: number;
}

/** What the ink net gives for a plane; `NetSaid` says how to read it. */
export interface NetOutput {
  readonly logOdds: Float32Array;
  readonly votes: Float32Array;
}

/** Runs the ink net. */
export type InkNet = (input: NetInput) => Promise<NetOutput>;

/** A cheque as the ink net saw it, with what it said. */
export interface AskedCheque {
  readonly said: NetSaid;
  /** Pixels of the cheque to a pixel of the plane, a whole number from 1. */
  readonly scale: number;
}

/** What the ink net is asked of a cheque. */
export interface NetQuestion {
  readonly input: NetInput;
  readonly plane: Pick<NetSaid, 'width' | 'height' | 'ink'>;
  /** Pixels of the cheque to a pixel of the plane, a whole number from 1. */
  readonly scale: number;
}

/**
 * Makes the question about a whole cheque.
 *
 * @param cheque grey or colour, upright, at 100 to 300 dots per inch.
 */
export function netQuestion(cheque: RasterImage, dotsPerInch: number | null): NetQuestion {
  const plane = inkPlane(cheque, dotsPerInch);
  const { ink, red, blue } = inkChannels(plane);
  const { width, height, scale } = plane;
  return { input: netInput({ width, height, ink, red, blue }), plane: { width, height, ink }, scale };
}

/** Asks the ink net. */
export async function askNet({ input, plane, scale }: NetQuestion, net: InkNet): Promise<AskedCheque> {
  const output = await net(input);
  return { said: { ...plane, paddedWidth: input.width, paddedHeight: input.height, ...output }, scale };
}

/** Asks the ink net about a whole cheque; see {@link netQuestion}. */
export function askInkNet(cheque: RasterImage, dotsPerInch: number | null, net: InkNet): Promise<AskedCheque> {
  return askNet(netQuestion(cheque, dotsPerInch), net);
}

/** A level of ink as the net takes it, by its 255 steps. */
const darkness = Float32Array.from({ length: 256 }, (_, level) => level / 255);

/** Puts a plane's channels into the net's input. */
export function netInput(plane: {
  readonly width: number;
  readonly height: number;
  readonly ink: Uint8Array;
  readonly red: Int8Array | null;
  readonly blue: Int8Array | null;
}): NetInput {
  const width = Math.ceil(plane.width / netStep) * netStep;
  const height = Math.ceil(plane.height / netStep) * netStep;
  const data = new Float32Array(3 * width * height);
  const { ink, red, blue } = plane;
  for (let y = 0, from = 0; y < plane.height; y += 1) {
    let to = y * width;
    for (let x = 0; x < plane.width; x += 1, from += 1, to += 1) data[to] = darkness[ink[from]!]!;
  }
  for (const [channel, levels] of [red, blue].entries()) {
    if (!levels) continue;
    for (let y = 0, from = 0; y < plane.height; y += 1) {
      let to = ((channel + 1) * height + y) * width;
      for (let x = 0; x < plane.width; x += 1, from += 1, to += 1) data[to] = levels[from]! / 127;
    }
  }
  return { data, width, height };
}
