import fitted from './trees.json' with { type: 'json' };
import type { SignatureTrees } from './weigh.ts';

/** What scripts/fit-signatures.ts fitted and wrote down; models/README.md, "What else was fitted", says on which cheques. */
export const signatureTrees: SignatureTrees = fitted;
