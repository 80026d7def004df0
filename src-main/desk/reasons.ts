import type { Judgement } from './judge.ts';

const number = (value: number): string => value.toFixed(2);

/** A score as the window writes it: one decimal, a true minus. */
const scoreText = (value: number): string => value.toFixed(1).replace('-', '\u2212');

/**
 * Why the verdict is what it is, in plain words, each from a measurement: the nearest distance against how far the
 * specimens lie from each other, whether it was straightened, the borders, how many specimens there were, and whether nothing else stands out.
 * @param differences how many measured differences are given beside these sentences; null: nobody measured any
 * @returns two to five sentences
 */
export function reasonsFor(judgement: Judgement, differences: number | null): string[] {
  const { verdict, joined, spread, signatory, bands, score, straightened } = judgement;
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
  if (straightened !== 0) {
    reasons.push(`The signature lies askew by ${Math.abs(straightened)}°; it was straightened before comparing.`);
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
  if (differences === 0) {
    reasons.push(
      'No measured difference stands out: proportions, slant, strokes, steadiness, pressure and spacing are within what is usual for one hand.',
    );
  }
  return reasons;
}
