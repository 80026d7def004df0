// Fits the trees that tell signatures from other ink on a cheque, and writes src-main/imaging/signatures/trees.ts.
//
//   countersign sample --out DIR --count 600 --seed 1 --layouts tuned
//   node scripts/fit-signatures.ts --cheques DIR [--cheques DIR …] [--most N] [--dry]
//
// What later stages learn from, and what is printed, was said of each cheque by trees that saw no cheque of its layout.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { treeLogOdds, type BoostedTrees } from '../src-main/imaging/signatures/boosted-trees.ts';
import { groupFeatureNames, measureGroups, type MarkGroup } from '../src-main/imaging/signatures/group-features.ts';
import { groupMarks } from '../src-main/imaging/signatures/group-marks.ts';
import {
  linkFeatureNames,
  measureLinks,
  type Link,
  type WeighedMark,
} from '../src-main/imaging/signatures/link-features.ts';
import { markFeatureNames } from '../src-main/imaging/signatures/mark-features.ts';
import type { SignatureTrees } from '../src-main/imaging/signatures/weigh.ts';
import { fitBoostedTrees, type BoostOptions, type Rows } from './fit-signatures/boost.ts';
import { exampleOf, type Example } from './fit-signatures/examples.ts';
import { overlapOf, readTruthCheques } from './fit-signatures/truth-cheques.ts';

const { values: given } = parseArgs({
  options: {
    cheques: { type: 'string', multiple: true, default: [] },
    most: { type: 'string', default: '100000' },
    dry: { type: 'boolean', default: false },
  },
});

const common = { rate: 0.1, ridge: 2, rowShare: 0.7, featureShare: 0.6 };
const markOptions: BoostOptions = { ...common, trees: 60, depth: 4, leastLeaf: 4, seed: 'marks' };
const linkOptions: BoostOptions = { ...common, trees: 50, depth: 4, leastLeaf: 4, seed: 'links' };
const groupOptions: BoostOptions = { ...common, trees: 40, depth: 3, leastLeaf: 3, seed: 'groups' };

interface Row {
  readonly values: Float64Array;
  readonly yes: 0 | 1;
  readonly weight: number;
}

const examples: Example[] = [];
for (const folder of given.cheques) {
  for await (const upright of readTruthCheques(folder, Number(given.most))) examples.push(exampleOf(upright));
}
const layouts = [...new Set(examples.map(({ layout }) => layout))].sort();
const folds = Math.min(5, layouts.length);
const foldOf = (example: Example): number => layouts.indexOf(example.layout) % folds;
console.log(`${examples.length} cheques, ${layouts.length} layouts, ${folds} folds by layout`);

/** Trees of all rows, and what trees that saw none of an example's layout say of its rows. */
function fitStage(
  names: readonly string[],
  rows: readonly (readonly Row[])[],
  options: BoostOptions,
): { all: BoostedTrees; said: number[][] } {
  const fit = (chosen: readonly (readonly Row[])[]): BoostedTrees => {
    const flat = chosen.flat();
    const fitted: Rows = {
      features: names,
      values: flat.map(({ values }) => values),
      yes: flat.map(({ yes }) => yes),
      weights: flat.map(({ weight }) => weight),
    };
    return fitBoostedTrees(fitted, options);
  };
  const said = new Array<number[]>(rows.length).fill([]);
  for (let fold = 0; fold < folds; fold += 1) {
    const trees = fit(rows.filter((_rows, index) => folds === 1 || foldOf(examples[index]!) !== fold));
    for (const [index, some] of rows.entries()) {
      if (foldOf(examples[index]!) === fold) said[index] = some.map(({ values }) => treeLogOdds(trees, values));
    }
  }
  return { all: fit(rows), said };
}

function report(title: string, rows: readonly (readonly Row[])[], said: readonly (readonly number[])[]): void {
  let [loss, weights, right, yes] = [0, 0, 0, 0];
  for (const [index, some] of rows.entries()) {
    for (const [at, row] of some.entries()) {
      const logOdds = said[index]![at]!;
      loss += row.weight * Math.log(1 + Math.exp(row.yes ? -logOdds : logOdds));
      weights += row.weight;
      if (logOdds > 0 === (row.yes === 1)) right += row.weight;
      if (row.yes) yes += row.weight;
    }
  }
  const count = rows.reduce((sum, some) => sum + some.length, 0);
  console.log(
    `${title}: ${count} rows, ${((100 * yes) / weights).toFixed(1)} % yes, right ${((100 * right) / weights).toFixed(2)} %, loss ${(loss / weights).toFixed(4)}`,
  );
}

// Marks.
const markRows = examples.map(({ marks, shares }) =>
  marks.map(({ features, component }, at): Row => {
    const share = shares[at]!;
    const size = Math.sqrt(component.box.width * component.box.height);
    return {
      values: features,
      yes: share > 0.5 ? 1 : 0,
      weight: Math.abs(2 * share - 1) * Math.min(3, 0.3 + size / 30),
    };
  }),
);
const marks = fitStage(markFeatureNames, markRows, markOptions);
report('marks', markRows, marks.said);
const weighed = examples.map((example, index) =>
  example.marks.map((mark, at): WeighedMark => ({ ...mark, logOdds: marks.said[index]![at]! })),
);

// Links.
const links = examples.map((example, index): Link[] => measureLinks(weighed[index]!, example.ink, example.unit));
const linkRows = examples.map(({ shares, owners, marks: own }, index) =>
  links[index]!.map(({ one, other, features }): Row => {
    const both = shares[one]! > 0.5 && shares[other]! > 0.5;
    const sizes = [one, other].map((at) => Math.sqrt(own[at]!.component.box.width * own[at]!.component.box.height));
    return {
      values: features,
      yes: both && owners[one] === owners[other] ? 1 : 0,
      weight: Math.min(2, 0.2 + Math.min(...sizes) / 15),
    };
  }),
);
const linkTrees = fitStage(linkFeatureNames, linkRows, linkOptions);
report('links', linkRows, linkTrees.said);

// Groups.
const groups = examples.map((_example, index): MarkGroup[] =>
  groupMarks(
    weighed[index]!,
    links[index]!.map(({ one, other }, at) => ({ one, other, logOdds: linkTrees.said[index]![at]! })),
  ),
);
const groupRows = examples.map((example, index) => {
  const features = measureGroups(groups[index]!, weighed[index]!, example.ink, example.unit);
  return groups[index]!.map(({ box }, at): Row => {
    const best = Math.max(0, ...example.seen.map((seen) => (seen ? overlapOf(seen, box) : 0)));
    return { values: features[at]!, yes: best >= 0.5 ? 1 : 0, weight: 1 };
  });
});
const groupTrees = fitStage(groupFeatureNames, groupRows, groupOptions);
report('groups', groupRows, groupTrees.said);

// Calibration, and what it comes to.
const flatSaid = groupTrees.said.flat();
const flatYes = groupRows.flat().map(({ yes }) => yes);
const { scale, shift } = calibrate(flatSaid, flatYes);
let [signed, found, wrong, unsigned, unsignedRight] = [0, 0, 0, 0, 0];
const misses: string[] = [];
for (const [index, example] of examples.entries()) {
  const taken = groups[index]!.map((group, at) => ({ ...group, logOdds: scale * groupTrees.said[index]![at]! + shift }))
    .filter(({ logOdds }) => logOdds > 0)
    .sort((one, other) => other.logOdds - one.logOdds)
    .slice(0, 4);
  const hit = new Set<number>();
  for (const { box } of taken) {
    const at = example.seen.findIndex((seen, signature) => seen && !hit.has(signature) && overlapOf(seen, box) >= 0.7);
    if (at < 0) {
      wrong += 1;
      misses.push(`${example.name} ${example.layout} ${example.tone}: wrong`);
    } else hit.add(at);
  }
  found += hit.size;
  signed += example.seen.length;
  if (example.seen.length === 0) {
    unsigned += 1;
    if (taken.length === 0) unsignedRight += 1;
  }
  if (hit.size < example.seen.length) misses.push(`${example.name} ${example.layout} ${example.tone}: missed`);
}
console.log(misses.join('\n'));
console.log(
  `on layouts not seen: found ${found} of ${signed} (${((100 * found) / signed).toFixed(2)} %), ${(wrong / examples.length).toFixed(4)} false a cheque, unsigned right ${unsignedRight} of ${unsigned}`,
);

if (!given.dry) {
  const trees: SignatureTrees = {
    marks: marks.all,
    links: linkTrees.all,
    groups: groupTrees.all,
    scale: Number(scale.toPrecision(4)),
    shift: Number(shift.toPrecision(4)),
  };
  const source = `import type { SignatureTrees } from './weigh.ts';

/** Fitted on ${examples.length} generated cheques of ${layouts.length} layouts by scripts/fit-signatures.ts, which wrote this file. */
export const signatureTrees: SignatureTrees = ${JSON.stringify(trees)};
`;
  const target = new URL('../src-main/imaging/signatures/trees.ts', import.meta.url);
  await writeFile(target, await format(source, { parser: 'typescript', singleQuote: true, printWidth: 120 }));
}

/** Platt's scale and shift by Newton's steps, drawn a little towards 1 and 0. */
function calibrate(said: readonly number[], yes: readonly number[]): { scale: number; shift: number } {
  let [slope, offset] = [1, 0];
  for (let step = 0; step < 50; step += 1) {
    let [g0, g1, h00, h01, h11] = [slope - 1, offset, 1, 0, 1];
    for (const [at, x] of said.entries()) {
      const p = 1 / (1 + Math.exp(-slope * x - offset));
      const miss = p - yes[at]!;
      const curve = Math.max(1e-6, p * (1 - p));
      g0 += miss * x;
      g1 += miss;
      h00 += curve * x * x;
      h01 += curve * x;
      h11 += curve;
    }
    const determinant = h00 * h11 - h01 * h01;
    const [change0, change1] = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
    slope -= change0;
    offset -= change1;
    if (Math.abs(change0) + Math.abs(change1) < 1e-8) break;
  }
  return { scale: slope, shift: offset };
}
