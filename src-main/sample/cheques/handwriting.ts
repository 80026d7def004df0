import { fillField } from '../filling.ts';
import { traceExtent } from '../render.ts';
import { seededRandom } from '../seeded.ts';
import type { SeededRandom } from '../seeded.ts';
import { createSigner } from '../signer.ts';
import type { Pen, Signer, Trace } from '../signer.ts';

/** The way of a pen: x, y in millimetres and pressure 0 to 1 for each point, one after the other. */
export interface PenPath {
  readonly points: Float32Array;
  readonly pen: Pen;
}

/** Points nearer to each other than this are left out, in millimetres: finer than any scanner sees. */
const nearest = 0.11;

/** A trace with only the points that a scanner can tell apart. Lifts of the pen stay. */
export function penPath(trace: Trace): PenPath {
  const kept: number[] = [];
  let lastX = Infinity;
  let lastY = Infinity;
  let lifted = true;
  for (const [at, { x, y, pressure }] of trace.points.entries()) {
    const ends = pressure <= 0 || (trace.points[at + 1]?.pressure ?? 0) <= 0;
    if (!lifted && !ends && Math.hypot(x - lastX, y - lastY) < nearest) continue;
    kept.push(x, y, pressure);
    lastX = x;
    lastY = y;
    lifted = pressure <= 0;
  }
  return { points: Float32Array.from(kept), pen: trace.pen };
}

/** A word as one hand writes it, its left edge at 0. */
interface Word {
  readonly points: Float32Array;
  readonly width: number;
}

/** How often a hand's word is written anew; further ones repeat. */
const repetitions = 2;

const hands = new Map<string, Signer>();
const words = new Map<string, Word>();

function handOf(hand: string): Signer {
  const known = hands.get(hand);
  if (known) return known;
  const signer = createSigner(hand);
  hands.set(hand, signer);
  return signer;
}

/** One word, or one figure. Kept, because the movement behind it takes longer than all else on a cheque. */
function writeWord(hand: string, text: string, kind: 'letters' | 'figures', repetition: number): Word {
  const key = `${hand}|${kind}|${text}|${String(repetition)}`;
  const known = words.get(key);
  if (known) return known;
  const trace = fillField(handOf(hand), text, kind, `cheque ${text} ${String(repetition)}`);
  const { left, right } = traceExtent(trace);
  const { points } = penPath(trace);
  for (let at = 0; at < points.length; at += 3) points[at] = (points[at] ?? 0) - left;
  const word = { points, width: right - left };
  words.set(key, word);
  return word;
}

const isWord = (token: string) => /^[A-Za-z]+$/.test(token);

/**
 * Writes a line by hand: words of the letters A to Z joined, all else figure by figure.
 *
 * @param hand whose: any text; the same one is the same person.
 * @param scale how large, 1 as that hand writes.
 * @param most a width in millimetres that the line is written smaller for.
 * @returns the pen's way from 0,0, the left end of the base line, and the line's width.
 */
export function writeByHand(
  hand: string,
  text: string,
  random: SeededRandom,
  { scale = 1, most = Infinity }: { scale?: number; most?: number } = {},
): PenPath & { readonly width: number } {
  const parts: { word: Word; x: number; y: number }[] = [];
  let cursor = 0;
  for (const token of text.split(' ')) {
    if (token === '') continue;
    const pieces = isWord(token) ? [token] : [...token];
    for (const piece of pieces) {
      const kind = isWord(piece) ? 'letters' : 'figures';
      const word = writeWord(hand, piece, kind, random.integer(repetitions));
      parts.push({ word, x: cursor, y: random.normal(0, 0.18) });
      cursor += word.width + (pieces.length > 1 ? random.uniform(0.7, 1.2) : 0);
    }
    cursor += random.uniform(1.6, 2.8);
  }
  const natural = Math.max(0.1, cursor - 2);
  const factor = Math.min(scale, most / natural);
  const total = parts.reduce((sum, { word }) => sum + word.points.length, 0);
  const points = new Float32Array(total);
  let to = 0;
  for (const { word, x, y } of parts) {
    for (let at = 0; at < word.points.length; at += 3) {
      points[to++] = ((word.points[at] ?? 0) + x) * factor;
      points[to++] = ((word.points[at + 1] ?? 0) + y) * factor;
      points[to++] = word.points[at + 2] ?? 0;
    }
  }
  return { points, pen: handOf(hand).pen, width: natural * factor };
}

/** A figure as one hand writes it, its middle at 0,0 of the base line: for dates that have a box for each figure. */
export function writeFigure(hand: string, figure: string, random: SeededRandom): PenPath {
  const { points, width } = writeWord(hand, figure, 'figures', random.integer(repetitions));
  const moved = Float32Array.from(points);
  for (let at = 0; at < moved.length; at += 3) moved[at] = (moved[at] ?? 0) - width / 2;
  return { points: moved, pen: handOf(hand).pen };
}

/** A stroke drawn freely from one place to another: crossings, and the line through what is left of a field. */
export function strokeByHand(
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  pen: Pen,
  random: SeededRandom,
): PenPath {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const steps = Math.max(6, Math.round(length / 0.5));
  const bend = random.normal(0, 0.02) * length;
  const shake = seededRandom('stroke', random.integer(2 ** 31));
  const phase = shake.uniform(0, 6);
  const points = new Float32Array((steps + 1) * 3);
  for (let step = 0; step <= steps; step++) {
    const along = step / steps;
    const off = bend * 4 * along * (1 - along) + 0.12 * Math.sin(phase + along * length * 0.35);
    points[step * 3] = from.x + (to.x - from.x) * along - ((to.y - from.y) / length) * off;
    points[step * 3 + 1] = from.y + (to.y - from.y) * along + ((to.x - from.x) / length) * off;
    points[step * 3 + 2] = Math.min(1, 0.35 + 1.2 * Math.sin(Math.PI * Math.min(1, along * 1.1 + 0.05)));
  }
  return { points, pen };
}
