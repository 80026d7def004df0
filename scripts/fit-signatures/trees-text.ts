// The text of src-main/imaging/signatures/trees.json.
import { createHash } from 'node:crypto';
import { groupFeatureNames } from '../../src-main/imaging/signatures/group-features.ts';
import { linkFeatureNames } from '../../src-main/imaging/signatures/link-features.ts';
import { markFeatureNames } from '../../src-main/imaging/signatures/mark-features.ts';
import type { SignatureTrees } from '../../src-main/imaging/signatures/weigh.ts';

/** SHA-256 over the names of all features in their order: trees go with the features that they were fitted on, and no others. */
export function featuresDigest(): string {
  const names = [markFeatureNames, linkFeatureNames, groupFeatureNames];
  return createHash('sha256').update(JSON.stringify(names)).digest('hex');
}

/** Trees as they are stored: a line for each list of numbers. */
export function treesText(trees: SignatureTrees, cheques: number, layouts: number): string {
  const { marks, links, ink, whole, ...calibration } = trees;
  const parts = { fittedBy: 'scripts/fit-signatures.ts', cheques, layouts, features: featuresDigest(), ...calibration };
  const lines = Object.entries(parts).map(([name, value]) => `  "${name}": ${JSON.stringify(value)}`);
  for (const [name, model] of Object.entries({ marks, links, ink, whole })) {
    const lists = Object.entries(model).map(([key, value]) => `    "${key}": ${JSON.stringify(value)}`);
    lines.push(`  "${name}": {\n${lists.join(',\n')}\n  }`);
  }
  return `{\n${lines.join(',\n')}\n}\n`;
}
