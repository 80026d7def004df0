// Reads the MICR line of every cheque in a folder with a truth.jsonl as the engine does, prints each line that came out
// wrong with where it failed, then how many came out right, by font and resolution.
//
//   node scripts/micr/measure-cheques.ts DIR [DIR …] [--all]
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { matchCheques, scoreLine } from '../../src-main/desk/cheques/score-page.ts';
import { readTruthFolder, type TruePicture } from '../../src-main/desk/cheques/truth-folder.ts';
import { decodeScan } from '../../src-main/imaging/decode.ts';
import { readMicrLine } from '../../src-main/imaging/micr/read-line.ts';
import type { MicrReading } from '../../src-main/imaging/micr/reading.ts';
import { lookAtPage } from '../../src-main/imaging/page/find-cheques.ts';
import { uprightCheque } from '../../src-main/imaging/page/upright-cheque.ts';

/** What came of one printed line. `unsure`: right, but a person is asked to look. */
type Outcome = 'right' | 'unsure' | 'no cheque' | 'no line' | 'doubtful' | 'cut short' | 'wrong' | 'sure and wrong';

const { values: given, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { all: { type: 'boolean', default: false } },
});
const print = (words: string): void => void process.stdout.write(`${words}\n`);
const tally = new Map<string, Map<Outcome, number>>();
for (const folder of folders) for (const picture of await readTruthFolder(folder)) await measure(picture);
for (const [kind, outcomes] of [...tally].sort()) {
  const of = (outcome: Outcome): number => outcomes.get(outcome) ?? 0;
  const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
  const right = of('right') + of('unsure');
  const others = [...outcomes].filter(([outcome]) => outcome !== 'right');
  const share = ((100 * right) / total).toFixed(1);
  print(`${kind}: ${right} of ${total} right (${share} %); ${others.map((one) => one.join(' ')).join(', ')}`);
}

async function measure({ path, truth }: TruePicture): Promise<void> {
  const { image, dotsPerInch } = await decodeScan(await readFile(path), { page: truth.page });
  const cheques = lookAtPage(image, dotsPerInch).cheques.map((cheque) => uprightCheque(cheque, readMicrLine));
  const places = matchCheques(
    truth,
    cheques.map(({ cheque }) => cheque),
  );
  for (const [at, { micr }] of truth.cheques.entries()) {
    if (!micr) continue;
    const read = cheques[places.indexOf(at)];
    const outcome = outcomeOf(micr.text, read?.reading ?? null, read !== undefined);
    const kind = `${micr.font} ${(truth.dotsPerInch ?? 200) < 200 ? 'under 200 dpi' : 'from 200 dpi'}`;
    const outcomes = tally.get(kind) ?? new Map<Outcome, number>();
    tally.set(kind, outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1));
    if (outcome === 'right' || (outcome === 'unsure' && !given.all)) continue;
    const { skew, turn, page } = truth.condition ?? {};
    print(
      `${path}#${at} ${truth.tone} ${truth.dotsPerInch} dpi, ${page}, skew ${skew}, turn ${turn}: ${outcome}\n` +
        `  printed ${micr.text}\n  read    ${read?.reading?.text ?? 'nothing'}`,
    );
  }
}

function outcomeOf(printed: string, reading: MicrReading | null, found: boolean): Outcome {
  if (!found) return 'no cheque';
  if (!reading) return 'no line';
  const { right, sureWrong } = scoreLine(printed, reading);
  if (right) return reading.sure ? 'right' : 'unsure';
  if (sureWrong) return 'sure and wrong';
  const [wanted, got] = [printed.replaceAll(/\s/g, ''), reading.text.replaceAll(/\s/g, '')];
  if (wanted.length !== got.length) return 'cut short';
  return [...wanted].every((letter, index) => got[index] === letter || got[index] === '?') ? 'doubtful' : 'wrong';
}
