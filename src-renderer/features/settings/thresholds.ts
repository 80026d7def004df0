import type { ThresholdPair, Thresholds } from '../../../src-main/contract/settings.ts';
import { scoreText } from '../result/words.ts';

/** The rows of the threshold table. */
export const thresholdRows: readonly { readonly key: keyof Thresholds; readonly title: string }[] = [
  { key: 'one', title: '1 specimen' },
  { key: 'two', title: '2 specimens' },
  { key: 'many', title: '3 or more' },
];

/** The scores that a threshold may have: no score reaches beyond, but for the border that none is to pass. */
const lowestThreshold = -20;
const highestThreshold = 20;
const never = 1000;

/** Whether a border is the one that no score passes: then there is no such band. */
export function isNever(border: number): boolean {
  return Math.abs(border) >= never;
}

/** A border as it is written: a score, or that there is no such band. */
export function borderText(border: number): string {
  return isNever(border) ? 'never' : scoreText(border);
}

/** What is wrong with a set of thresholds, by row; empty where nothing is. */
export function thresholdProblems(thresholds: Thresholds): Partial<Record<keyof Thresholds, string>> {
  const problems: Partial<Record<keyof Thresholds, string>> = {};
  for (const { key } of thresholdRows) {
    const { matchAbove, mismatchBelow } = thresholds[key];
    const values = [matchAbove, mismatchBelow];
    if (values.some((value) => !Number.isFinite(value))) problems[key] = 'Type two numbers.';
    else if (
      values.some((value) => Math.abs(value) !== never && (value < lowestThreshold || value > highestThreshold))
    ) {
      problems[key] =
        `Scores lie between ${scoreText(lowestThreshold)} and ${scoreText(highestThreshold)}; ` +
        'match from 1000 or mismatch below \u22121000 means never.';
    } else if (matchAbove < mismatchBelow) problems[key] = 'Match must not begin below mismatch.';
  }
  return problems;
}

/** A copy that can be edited. */
export function copied(thresholds: Thresholds): Thresholds {
  const pair = ({ matchAbove, mismatchBelow }: ThresholdPair): ThresholdPair => ({ matchAbove, mismatchBelow });
  return { one: pair(thresholds.one), two: pair(thresholds.two), many: pair(thresholds.many) };
}

/** Whether two sets are the same. */
export function sameThresholds(one: Thresholds, other: Thresholds): boolean {
  return thresholdRows.every(
    ({ key }) => one[key].matchAbove === other[key].matchAbove && one[key].mismatchBelow === other[key].mismatchBelow,
  );
}

/** The stretch of scores that the band pictures of all rows share. */
export function pictureRange(sets: readonly Thresholds[]): { low: number; high: number } {
  const values = sets
    .flatMap((set) => thresholdRows.flatMap(({ key }) => [set[key].matchAbove, set[key].mismatchBelow]))
    .filter((value) => Number.isFinite(value) && !isNever(value));
  const reach = Math.max(2, ...values.map(Math.abs)) * 1.4;
  return { low: -reach, high: reach };
}
