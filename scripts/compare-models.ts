// Prints the comparison of all packages under models/:
//
//   node scripts/compare-models.ts                     what the manifests and models/training/checks say
//   node scripts/compare-models.ts --measure --index FILE [--split validation]     error rates measured again
//   node scripts/compare-models.ts --speed             times on this machine, beside sharp's decoding of a cheque
//   … --write                                          puts what was printed into models/README.md (not with --measure)
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { evaluateIndex } from '../src-main/desk/evaluate.ts';
import { withBlock } from './compare-models/blocks.ts';
import { errorRatesOf, readModels } from './compare-models/read-models.ts';
import { speedTable } from './compare-models/speed.ts';
import { checksTable, costTable, ratesTable, type ByModel } from './compare-models/tables.ts';
import { scriptHost } from './script-host.ts';
import { readCheck } from './two-fold/result.ts';

const directory = new URL('../models/', import.meta.url);

/**
 * The blocks of models/README.md that `node scripts/compare-models.ts` prints, by name: everything but the times.
 * @param measured error rates in place of those that the manifests carry.
 */
export async function comparisonBlocks(measured?: ByModel): Promise<Record<string, string>> {
  const models = await readModels(fileURLToPath(directory));
  const ids = models.map(({ manifest }) => manifest.id);
  const checks = (
    await Promise.all(
      ids.flatMap((id) => [
        readCheck(id, 'two-fold'),
        readCheck(id, 'cross-set'),
        readCheck(id, 'cross-set', 'validation'),
      ]),
    )
  ).filter((check) => check !== null);
  const none = 'No model has been checked in this way.';
  return {
    cost: costTable(models),
    rates: ratesTable(measured ?? models.map((model) => [model.manifest.id, errorRatesOf(model)] as const)),
    'two-fold': checksTable(checks, 'two-fold') ?? none,
    'cross-set': checksTable(checks, 'cross-set') ?? none,
    'cross-set-validation': checksTable(checks, 'cross-set', 'validation') ?? none,
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      measure: { type: 'boolean', default: false },
      index: { type: 'string' },
      split: { type: 'string', default: 'validation' },
      speed: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  if (values.measure && (!values.index || values.write)) {
    console.error('--measure needs --index FILE, and goes without --write: the packages themselves carry the figures.');
    process.exitCode = 64;
    return;
  }
  const models = await readModels(fileURLToPath(directory));
  let measured: ByModel | undefined;
  if (values.measure && values.index) {
    const host = scriptHost(fileURLToPath(directory));
    const found: (readonly [string, ByModel[number][1]])[] = [];
    for (const { manifest } of models) {
      const request = { index: values.index, split: values.split, specimens: [1, 2, 3, 5], model: manifest.id };
      found.push([manifest.id, (await evaluateIndex(host, request)).sets]);
    }
    measured = found;
  }
  const blocks = values.speed ? { speed: await speedTable(models) } : await comparisonBlocks(measured);
  for (const [name, content] of Object.entries(blocks)) console.log(`${name}\n\n${content}\n`);
  if (!values.write) return;
  const file = new URL('README.md', directory);
  let text = await readFile(file, 'utf8');
  for (const [name, content] of Object.entries(blocks)) text = withBlock(text, name, content);
  await writeFile(file, text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
