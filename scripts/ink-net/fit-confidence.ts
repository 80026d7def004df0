// Fits the weights of src-main/imaging/signatures/group-confidence.ts: logistic regression (Newton's method, ridge 0.01 a group)
// over what groupVotes measures, on planes that the net wasn't trained on. Prints them and what they come to.
//
//   node scripts/ink-net/fit-confidence.ts --net FILE.onnx --planes FILE [--planes FILE …]
import { parseArgs } from 'node:util';
import type { VotedGroup } from '../../src-main/imaging/signatures/group-votes.ts';
import { wellFitting } from '../../src-main/imaging/signatures/group-confidence.ts';
import { judgePlanes } from './judge-planes.ts';

const { values: given } = parseArgs({
  options: { net: { type: 'string' }, planes: { type: 'string', multiple: true, default: [] } },
});
if (!given.net || given.planes.length === 0) throw new Error('Name --net FILE and --planes FILE.');

const names = ['sureness', 'spread', 'misfit', 'pixels'] as const;
const measures = ({ sureness, spread, fit, pixels }: VotedGroup): number[] => [
  sureness,
  spread,
  Math.max(0, wellFitting - fit),
  Math.log(pixels),
];
const groups: { readonly measures: number[]; readonly right: boolean }[] = [];
for await (const judged of judgePlanes(given.net, given.planes))
  for (const { group, taken } of judged.groups) groups.push({ measures: measures(group), right: taken !== null });

const means = names.map((_, at) => mean(groups.map((group) => group.measures[at]!)));
const spreads = names.map((_, at) => Math.sqrt(mean(groups.map((group) => (group.measures[at]! - means[at]!) ** 2))));
const rows = groups.map((group) => [1, ...group.measures.map((value, at) => (value - means[at]!) / spreads[at]!)]);
let weights = fit([1, 1, 1, 1, 1]);
// The more the votes of a group differ, the less it is one signature: where a few examples say otherwise, they aren't believed.
if (weights[2]! > 0) weights = fit([1, 1, 0, 1, 1]);
const own = names.map((_, at) => weights[at + 1]! / spreads[at]!);
const constant = weights[0]! - own.reduce((sum, weight, at) => sum + weight * means[at]!, 0);
console.log({ constant, ...Object.fromEntries(names.map((name, at) => [name, own[at]!])) });
for (const least of [0, 0.85, 2.2, 4]) {
  const kept = groups.filter(
    (group) => constant + group.measures.reduce((sum, value, at) => sum + value * own[at]!, 0) > least,
  );
  const right = kept.filter((group) => group.right).length;
  const all = groups.filter((group) => group.right).length;
  console.log(
    `log-odds above ${least}: ${right} of ${all} signatures, ${kept.length - right} of ${groups.length - all} others`,
  );
}

/** @param used 1 where a weight may be other than 0 */
function fit(used: readonly number[]): number[] {
  const found = used.map(() => 0);
  const ridge = 0.01 * rows.length;
  for (let round = 0; round < 60; round += 1) {
    const slope = used.map((_, at) => (at === 0 ? 0 : (ridge / 100) * found[at]!));
    const bend = used.map((_, at) => used.map((_other, other) => (at === other ? (at === 0 ? 1e-9 : ridge / 100) : 0)));
    for (const [index, row] of rows.entries()) {
      const likely = 1 / (1 + Math.exp(-row.reduce((sum, value, at) => sum + value * found[at]! * used[at]!, 0)));
      const off = likely - (groups[index]!.right ? 1 : 0);
      for (const [at, value] of row.entries()) {
        slope[at]! += off * value;
        for (const [other, second] of row.entries()) bend[at]![other]! += likely * (1 - likely) * value * second;
      }
    }
    const step = solve(bend, slope);
    for (const at of found.keys()) if (used[at]) found[at]! -= step[at]!;
  }
  return found;
}

/** Gaussian elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const work = matrix.map((row, at) => [...row, right[at]!]);
  for (let at = 0; at < work.length; at += 1) {
    const best = work
      .slice(at)
      .reduce((top, row, index) => (Math.abs(row[at]!) > Math.abs(work[top]![at]!) ? at + index : top), at);
    [work[at], work[best]] = [work[best]!, work[at]!];
    for (const [index, row] of work.entries()) {
      if (index === at) continue;
      const share = row[at]! / work[at]![at]!;
      for (let column = at; column <= work.length; column += 1) row[column]! -= share * work[at]![column]!;
    }
  }
  return work.map((row, at) => row[work.length]! / row[at]!);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
