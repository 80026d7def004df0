// Fits the trees that tell signatures from other ink on a cheque, and writes src-main/imaging/signatures/trees.json.
//
//   countersign sample --out DIR --count 600 --seed 1 --layouts tuned
//   node scripts/fit-signatures.ts --cheques DIR [--cheques DIR …] [--most N] [--dry] [--keep FILE]   (both: nothing is fitted)
//   node scripts/fit-signatures.ts --from FILE [--from FILE …] [--dry]      again, from what --keep wrote
//
// What later stages learn from, and what is printed, was said of each cheque by trees that saw no cheque of its layout.
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { probabilityOf, treeLogOdds, type BoostedTrees } from '../src-main/imaging/signatures/boosted-trees.ts';
import {
  groupFeatureNames,
  groupScene,
  measureGroup,
  unionOf,
  type MarkGroup,
} from '../src-main/imaging/signatures/group-features.ts';
import { halvesOf } from '../src-main/imaging/signatures/cut-in-two.ts';
import {
  chooseGroups,
  groupsWithin,
  growGroups,
  type GroupJudge,
  type GroupTree,
} from '../src-main/imaging/signatures/group-marks.ts';
import {
  linkFeatureNames,
  measureLinks,
  type Link,
  type WeighedMark,
} from '../src-main/imaging/signatures/link-features.ts';
import { markFeatureNames } from '../src-main/imaging/signatures/mark-features.ts';
import type { SignatureTrees } from '../src-main/imaging/signatures/weigh.ts';
import { fitBoostedTrees, type BoostOptions, type Rows } from './fit-signatures/boost.ts';
import { calibrate } from './fit-signatures/calibrate.ts';
import { exampleOf, type Example } from './fit-signatures/examples.ts';
import { treesText } from './fit-signatures/trees-text.ts';
import { overlapOf, readTruthCheques } from './fit-signatures/truth-cheques.ts';

const { values: given } = parseArgs({
  options: {
    cheques: { type: 'string', multiple: true, default: [] },
    most: { type: 'string', default: '100000' },
    keep: { type: 'string' },
    from: { type: 'string', multiple: true, default: [] },
    dry: { type: 'boolean', default: false },
  },
});

const common = { rate: 0.1, ridge: 2, rowShare: 0.7, featureShare: 0.6 };
const markOptions: BoostOptions = { ...common, trees: 60, depth: 4, leastLeaf: 4, seed: 'marks' };
const linkOptions: BoostOptions = { ...common, trees: 50, depth: 4, leastLeaf: 4, seed: 'links' };
const groupOptions: BoostOptions = { ...common, trees: 80, depth: 4, leastLeaf: 6, seed: 'groups' };

interface Row {
  readonly values: Float64Array;
  readonly yes: 0 | 1;
  readonly weight: number;
}

const examples: Example[] = [];
for (const file of given.from) examples.push(...(deserialize(await readFile(file)) as Example[]));
for (const folder of given.cheques) {
  for await (const upright of readTruthCheques(folder, Number(given.most))) examples.push(exampleOf(upright));
}
if (given.keep) await writeFile(given.keep, serialize(examples));
if (given.keep && given.dry) process.exit(0);
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

// Groups: all that were joined on the way.
const scenes = examples.map((example, index) => groupScene(weighed[index]!, example.ink, example.unit));
const grown = examples.map((_example, index): GroupTree[] =>
  growGroups(
    weighed[index]!,
    links[index]!.map(({ one, other }, at) => ({ one, other, logOdds: linkTrees.said[index]![at]! })),
  ),
);
const halves = grown.map((trees, index) => {
  const { ink, unit } = examples[index]!;
  return new Map(trees.flatMap(groupsWithin).map((group) => [group as MarkGroup, halvesOf(group, ink, unit)]));
});
const within = halves.map((some) => [...some].flatMap(([group, cuts]) => [group, ...cuts.flat()]));
const rightWith = (example: Example, { box }: MarkGroup): number =>
  Math.max(0, ...example.seen.map((seen) => (seen ? overlapOf(seen, box) : 0)));
/** Share of a group's ink that is a signature's. */
const purity = (example: Example, { marks: some }: MarkGroup): number => {
  const placeOf = new Map(example.marks.map(({ component }, at) => [component.label, at]));
  let [own, all] = [0, 0];
  for (const { component } of some) {
    own += component.area * example.shares[placeOf.get(component.label)!]!;
    all += component.area;
  }
  return own / all;
};
const groupValues = within.map((some, index) => some.map((group) => measureGroup(group, scenes[index]!)));
const inkRows = examples.map((example, index) =>
  within[index]!.map((group, at): Row => {
    const share = purity(example, group);
    return { values: groupValues[index]![at]!, yes: share > 0.5 ? 1 : 0, weight: Math.abs(2 * share - 1) };
  }),
);
const inkTrees = fitStage(groupFeatureNames, inkRows, groupOptions);
report('groups, whether a signature’s', inkRows, inkTrees.said);
const wholeRows = examples.map((example, index) =>
  within[index]!.map((group, at): Row => {
    const overlap = rightWith(example, group);
    const close = overlap > 0.6 && overlap < 0.8;
    // What isn't a signature's ink at all is told by the others.
    const weight = inkRows[index]![at]!.yes ? (close ? 0.4 : 1) : 0;
    return { values: groupValues[index]![at]!, yes: overlap >= 0.7 ? 1 : 0, weight };
  }),
);
const wholeTrees = fitStage(groupFeatureNames, wholeRows, { ...groupOptions, seed: 'whole' });
report('groups, whether whole', wholeRows, wholeTrees.said);
const groups = grown.map((trees, index) => {
  const places = new Map<MarkGroup, number>(within[index]!.map((group, at) => [group, at]));
  const whole = (group: MarkGroup): number => wholeTrees.said[index]![places.get(group)!]!;
  const judge: GroupJudge = {
    whole: (group) => probabilityOf(whole(group)),
    halves: (group) => halves[index]!.get(group) ?? [],
  };
  return trees
    .flatMap((tree) => chooseGroups(tree, judge))
    .map((group) => ({ ...group, ink: inkTrees.said[index]![places.get(group)!]!, whole: whole(group) }));
});

// Calibration, and what it comes to.
const calibration = calibrate(
  groups.flat().map(({ ink, whole }) => [ink, whole]),
  groups.flatMap((some, index) => some.map((group) => (rightWith(examples[index]!, group) >= 0.7 ? 1 : 0))),
);
console.log('calibrated by', calibration);
let [signed, found, wrong, unsigned, unsignedRight, reachable] = [0, 0, 0, 0, 0, 0];
const misses: string[] = [];
for (const [index, example] of examples.entries()) {
  const taken = groups[index]!.map((group) => ({
    ...group,
    logOdds: calibration.first * group.ink + calibration.second * group.whole + calibration.shift,
  }))
    .filter(({ logOdds }) => logOdds > 0)
    .sort((one, other) => other.logOdds - one.logOdds)
    .slice(0, 4);
  const hit = new Set<number>();
  const said: string[] = [];
  for (const { box, logOdds } of taken) {
    const overlaps = example.seen.map((seen) => (seen ? overlapOf(seen, box) : 0));
    const at = overlaps.findIndex((overlap, signature) => overlap >= 0.7 && !hit.has(signature));
    if (at >= 0) hit.add(at);
    else wrong += 1;
    said.push(`${logOdds.toFixed(1)}:${overlaps.map((overlap) => overlap.toFixed(2)).join('/') || '-'}`);
  }
  // What the marks that are mostly a signature's come to, were they all found and none else.
  const whole = example.seen.map((seen, signature) => {
    const own = example.marks.filter((_mark, at) => example.owners[at] === signature && example.shares[at]! > 0.5);
    return seen && own.length > 0 ? overlapOf(seen, unionOf(own.map(({ component }) => component.box))) : 0;
  });
  reachable += whole.filter((overlap) => overlap >= 0.7).length;
  found += hit.size;
  signed += example.seen.length;
  if (example.seen.length === 0) {
    unsigned += 1;
    if (taken.length === 0) unsignedRight += 1;
  }
  if (hit.size < example.seen.length || taken.length > hit.size) {
    misses.push(
      `${example.name} ${example.layout} ${example.tone}: marks allow ${whole.map((overlap) => overlap.toFixed(2)).join('/')}, groups ${said.join(' ') || 'none'}`,
    );
  }
}
console.log(misses.join('\n'));
console.log(
  `on layouts not seen: found ${found} of ${signed} (${((100 * found) / signed).toFixed(2)} %; the marks allow ${reachable}), ${(wrong / examples.length).toFixed(4)} false a cheque, unsigned right ${unsignedRight} of ${unsigned}`,
);

if (!given.dry) {
  const trees: SignatureTrees = {
    marks: marks.all,
    links: linkTrees.all,
    ink: inkTrees.all,
    whole: wholeTrees.all,
    inkWeight: Number(calibration.first.toPrecision(4)),
    wholeWeight: Number(calibration.second.toPrecision(4)),
    shift: Number(calibration.shift.toPrecision(4)),
  };
  const target = new URL('../src-main/imaging/signatures/trees.json', import.meta.url);
  await writeFile(target, treesText(trees, examples.length, layouts.length));
}
