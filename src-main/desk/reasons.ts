import type { Judgement } from './judge.ts';

/** Width over height of a crop. */
export interface Proportions {
  readonly questioned: number;
  readonly specimens: readonly number[];
}

const number = (value: number): string => value.toFixed(2);

/** A score as the window writes it: one decimal, a true minus. */
const scoreText = (value: number): string => value.toFixed(1).replace('-', '\u2212');

/** Wider or narrower than every specimen by more than this share is worth a word. */
const notable = 0.25;

/**
 * Why the verdict is what it is, in plain words, each from a measurement: the nearest distance against how far the
 * specimens lie from each other, how many specimens there were, and proportions where they stand out.
 * @returns one to four sentences
 */
export function reasonsFor(judgement: Judgement, proportions: Proportions | null): string[] {
  const { verdict, joined, spread, signatory, bands, score } = judgement;
  const count = signatory.specimens.length;
  const reasons: string[] = [];
  if (spread === null) {
    reasons.push(`The distance to the one specimen of ${signatory.name} is ${number(joined)}.`);
  } else {
    const against =
      joined <= spread
        ? 'no further than they lie from each other'
        : `${number(joined / Math.max(spread, 1e-9))} times as far as they lie from each other`;
    reasons.push(
      `It lies ${number(joined)} from the nearest specimens of ${signatory.name}: ${against} (${number(spread)}).`,
    );
  }
  if (verdict === 'match')
    reasons.push(`The score ${scoreText(score)} is above the border for a match (${scoreText(bands.matchAbove)}).`);
  if (verdict === 'mismatch')
    reasons.push(
      `The score ${scoreText(score)} is below the border for a mismatch (${scoreText(bands.mismatchBelow)}).`,
    );
  if (verdict === 'review')
    reasons.push(
      bands.matchAbove > bands.highest
        ? 'The borders in force never give a match here: a person has to look.'
        : `The score ${scoreText(score)} lies between mismatch (${scoreText(bands.mismatchBelow)}) and match (${scoreText(bands.matchAbove)}): a person has to look.`,
    );
  if (count < 3) {
    reasons.push(
      count === 1
        ? 'Only one specimen is on file. Three or more make the verdict surer.'
        : 'Only two specimens are on file. Three or more make the verdict surer.',
    );
  }
  if (proportions && proportions.specimens.length > 0) {
    const widest = Math.max(...proportions.specimens);
    const narrowest = Math.min(...proportions.specimens);
    if (proportions.questioned > widest * (1 + notable))
      reasons.push(
        `It is wider for its height (${number(proportions.questioned)}) than every specimen (up to ${number(widest)}).`,
      );
    if (proportions.questioned < narrowest / (1 + notable))
      reasons.push(
        `It is narrower for its height (${number(proportions.questioned)}) than every specimen (from ${number(narrowest)}).`,
      );
  }
  return reasons;
}
