import type { Affine } from '../../imaging/affine.ts';
import { seededRandom } from '../seeded.ts';
import type { SeededRandom } from '../seeded.ts';
import { createSigner, writeGenuine, writeImitation } from '../signer.ts';
import type { ChequeAccount } from './account.ts';
import { mapPoint, turnMap } from './geometry.ts';
import { penPath } from './handwriting.ts';
import type { PenPath } from './handwriting.ts';
import type { ChequeLayout, SignatureLine } from './layout.ts';

/** What is known of a signature before it is placed. */
export interface SignatureFacts {
  readonly signer: string;
  readonly kind: 'genuine' | 'skilled' | 'random';
  readonly source: string | null;
}

/** The room that a signature takes, in its own millimetres: the base line is at 0. */
export interface SignatureExtent {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where a signature lies. */
export interface SignaturePlace {
  /** From the signature's millimetres to the cheque's. */
  readonly place: Affine;
  readonly manner: 'on' | 'above' | 'over' | 'beside' | 'edge';
}

/** A signature to be written with a synthetic pen. */
export interface WrittenSignature extends SignatureFacts {
  readonly path: PenPath;
}

/** The smallest box round a path, in its own millimetres. */
export function pathExtent({ points }: PenPath): SignatureExtent {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < points.length; at += 3) {
    if ((points[at + 2] ?? 0) <= 0) continue;
    left = Math.min(left, points[at] ?? 0);
    right = Math.max(right, points[at] ?? 0);
    top = Math.min(top, points[at + 1] ?? 0);
    bottom = Math.max(bottom, points[at + 1] ?? 0);
  }
  return { left, top, right, bottom };
}

/** Which of a form's lines are signed: mostly as the form asks, sometimes none, sometimes two people on one line. */
export function drawSignedLines(layout: ChequeLayout, random: SeededRandom): SignatureLine[] {
  const [first, second, third] = layout.signatures;
  if (random.chance(0.08)) return [];
  if (!second) return random.chance(0.06) ? [first, first] : [first];
  const draw = random.next();
  if (draw < 0.42) return [random.chance(0.5) ? first : second];
  if (third && draw > 0.82) return [first, second, third];
  return [first, second];
}

/** Somebody's signature on this cheque: nearly always their own. */
export function writeSignature(
  account: ChequeAccount,
  which: number,
  number: number,
  random: SeededRandom,
): WrittenSignature {
  const name = account.signers[which % account.signers.length] ?? account.signers[0];
  const signer = createSigner(`cheque ${name}`);
  const draw = random.next();
  const size = seededRandom('signature size', name).uniform(1.05, 1.75);
  const large = random.chance(0.06) ? 1.3 : 1;
  const resized = (trace: Parameters<typeof penPath>[0]): PenPath => {
    const path = penPath(trace);
    const points = path.points.map((value, at) => (at % 3 === 2 ? value : value * size * large));
    return { ...path, points };
  };
  if (draw < 0.86)
    return {
      path: resized(writeGenuine(signer, `cheque ${String(number)}`)),
      signer: name,
      kind: 'genuine',
      source: null,
    };
  const other = createSigner(`cheque forger ${String(random.integer(40))}`);
  if (draw < 0.95) {
    const trace = writeImitation(signer, other, `cheque ${String(number)}`, random.uniform(0.3, 0.85));
    return { path: resized(trace), signer: name, kind: 'skilled', source: null };
  }
  return { path: resized(writeGenuine(other, `cheque ${String(number)}`)), signer: name, kind: 'random', source: null };
}

/** What part of a line is one signature's, and how much height others leave it. */
export interface SignatureRoom {
  /** Which of the parts of the line, from the left, 0 and up; and how many parts there are. */
  readonly at: number;
  readonly of: number;
  /** Millimetres to the nearest line, over or under this one, that somebody else signs; null where nobody does. */
  readonly toNext: number | null;
}

/**
 * The room that those who sign the other lines leave: who signs second sees the first signature and keeps mostly to their own.
 *
 * @param at which of `lines` is this signature's; the same line twice: two people share it.
 */
export function roomAmong(lines: readonly SignatureLine[], at: number, random: SeededRandom): SignatureRoom {
  const line = lines[at]!;
  const sharing = lines.filter((other) => other === line).length;
  const gaps = lines.flatMap((other) =>
    other !== line && other.x < line.x + line.width && line.x < other.x + other.width
      ? [Math.abs(other.y - line.y)]
      : [],
  );
  const heedless = random.chance(0.1);
  return {
    at: sharing > 1 ? at : 0,
    of: sharing,
    toNext: gaps.length === 0 || heedless ? null : Math.min(...gaps),
  };
}

/** How far a turned signature reaches below the left end of its base line, in millimetres. */
function lowest(turn: Affine, { left, right, bottom }: SignatureExtent): number {
  const under = [left, right].map((x) => mapPoint(turn, { x: x - left, y: bottom }).y);
  return Math.max(...under);
}

/**
 * Places a signature as people do: on the line, over it, through it, beside it, and now and then off the paper's edge.
 *
 * @param share which part of the line is this signature's.
 * @param mayBeCut whether it may run off the paper.
 */
export function placeSignature(
  extent: SignatureExtent,
  line: SignatureLine,
  layout: ChequeLayout,
  share: SignatureRoom,
  random: SeededRandom,
  mayBeCut: boolean,
): SignaturePlace {
  const { paper } = layout;
  const room = line.width / share.of;
  const width = extent.right - extent.left;
  const height = extent.bottom - extent.top;
  const alone = share.of === 1 && share.toNext === null;
  const tallest = Math.min(19, 1.15 * (share.toNext ?? Infinity));
  const factor = Math.min(1, (room * (share.of === 1 ? 1.08 : 1)) / width, tallest / height);
  const start = line.x + room * share.at;
  const free = room - width * factor;
  const draw = random.next();
  const nearEdge = paper.width - (line.x + line.width) < 22;
  const manner: SignaturePlace['manner'] =
    mayBeCut && nearEdge && draw < 0.025
      ? 'edge'
      : draw < 0.68
        ? 'on'
        : draw < 0.8
          ? 'over'
          : draw < 0.93 || !alone
            ? 'above'
            : 'beside';
  let x = start + free * random.uniform(0.05, 0.75);
  let y = line.y + random.normal(-0.6, 0.8);
  // Beside another's signature people stray less.
  const stray = share.toNext === null ? 1 : 0.4;
  if (manner === 'over') y = line.y + stray * random.uniform(1.5, 5.5);
  if (manner === 'above') y = line.y - stray * random.uniform(2.5, 6);
  if (manner === 'beside') x = start + free * 0.5 + (random.chance(0.5) ? -1 : 1) * random.uniform(10, 22);
  if (manner === 'edge') x = paper.width - width * factor * random.uniform(0.55, 0.9);
  const turn = turnMap(random.chance(0.9) ? random.normal(-1.5, 2) : random.normal(-4, 5), factor);
  if (manner !== 'edge') {
    x = Math.max(2, Math.min(paper.width - width * factor - 2, x));
    y = Math.max(2 - extent.top * factor, y);
    // Forms ask people to keep the coded line free, and nearly all do.
    const limit = random.chance(0.8) ? layout.micr.base - 4 : paper.height - 1.5;
    y = Math.min(y, limit - lowest(turn, extent));
  }
  return { place: { ...turn, e: x - extent.left * turn.a, f: y - extent.left * turn.b }, manner };
}
