// Fits boosted trees (src-main/imaging/signatures/boosted-trees.ts) to rows of features.
import type { BoostedTrees } from '../../src-main/imaging/signatures/boosted-trees.ts';
import { seededRandom } from '../../src-main/sample/seeded.ts';

/** Rows to fit: features of each, yes (1) or no (0), and how much each weighs. */
export interface Rows {
  readonly features: readonly string[];
  readonly values: readonly Float64Array[];
  readonly yes: readonly (0 | 1)[];
  readonly weights: readonly number[];
}

export interface BoostOptions {
  readonly trees: number;
  readonly depth: number;
  /** Share of each tree's step that is taken. */
  readonly rate: number;
  /** Weight that a leaf needs at least (sum of second derivatives), and what is added to it. */
  readonly leastLeaf: number;
  readonly ridge: number;
  /** Share of the rows and of the features that each tree sees. */
  readonly rowShare: number;
  readonly featureShare: number;
  readonly seed: string;
}

const bins = 64;

/** Fits trees by the second-order gain over binned features. Same rows, options and seed: same trees. */
export function fitBoostedTrees(rows: Rows, options: BoostOptions): BoostedTrees {
  const { depth } = options;
  const count = rows.values.length;
  const width = rows.features.length;
  const random = seededRandom('boost', options.seed);
  const edges = rows.features.map((_name, feature) => binEdges(rows.values.map((row) => row[feature]!)));
  const binned = rows.features.map((_name, feature) =>
    Uint8Array.from(rows.values, (row) => binOf(edges[feature]!, row[feature]!)),
  );
  let yesWeight = 0;
  let allWeight = 0;
  for (let row = 0; row < count; row += 1) {
    allWeight += rows.weights[row]!;
    if (rows.yes[row]) yesWeight += rows.weights[row]!;
  }
  const share = Math.min(0.99, Math.max(0.01, yesWeight / allWeight));
  const bias = Math.log(share / (1 - share));
  const scores = new Float64Array(count).fill(bias);
  const gradients = new Float64Array(count);
  const curvatures = new Float64Array(count);
  const splitFeature: number[] = [];
  const splitValue: number[] = [];
  const leaves: number[] = [];
  const nodeOf = new Int32Array(count);
  const inner = (1 << depth) - 1;
  for (let tree = 0; tree < options.trees; tree += 1) {
    for (let row = 0; row < count; row += 1) {
      const p = 1 / (1 + Math.exp(-scores[row]!));
      const weight = rows.weights[row]!;
      gradients[row] = weight * (p - rows.yes[row]!);
      curvatures[row] = weight * Math.max(1e-6, p * (1 - p));
    }
    const seen: number[] = [];
    for (let row = 0; row < count; row += 1) if (random.uniform(0, 1) < options.rowShare) seen.push(row);
    const looked: number[] = [];
    for (let feature = 0; feature < width; feature += 1)
      if (random.uniform(0, 1) < options.featureShare) looked.push(feature);
    if (looked.length === 0) looked.push(random.integer(width));
    nodeOf.fill(0);
    const features = new Array<number>(inner).fill(0);
    const values = new Array<number>(inner).fill(1e30);
    for (let level = 0; level < depth; level += 1) {
      const first = (1 << level) - 1;
      const nodes = 1 << level;
      const best = bestSplits(seen, nodeOf, first, nodes, looked, binned, gradients, curvatures, options);
      for (let node = 0; node < nodes; node += 1) {
        const split = best[node];
        if (!split) continue;
        features[first + node] = split.feature;
        values[first + node] = rounded(edges[split.feature]![split.bin]!);
      }
      for (let row = 0; row < count; row += 1) {
        const node = nodeOf[row]!;
        const right = rows.values[row]![features[node]!]! > values[node]!;
        nodeOf[row] = 2 * node + (right ? 2 : 1);
      }
    }
    const gradientSums = new Float64Array(inner + 1);
    const curvatureSums = new Float64Array(inner + 1);
    for (const row of seen) {
      gradientSums[nodeOf[row]! - inner]! += gradients[row]!;
      curvatureSums[nodeOf[row]! - inner]! += curvatures[row]!;
    }
    const first = leaves.length;
    for (let leaf = 0; leaf <= inner; leaf += 1)
      leaves.push(rounded((-options.rate * gradientSums[leaf]!) / (curvatureSums[leaf]! + options.ridge)));
    for (let row = 0; row < count; row += 1) scores[row]! += leaves[first + nodeOf[row]! - inner]!;
    splitFeature.push(...features);
    splitValue.push(...values);
  }
  return { depth, bias: rounded(bias), splitFeature, splitValue, leaves };
}

interface Split {
  readonly feature: number;
  readonly bin: number;
}

function bestSplits(
  seen: readonly number[],
  nodeOf: Int32Array,
  first: number,
  nodes: number,
  looked: readonly number[],
  binned: readonly Uint8Array[],
  gradients: Float64Array,
  curvatures: Float64Array,
  options: BoostOptions,
): (Split | null)[] {
  const best = new Array<Split | null>(nodes).fill(null);
  const bestGain = new Float64Array(nodes).fill(1e-3);
  const gradientSums = new Float64Array(nodes * bins);
  const curvatureSums = new Float64Array(nodes * bins);
  for (const feature of looked) {
    gradientSums.fill(0);
    curvatureSums.fill(0);
    const column = binned[feature]!;
    for (const row of seen) {
      const at = (nodeOf[row]! - first) * bins + column[row]!;
      gradientSums[at]! += gradients[row]!;
      curvatureSums[at]! += curvatures[row]!;
    }
    for (let node = 0; node < nodes; node += 1) {
      let [allGradient, allCurvature] = [0, 0];
      for (let at = node * bins; at < (node + 1) * bins; at += 1) {
        allGradient += gradientSums[at]!;
        allCurvature += curvatureSums[at]!;
      }
      const whole = allGradient ** 2 / (allCurvature + options.ridge);
      let [gradient, curvature] = [0, 0];
      for (let bin = 0; bin < bins - 1; bin += 1) {
        gradient += gradientSums[node * bins + bin]!;
        curvature += curvatureSums[node * bins + bin]!;
        const other = allCurvature - curvature;
        if (curvature < options.leastLeaf || other < options.leastLeaf) continue;
        const gain =
          gradient ** 2 / (curvature + options.ridge) + (allGradient - gradient) ** 2 / (other + options.ridge) - whole;
        if (gain > bestGain[node]!) {
          bestGain[node] = gain;
          best[node] = { feature, bin };
        }
      }
    }
  }
  return best;
}

/** Greatest value of each bin but the last: quantiles, each once. */
function binEdges(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  const edges = new Set<number>();
  for (let bin = 1; bin < bins; bin += 1) {
    const edge = sorted[Math.floor((bin * sorted.length) / bins)]!;
    if (edge < sorted.at(-1)!) edges.add(edge);
  }
  return [...edges];
}

function binOf(edges: readonly number[], value: number): number {
  let bin = 0;
  while (bin < edges.length && value > edges[bin]!) bin += 1;
  return bin;
}

/** Five digits are as good, and half as long in the file. */
function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
