// `npm run prove -- NAME`: one long proof, whole. `npm test` runs the same at a tenth.
import { proveBatchKills } from './batch-kills.ts';
import { proveIndexKills } from './index-kills.ts';
import { proveKills } from './kills.ts';
import { proveMetricKills } from './metric-kills.ts';
import { proveMutatedFiles } from './mutated-files.ts';
import { proveOneHand } from './one-hand.ts';
import { proveTampering } from './tampering.ts';

/** Each proof, and how often it is done where nobody says. */
const proofs: Record<
  string,
  { readonly prove: (count: number, more: readonly string[]) => Promise<void>; readonly whole: string }
> = {
  'batch-kills': { prove: proveBatchKills, whole: '100' },
  'index-kills': { prove: proveIndexKills, whole: '100' },
  kills: { prove: proveKills, whole: '50' },
  'metric-kills': { prove: proveMetricKills, whole: '50' },
  'mutated-files': { prove: proveMutatedFiles, whole: '10000' },
  'one-hand': { prove: proveOneHand, whole: '2000' },
  tampering: { prove: proveTampering, whole: '1000' },
};

const [name = '', wanted, ...more] = process.argv.slice(2);
const proof = Object.hasOwn(proofs, name) ? proofs[name] : undefined;
const count = wanted ?? proof?.whole ?? '';
if (!proof || !/^[1-9]\d*$/.test(count)) {
  console.error(`Usage: npm run prove -- NAME [COUNT]. Proofs: ${Object.keys(proofs).join(', ')}.`);
  process.exit(1);
}
await proof.prove(Number(count), more);
