import type { Evaluated } from '../../src-main/desk/evaluate.ts';
import { upperBoundOfShare } from '../../src-main/metric/binomial.ts';

/**
 * What the bands let through over all sets, by number of specimens, with the 95 % upper bound that so many different
 * signatures allow.
 * @param different how many different genuines and skilled forgeries stand behind the trials.
 */
export function bandLines(
  sets: Evaluated['sets'],
  different: { readonly genuine: number; readonly skilled: number },
): string[] {
  const numbers = [...new Set(Object.values(sets).flatMap((byNumber) => Object.keys(byNumber)))];
  return numbers.map((specimens) => {
    const parts = Object.values(sets).flatMap((byNumber) => byNumber[specimens] ?? []);
    const share = (kind: 'genuine' | 'skilled', band: 'match' | 'mismatch'): string => {
      const trials = parts.reduce((sum, { counts }) => sum + counts[kind], 0);
      const wrong = parts.reduce((sum, { counts, bands }) => sum + counts[kind] * (bands[kind]?.[band] ?? 0), 0);
      const bound = upperBoundOfShare(wrong / trials, different[kind], 0.95);
      return `${(100 * (wrong / trials)).toFixed(2)} % (95 % bound ${(100 * bound).toFixed(2)} %)`;
    };
    return (
      `${specimens} specimens: skilled forgeries in match ${share('skilled', 'match')}, ` +
      `genuines in mismatch ${share('genuine', 'mismatch')}`
    );
  });
}
