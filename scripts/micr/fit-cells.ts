// Trains the classifiers of MICR cells on lines that it prints itself, and writes src-main/imaging/micr/FONT-classifier.ts.
//
//   node scripts/micr/fit-cells.ts --font e13b [--lines 2600] [--epochs 12]
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { classify, unpackClassifier } from '../../src-main/imaging/micr/classifier.ts';
import type { MicrFont } from '../../src-main/imaging/micr/glyph.ts';
import { cellExamples } from './cell-examples.ts';
import { fitNetwork } from './network.ts';

const { values: given } = parseArgs({
  options: {
    font: { type: 'string', default: 'e13b' },
    lines: { type: 'string', default: '2600' },
    epochs: { type: 'string', default: '12' },
  },
});
const font: MicrFont = given.font === 'cmc7' ? 'cmc7' : 'e13b';
const classes = font === 'e13b' ? '0123456789⑆⑇⑈⑉ ' : '0123456789ABCDE ';
const report = (words: string): void => void process.stdout.write(`${words}\n`);

const examples = await cellExamples(font, Number(given.lines), 'train', 1);
report(`${examples.cells.length} cells`);
const data = fitNetwork(examples, {
  font,
  classes,
  hidden: font === 'e13b' ? 40 : 48,
  epochs: Number(given.epochs),
  report,
});
const classifier = unpackClassifier(data);
for (const harshest of [0.5, 1]) {
  const fresh = await cellExamples(font, 150, 'check', harshest);
  let [wrong, sureWrong] = [0, 0];
  for (const [index, cell] of fresh.cells.entries()) {
    const likely = classify(classifier, cell);
    const best = likely.indexOf(Math.max(...likely));
    if (classifier.classes[best] === fresh.labels[index]) continue;
    wrong += 1;
    if (likely[best]! > 0.98) sureWrong += 1;
  }
  report(`harshness up to ${harshest}: ${fresh.cells.length} fresh cells, ${wrong} wrong, ${sureWrong} of them sure`);
}

const lines = (data.weights.match(/.{1,110}/g) ?? []).map((line) => `'${line}'`).join(' +\n');
const text = `// Written by scripts/micr/fit-cells.ts --font ${font} --lines ${given.lines} --epochs ${given.epochs}: don't edit.
import type { CellClassifierData } from './classifier.ts';

/** Tells the characters of ${font === 'e13b' ? 'E-13B' : 'CMC-7'}. */
export const ${font}Classifier: CellClassifierData = {
  font: '${font}',
  classes: '${data.classes}',
  inputs: ${data.inputs},
  hidden: ${data.hidden},
  scales: [${data.scales.join(', ')}],
  biases: [${data.biases.join(', ')}],
  weights: ${lines},
};
`;
const target = new URL(`../../src-main/imaging/micr/${font}-classifier.ts`, import.meta.url);
await writeFile(target, await format(text, { parser: 'typescript', singleQuote: true, printWidth: 120 }));
