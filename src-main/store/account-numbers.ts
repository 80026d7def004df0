export { normaliseAccountNumber } from '../contract/account-number.ts';

/**
 * Whether two different normalised numbers are one slip apart: one character wrong, missing or extra, or two neighbours
 * swapped (a Damerau-Levenshtein distance of exactly one).
 */
export function oneSlipApart(first: string, second: string): boolean {
  if (first === second) return false;
  const [short, long] = first.length <= second.length ? [first, second] : [second, first];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  let end = 0;
  while (end < short.length - start && short[short.length - 1 - end] === long[long.length - 1 - end]) end++;
  if (short.length !== long.length) return start + end >= short.length;
  const between = short.length - start - end;
  if (between === 1) return true;
  return between === 2 && short[start] === long[start + 1] && short[start + 1] === long[start];
}
