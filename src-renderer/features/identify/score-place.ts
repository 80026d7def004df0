import type { Identification } from '../../../src-main/contract/identify.ts';

/**
 * Where a score lies on the bar that all of an answer's candidates share, from 0 to 1: the bar reaches a little beyond the
 * lowest and the highest of the scores and the border.
 */
export function scorePlace(
  score: number,
  { candidates, border }: Pick<Identification, 'candidates' | 'border'>,
): number {
  const all = [border, ...candidates.map((candidate) => candidate.score)];
  const lowest = Math.min(...all);
  const room = Math.max(0.5, (Math.max(...all) - lowest) * 0.1);
  const place = (score - lowest + room) / (Math.max(...all) - lowest + 2 * room);
  return Math.min(1, Math.max(0, place));
}
