// `npm run bench [-- NAME …]`: times and ratios, all measured in one run. Prints; asserts nothing.
import { benchCheque } from './cheque.ts';
import { benchCompare } from './compare.ts';
import { benchVerify } from './verify.ts';

const benches: Record<string, () => Promise<void>> = {
  verify: benchVerify,
  compare: benchCompare,
  cheque: benchCheque,
};

const wanted = process.argv.slice(2);
for (const name of wanted) {
  if (name in benches) continue;
  console.error(`There is no bench "${name}"; there are: ${Object.keys(benches).join(', ')}.`);
  process.exit(1);
}
for (const [name, run] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n== ${name}`);
  await run();
}
