import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cardScanner } from './card-scanner.ts';
import { encode, renderTrace, toGrey } from './render.ts';
import { seededRandom } from './seeded.ts';
import { createSigner, writeGenuine, writeImitation } from './signer.ts';
import type { Signer, Trace } from './signer.ts';

/** How many synthetic signatures to write. */
export interface SampleIndexOptions {
  /** At least 2. */
  readonly signers: number;
  /** Genuine signatures a signer, at least 1. */
  readonly genuine: number;
  /** Skilled forgeries a signer; each forger makes a few of them. */
  readonly forgeries: number;
  readonly seed: number | string;
  /** Share of the signers in the validation split; 0.25 unless told. */
  readonly validation?: number;
  /** Pixels per inch; 300 unless told. */
  readonly dpi?: number;
}

/**
 * Writes grey PNGs of synthetic signatures and an index of them, in the form that `evaluate`, `prepare` and the training
 * read: tab separated, header `path dataset writer kind split`; kind is genuine or forgery, split is train or
 * validation, and a writer is in one split only. Data set `synthetic`, writers `001`, `002` and so on; paths are
 * relative to the index, with forward slashes.
 *
 * @param directory made when it isn't there; files of the same names are overwritten.
 * @returns the path of `index.tsv`.
 * @throws Error when fewer than 2 signers are asked for.
 */
export async function writeSampleIndex(directory: string, options: SampleIndexOptions): Promise<string> {
  const { signers, genuine, forgeries, seed, validation = 0.25, dpi = 300 } = options;
  if (signers < 2) throw new Error('A synthetic index needs at least 2 signers: one forges the other.');
  const rows = ['path\tdataset\twriter\tkind\tsplit'];
  const validationFrom = signers - Math.min(signers - 1, Math.max(1, Math.round(signers * validation)));
  for (let index = 0; index < signers; index++) {
    const signer = createSigner(`${seed} ${index}`);
    const writer = String(index + 1).padStart(3, '0');
    const split = index < validationFrom ? 'train' : 'validation';
    await mkdir(path.join(directory, 'synthetic', writer), { recursive: true });
    const save = async (trace: Trace, kind: 'genuine' | 'forgery', number: number) => {
      const name = `synthetic/${writer}/${kind}-${String(number + 1).padStart(2, '0')}.png`;
      const scanSeed = `${seed} ${name}`;
      const effects = cardScanner(seededRandom('scanner', scanSeed));
      const picture = toGrey(renderTrace(trace, { dpi, effects, seed: scanSeed }));
      await writeFile(path.join(directory, name), await encode(picture, { type: 'png' }, dpi));
      rows.push(`${name}\tsynthetic\t${writer}\t${kind}\t${split}`);
    };
    for (let number = 0; number < genuine; number++) await save(writeGenuine(signer, number), 'genuine', number);
    for (let number = 0; number < forgeries; number++) {
      await save(forgeryOf(signer, index, number, signers, seed), 'forgery', number);
    }
  }
  const file = path.join(directory, 'index.tsv');
  await writeFile(file, `${rows.join('\n')}\n`);
  return file;
}

/** Four forgeries come from one forger, another signer of the set; how good they are differs. */
function forgeryOf(signer: Signer, index: number, number: number, signers: number, seed: number | string): Trace {
  const forger = createSigner(`${seed} ${(index + 1 + Math.floor(number / 4)) % signers}`);
  const skill = seededRandom('skill', seed, index, number).uniform(0.25, 0.75);
  return writeImitation(signer, forger, number, skill);
}

/**
 * Writes specimens of synthetic signers and an index to enrol them by: tab separated, header `path account signatory`.
 * The signers are those of {@link writeSampleIndex} with the same seed; the signatures are others.
 *
 * @returns the path of `enrol.tsv`.
 */
export async function writeEnrolIndex(
  directory: string,
  options: {
    readonly signers: number;
    readonly specimens: number;
    readonly seed: number | string;
    readonly dpi?: number;
  },
): Promise<string> {
  const { signers, specimens, seed, dpi = 300 } = options;
  const rows = ['path\taccount\tsignatory'];
  await mkdir(path.join(directory, 'specimens'), { recursive: true });
  for (let index = 0; index < signers; index++) {
    const signer = createSigner(`${seed} ${index}`);
    const account = `9000-${String(index + 1).padStart(4, '0')}`;
    for (let number = 1; number <= specimens; number++) {
      const name = `specimens/${account}-${String(number).padStart(2, '0')}.png`;
      const scanSeed = `${seed} ${name}`;
      const picture = renderTrace(writeGenuine(signer, `specimen ${number}`), {
        dpi,
        effects: cardScanner(seededRandom('scanner', scanSeed)),
        seed: scanSeed,
      });
      await writeFile(path.join(directory, name), await encode(picture, { type: 'png' }, dpi));
      rows.push(`${name}\t${account}\t${signer.name}`);
    }
  }
  const file = path.join(directory, 'enrol.tsv');
  await writeFile(file, `${rows.join('\n')}\n`);
  return file;
}
