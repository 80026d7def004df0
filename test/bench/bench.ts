// `npm run bench [-- NAME … [COUNT]]`: times and ratios, all measured in one run. Prints; asserts nothing.
import { benchCheque } from './cheque.ts';
import { benchCompare } from './compare.ts';
import { benchFolder } from './folder.ts';
import { benchIdentify } from './identify.ts';
import { benchIndexKinds } from './index-kinds.ts';
import { benchVerify } from './verify.ts';

const benches: Record<string, (count?: number) => Promise<void>> = {
  verify: benchVerify,
  compare: benchCompare,
  cheque: benchCheque,
  folder: benchFolder,
  identify: benchIdentify,
  'index-kinds': benchIndexKinds,
};

/** Takes minutes or hours: only where it is asked for by name. */
const long = new Set(['folder', 'identify', 'index-kinds']);

const words = process.argv.slice(2);
const wanted = words.filter((word) => !/^\d+$/.test(word));
const count = words.find((word) => /^\d+$/.test(word));
for (const name of wanted) {
  if (name in benches) continue;
  console.error(`There is no bench "${name}"; there are: ${Object.keys(benches).join(', ')}.`);
  process.exit(1);
}
for (const [name, run] of Object.entries(benches)) {
  if (wanted.length > 0 ? !wanted.includes(name) : long.has(name)) continue;
  console.log(`\n== ${name}`);
  await run(count === undefined ? undefined : Number(count));
}
