import type { MandateGroup, MandateMember, MandateRule, MandateWay } from '../contract/mandate.ts';
import { ruleFor } from '../contract/mandate-words.ts';
import { bestAssignment, type Assigned, type Assignment, type Pair } from './assign.ts';

/** A signatory as the mandate's judge sees them. */
export interface MandateSignatory {
  readonly id: string;
  readonly name: string;
  /** The bands for their number of specimens; null: no specimen on file to compare with. */
  readonly borders: { readonly matchAbove: number; readonly mismatchBelow: number } | null;
}

export interface MandateQuestion {
  readonly groups: readonly MandateGroup[];
  /** At least one. */
  readonly rules: readonly MandateRule[];
  /** The cheque's day, YYYY-MM-DD. */
  readonly day: string;
  /** In the currency's main unit; null: unknown. */
  readonly amount: number | null;
  readonly signatories: readonly MandateSignatory[];
  /**
   * By signature, then by signatory: the calibrated natural-log likelihood ratio, nothing taken off for their number; null where
   * they can't be compared.
   */
  readonly ratios: readonly (readonly (number | null)[])[];
}

/** What is still needed of a group. */
export interface MissingPart {
  readonly group: string;
  readonly count: number;
  /** How many of that group the way asks for altogether. */
  readonly of: number;
}

export interface MandateJudgement {
  /** match: the mandate is met; review: it may be; mismatch: it isn't. */
  readonly verdict: 'match' | 'review' | 'mismatch';
  /** The place of the rule that counted; null: the amount is above every limit. */
  readonly rule: number | null;
  /** The way to sign that comes nearest; null where `rule` is. */
  readonly way: MandateWay | null;
  readonly assigned: readonly Assigned[];
  readonly missing: readonly MissingPart[];
  /** Every ratio is less by this number's natural logarithm: see {@link triesAmong}. */
  readonly among: number;
  /** The amount isn't known, and this is the strictest of the rules that could apply. */
  readonly strictest: boolean;
}

/** Whether a signatory is in a group on a day. */
function isMemberOn({ from, to }: MandateMember, day: string): boolean {
  return (from === null || from <= day) && (to === null || day <= to);
}

const signaturesFor = (way: MandateWay): number => way.reduce((sum, { count }) => sum + count, 0);

/**
 * Of how many comparisons each is one; every ratio is less by its natural logarithm, as the account's is without a mandate (house rule: ln m): a signature can be any of the
 * `eligible` signatories', and where there are more signatures than a way needs, each of those over gives a forgery one more try.
 * For one of m signatories and one signature it is m.
 */
export function triesAmong(eligible: number, signatures: number, needed: number): number {
  return Math.max(1, eligible) * Math.max(1, signatures - needed + 1);
}

/** The band a ratio falls in; what can't be compared may be theirs. */
function pairOf(ratio: number | null, signatory: MandateSignatory, less: number): Pair {
  if (ratio === null || signatory.borders === null) return { level: 1, score: null };
  const score = ratio - less;
  const { matchAbove, mismatchBelow } = signatory.borders;
  return { level: score >= matchAbove ? 2 : score < mismatchBelow ? 0 : 1, score };
}

const order = { match: 2, review: 1, mismatch: 0 } as const;

/** The lowest score of an assignment; what can't be compared is lower than any. */
const weakest = ({ assigned }: Assignment): number =>
  Math.min(...assigned.map(({ score }) => score ?? -Infinity), Infinity);

function missingOf(way: MandateWay, assigned: readonly Assigned[]): MissingPart[] {
  return way.flatMap(({ count, group }) => {
    const there = assigned.filter((each) => each.group === group).length;
    return there < count ? [{ group, count: count - there, of: count }] : [];
  });
}

/** Judges one rule: the way to sign that comes nearest. */
function judgeRule(question: MandateQuestion, rule: number): MandateJudgement {
  const { groups, day, signatories, ratios } = question;
  const { ways } = question.rules[rule]!;
  const named = new Set(ways.flatMap((way) => way.map(({ group }) => group)));
  const groupsOf = signatories.map(({ id }) =>
    groups
      .filter(
        ({ name, members }) =>
          named.has(name) && members.some((each) => each.signatory === id && isMemberOn(each, day)),
      )
      .map(({ name }) => name),
  );
  const eligible = groupsOf.filter((those) => those.length > 0).length;
  const among = triesAmong(eligible, ratios.length, Math.min(...ways.map(signaturesFor)));
  const less = Math.log(among);
  const pairs = ratios.map((row) => signatories.map((signatory, at) => pairOf(row[at] ?? null, signatory, less)));
  let best: { judgement: MandateJudgement; open: number; assignment: Assignment } | null = null;
  for (const way of ways) {
    const assignment = bestAssignment(way, pairs, groupsOf);
    const needed = signaturesFor(way);
    const open = needed - assignment.assigned.length;
    const verdict = open > 0 ? 'mismatch' : assignment.sure === needed ? 'match' : 'review';
    const judgement: MandateJudgement = {
      verdict,
      rule,
      way,
      assigned: assignment.assigned,
      missing: missingOf(way, assignment.assigned),
      among,
      strictest: false,
    };
    const found = { judgement, open, assignment };
    if (!best || isNearer(found, best)) best = found;
  }
  if (!best) throw new RangeError('A rule of a mandate has no way to sign.');
  return best.judgement;
}

interface Found {
  readonly judgement: MandateJudgement;
  readonly open: number;
  readonly assignment: Assignment;
}

/** The better verdict, then fewer signatures missing, then the stronger weakest signature; the way written first where all tie. */
function isNearer(a: Found, b: Found): boolean {
  const byVerdict = order[a.judgement.verdict] - order[b.judgement.verdict];
  if (byVerdict !== 0) return byVerdict > 0;
  if (a.open !== b.open) return a.open < b.open;
  return weakest(a.assignment) > weakest(b.assignment);
}

const openOf = ({ missing }: MandateJudgement): number => missing.reduce((sum, { count }) => sum + count, 0);

/**
 * Judges whether the signatures on a cheque meet the account's mandate of its day. Where the amount isn't known, the rule that
 * the cheque meets worst counts.
 *
 * @throws RangeError for a ratio that isn't a number, an amount below nothing, or no rule
 */
export function judgeMandate(question: MandateQuestion): MandateJudgement {
  const { rules, amount, ratios } = question;
  if (rules.length === 0) throw new RangeError('A mandate without rules is none.');
  if (ratios.some((row) => row.some((ratio) => Number.isNaN(ratio)))) throw new RangeError('A ratio is not a number.');
  if (amount !== null) {
    if (!(amount >= 0)) throw new RangeError(`An amount is 0 or more, not ${amount}.`);
    const rule = ruleFor(rules, amount);
    if (rule >= 0) return judgeRule(question, rule);
    return { verdict: 'mismatch', rule: null, way: null, assigned: [], missing: [], among: 1, strictest: false };
  }
  let worst: MandateJudgement | null = null;
  for (const rule of rules.keys()) {
    const judgement = judgeRule(question, rule);
    const sign = worst === null ? -1 : order[judgement.verdict] - order[worst.verdict];
    // Where two rules are met as badly, the one for the higher amounts is told.
    if (worst === null || sign < 0 || (sign === 0 && openOf(judgement) >= openOf(worst))) worst = judgement;
  }
  return { ...worst!, strictest: rules.length > 1 };
}
