import type { ChequeInk, PrintedRule } from '../cheque-ink/types.ts';
import type { Box } from '../image.ts';
import type { Mark } from './mark-features.ts';
import { familyOf } from './surroundings.ts';

/** A mark with how likely it is a signature's, as natural log-odds. */
export interface WeighedMark extends Mark {
  readonly logOdds: number;
}

/** Two marks that may be one signature's: their places among the marks, and one value for each of {@link linkFeatureNames}. */
export interface Link {
  readonly one: number;
  readonly other: number;
  readonly features: Float64Array;
}

/** What the classifier of links is told of two marks, the likelier one first. Lengths are in millimetres. */
export const linkFeatureNames = [
  'likelier',
  'unlikelier',
  'gapAcross',
  'gapDown',
  'distance',
  'overlapAcross',
  'overlapDown',
  'widthOne',
  'heightOne',
  'widthOther',
  'heightOther',
  'unionWidth',
  'unionHeight',
  'sizeRatio',
  'offsetDown',
  'offsetAcross',
  'printedOther',
  'strokeRatio',
  'darknessRatio',
  'sameHue',
  'rulesBetween',
  'sameRule',
  'bottomOther',
  'heightRatio',
] as const;

/** Marks further apart than this, in millimetres, are not one signature's by themselves. */
const furthestApart = 14;
/** At least one of the two is so likely a signature's, as log-odds, and the other isn't less likely than that. */
const likelyEnough = -1;
const unlikelyAtMost = -5;

/**
 * Pairs of marks that may belong together.
 *
 * @param unit millimetres to a working pixel.
 */
export function measureLinks(marks: readonly WeighedMark[], ink: ChequeInk, unit: number): Link[] {
  const reach = furthestApart / unit;
  const candidates = marks.map((_mark, index) => index).filter((index) => marks[index]!.logOdds >= unlikelyAtMost);
  const links: Link[] = [];
  for (const [at, first] of candidates.entries()) {
    for (const second of candidates.slice(at + 1)) {
      const [one, other] = marks[first]!.logOdds >= marks[second]!.logOdds ? [first, second] : [second, first];
      if (marks[one]!.logOdds < likelyEnough) continue;
      const [a, b] = [marks[one]!.component.box, marks[other]!.component.box];
      if (gap(a.x, a.width, b.x, b.width) > reach || gap(a.y, a.height, b.y, b.height) > reach) continue;
      links.push({ one, other, features: linkFeatures(marks[one]!, marks[other]!, ink, unit) });
    }
  }
  return links;
}

/** Pixels between two stretches; below 0 so many as they share. */
function gap(from: number, length: number, otherFrom: number, otherLength: number): number {
  return Math.max(from, otherFrom) - Math.min(from + length, otherFrom + otherLength);
}

function linkFeatures(one: WeighedMark, other: WeighedMark, ink: ChequeInk, unit: number): Float64Array {
  const [a, b] = [one.component, other.component];
  const across = gap(a.box.x, a.box.width, b.box.x, b.box.width);
  const down = gap(a.box.y, a.box.height, b.box.y, b.box.height);
  const unionWidth = Math.max(a.box.x + a.box.width, b.box.x + b.box.width) - Math.min(a.box.x, b.box.x);
  const unionHeight = Math.max(a.box.y + a.box.height, b.box.y + b.box.height) - Math.min(a.box.y, b.box.y);
  const [ruleOne, ruleOther] = [ruleUnder(ink.rules, a.box), ruleUnder(ink.rules, b.box)];
  return Float64Array.of(
    one.logOdds,
    other.logOdds,
    across * unit,
    down * unit,
    Math.hypot(Math.max(0, across), Math.max(0, down)) * unit,
    Math.max(0, -across) / Math.min(a.box.width, b.box.width),
    Math.max(0, -down) / Math.min(a.box.height, b.box.height),
    a.box.width * unit,
    a.box.height * unit,
    b.box.width * unit,
    b.box.height * unit,
    unionWidth * unit,
    unionHeight * unit,
    (b.box.width * b.box.height) / (a.box.width * a.box.height),
    (b.box.y + b.box.height / 2 - a.box.y - a.box.height / 2) * unit,
    (b.box.x + b.box.width / 2 - a.box.x - a.box.width / 2) * unit,
    b.printed,
    b.strokeWidth / Math.max(0.1, a.strokeWidth),
    b.darkness / Math.max(0.02, a.darkness),
    familyOf(a.hue) === familyOf(b.hue) ? 1 : 0,
    rulesBetween(ink.rules, a.box, b.box),
    ruleOne !== null && ruleOther !== null ? (ruleOne === ruleOther ? 1 : -1) : 0,
    (b.box.y + b.box.height) / ink.height,
    b.box.height / a.box.height,
  );
}

/** The rule that a mark stands on or hangs over: the one nearest to its foot within its own height. */
function ruleUnder(rules: readonly PrintedRule[], box: Box): PrintedRule | null {
  const foot = box.y + box.height;
  const centre = box.x + box.width / 2;
  let found: PrintedRule | null = null;
  let nearest = Math.max(8, box.height);
  for (const rule of rules) {
    if (rule.direction !== 'across' || rule.from > centre || rule.to < centre) continue;
    const distance = Math.abs((rule.startAt + rule.endAt) / 2 - foot);
    if (distance < nearest) [found, nearest] = [rule, distance];
  }
  return found;
}

/** How many rules part two marks: one lies above the rule, the other below it, or left and right of it. */
function rulesBetween(rules: readonly PrintedRule[], a: Box, b: Box): number {
  let count = 0;
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x + a.width, b.x + b.width)];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y + a.height, b.y + b.height)];
  const [middleA, middleB] = [a.y + a.height / 2, b.y + b.height / 2];
  const [centreA, centreB] = [a.x + a.width / 2, b.x + b.width / 2];
  for (const { direction, from, to, startAt, endAt } of rules) {
    const at = (startAt + endAt) / 2;
    if (direction === 'across') {
      if (from < right && to > left && middleA < at !== middleB < at) count += 1;
    } else if (from < bottom && to > top && centreA < at !== centreB < at) count += 1;
  }
  return count;
}
