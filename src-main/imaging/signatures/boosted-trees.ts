/**
 * Boosted decision trees for a yes or no (Friedman 2001, with the second-order leaves of Chen and Guestrin 2016), flat: every
 * tree is complete, of the same depth, its nodes in breadth-first order.
 */
export interface BoostedTrees {
  /** Decisions from root to leaf, at least 1. */
  readonly depth: number;
  /** Log-odds before any tree has spoken. */
  readonly bias: number;
  /** `trees * (2^depth - 1)` each: which feature a node looks at, and the value at or below which it goes left. */
  readonly splitFeature: readonly number[];
  readonly splitValue: readonly number[];
  /** `trees * 2^depth`: log-odds that a leaf adds. */
  readonly leaves: readonly number[];
}

/**
 * Log-odds of yes, natural logarithm.
 *
 * @param values one for each feature of the model.
 */
export function treeLogOdds(model: BoostedTrees, values: ArrayLike<number>): number {
  const { depth, splitFeature, splitValue, leaves } = model;
  const nodes = (1 << depth) - 1;
  let sum = model.bias;
  for (let from = 0, leaf = 0; leaf < leaves.length; from += nodes, leaf += nodes + 1) {
    let node = 0;
    for (let level = 0; level < depth; level += 1) {
      node = 2 * node + (values[splitFeature[from + node]!]! <= splitValue[from + node]! ? 1 : 2);
    }
    sum += leaves[leaf + node - nodes]!;
  }
  return sum;
}

/** Probability, 0 to 1, of natural log-odds. */
export function probabilityOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
