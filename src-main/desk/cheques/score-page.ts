/** Scores of what was read of one page against what is known of it. Pure. */
import type { Box } from '../../contract/box.ts';
import type { ChequeTruth, TruthSignature } from '../../contract/cheque-truth.ts';

type Corners = readonly (readonly [number, number])[];

/** A signature as found, in pixels of the page. */
export interface FoundBox {
  readonly box: Box;
}

/** What a true signature came to. */
export interface SignatureScore {
  readonly cheque: number;
  readonly signature: TruthSignature;
  /** Place among the found ones of the one that is taken for it; null: none has even a tenth in common with it. */
  readonly taken: number | null;
  /** Area in common over area of both, 0 to 1, with the one that is taken for it. */
  readonly overlap: number;
  /** Whether it counts as found. */
  readonly found: boolean;
}

/** What the found signatures of a page come to. */
export interface SignaturesScore {
  readonly signatures: readonly SignatureScore[];
  /** Places of found ones that are taken for no signature. */
  readonly wrong: readonly number[];
  /** By cheque of the truth that bears no signature: whether none was found on it. */
  readonly unsigned: readonly { readonly cheque: number; readonly right: boolean }[];
}

/** From this overlap on a signature counts as found. */
export const foundOverlap = 0.7;
/** From this overlap on a found one is taken for a signature, and isn't a false one. */
const takenOverlap = 0.1;

/** Area in common over area of both, 0 to 1. */
export function overlapOf(one: Box, other: Box): number {
  const wide = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const tall = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  if (wide <= 0 || tall <= 0) return 0;
  const common = wide * tall;
  return common / (one.width * one.height + other.width * other.height - common);
}

/**
 * Pairs true signatures with found ones, the best overlap first, each taken once. A found one that is taken for none is
 * false: so is the second half of a signature that was found in two pieces.
 */
export function scoreSignatures(truth: ChequeTruth, found: readonly FoundBox[]): SignaturesScore {
  const wanted = truth.cheques.flatMap(({ signatures }, cheque) =>
    signatures.map((signature) => ({ cheque, signature })),
  );
  const pairs = wanted.flatMap(({ signature }, at) =>
    found.flatMap(({ box }, place) => {
      const overlap = overlapOf(signature.box, box);
      return overlap >= takenOverlap ? [{ at, place, overlap }] : [];
    }),
  );
  pairs.sort((a, b) => b.overlap - a.overlap || a.at - b.at || a.place - b.place);
  const taken = new Map<number, { place: number; overlap: number }>();
  const used = new Set<number>();
  for (const { at, place, overlap } of pairs) {
    if (taken.has(at) || used.has(place)) continue;
    taken.set(at, { place, overlap });
    used.add(place);
  }
  const wrong = found.map((_, place) => place).filter((place) => !used.has(place));
  return {
    signatures: wanted.map(({ cheque, signature }, at) => {
      const match = taken.get(at);
      const overlap = match?.overlap ?? 0;
      return { cheque, signature, taken: match?.place ?? null, overlap, found: overlap >= foundOverlap };
    }),
    wrong,
    unsigned: truth.cheques.flatMap(({ signatures, corners }, cheque) => {
      if (signatures.length > 0) return [];
      const right = !wrong.some((place) => contains(corners, middleOf(found[place]!.box)));
      return [{ cheque, right }];
    }),
  };
}

/** The true cheque that a found one is, by where its middle lies; null: none. The first found one takes it. */
export function matchCheques(truth: ChequeTruth, found: readonly { readonly corners: Corners }[]): (number | null)[] {
  const taken = new Set<number>();
  return found.map(({ corners }) => {
    const middle = meanOf(corners);
    const at = truth.cheques.findIndex((cheque, place) => !taken.has(place) && contains(cheque.corners, middle));
    if (at < 0) return null;
    taken.add(at);
    return at;
  });
}

/** What a MICR line came to. `sureWrong`: it was reported as sure and is wrong. */
export interface LineScore {
  readonly right: boolean;
  readonly sureWrong: boolean;
}

/** Compares a line with what is printed. Several spaces count as one; those at the ends don't count. */
export function scoreLine(printed: string, read: { readonly text: string; readonly sure: boolean } | null): LineScore {
  const plain = (text: string) => text.trim().replaceAll(/\s+/g, ' ');
  const right = read !== null && plain(read.text) === plain(printed);
  return { right, sureWrong: read !== null && read.sure && !right };
}

const middleOf = ({ x, y, width, height }: Box): readonly [number, number] => [x + width / 2, y + height / 2];

function meanOf(corners: Corners): readonly [number, number] {
  let [x, y] = [0, 0];
  for (const corner of corners) {
    x += corner[0] / corners.length;
    y += corner[1] / corners.length;
  }
  return [x, y];
}

/** Whether a point lies in a polygon, by the number of sides to its right. */
function contains(corners: Corners, [x, y]: readonly [number, number]): boolean {
  let within = false;
  for (const [at, [x1, y1]] of corners.entries()) {
    const [x2, y2] = corners[(at + corners.length - 1) % corners.length]!;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) within = !within;
  }
  return within;
}
