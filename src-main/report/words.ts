import type { Verdict } from '../contract/check.ts';
import type { DecisionKind } from '../contract/decide.ts';

/** "2026-11-25 13:10 UTC", of a time as ISO 8601 in UTC. */
export const timeText = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

/** Two decimals, with a real minus sign. */
export const scoreText = (score: number): string => score.toFixed(2).replace('-', '−');

/** Three decimals. */
export const distanceText = (distance: number): string => distance.toFixed(3);

export const verdictWords: Readonly<Record<Verdict, string>> = {
  match: 'MATCH',
  review: 'REVIEW',
  mismatch: 'MISMATCH',
};

export const decidedWords: Readonly<Record<DecisionKind | 'undone' | 'confirmed' | 'refused', string>> = {
  accept: 'Accepted',
  return: 'Returned',
  refer: 'Referred',
  undone: 'Taken back',
  confirmed: 'Confirmed',
  refused: 'Confirmation refused',
};
