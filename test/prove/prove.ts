// `npm run prove -- NAME`: one long proof, whole. `npm test` runs the same at a tenth.
import { proveKills } from './kills.ts';

const proofs: Record<string, (count: number) => Promise<void>> = { kills: proveKills };

const [name = '', count = '50'] = process.argv.slice(2);
const proof = Object.hasOwn(proofs, name) ? proofs[name] : undefined;
if (!proof || !/^[1-9]\d*$/.test(count)) {
  console.error(`Usage: npm run prove -- NAME [COUNT]. Proofs: ${Object.keys(proofs).join(', ')}.`);
  process.exit(1);
}
await proof(Number(count));
