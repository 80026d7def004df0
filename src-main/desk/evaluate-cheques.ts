import { open, type FileHandle } from 'node:fs/promises';
import type { ChequeTruth } from '../contract/cheque-truth.ts';
import type { EvaluateChequesOutput } from '../contract/cli-evaluate.ts';
import type { ReadPage } from '../engine/cheque-protocol.ts';
import type { Engine } from '../engine/engine-types.ts';
import { readScanFile } from '../engine/read-scan-file.ts';
import { verifyAgainstIndex, verifyAmongCheques, type ReadSignature } from './cheques/cheque-trials.ts';
import { countInk, f1Of, readInkMask } from './cheques/ink-score.ts';
import { ChequeTally, type PictureScore } from './cheques/tally.ts';
import { matchCheques, scoreLine, scoreSignatures } from './cheques/score-page.ts';
import { inside, readTruthFolder, type TruePicture } from './cheques/truth-folder.ts';
import type { CommandHost } from './command-host.ts';
import { startPool } from './engine-of.ts';
import { evaluatedModel } from './evaluated-model.ts';
import { withFailures } from './failures.ts';
import type { ModelInUse } from './model-in-use.ts';

export interface EvaluateChequesRequest {
  /** A folder of pictures with a truth.jsonl. */
  readonly cheques: string;
  /** The index of signatures that the cheques' ink was taken from: its clean scans are the specimens. */
  readonly index: string | null;
  readonly split: string | null;
  /** Numbers of specimens to verify with, each 1 or more. */
  readonly specimens: readonly number[];
  readonly model: string | null;
  /** A file that gets one line of JSON a picture; null: none. */
  readonly details: string | null;
}

/** What the pool brings back of one picture: its score, and the templates of its true signatures. */
interface ScoredPicture {
  readonly score: PictureScore;
  readonly signatures: readonly ReadSignature[];
}

/**
 * `countersign evaluate --cheques`: reads every picture of a folder as the desk does, on all cores, and scores what was
 * found against the folder's truth. The same folder gives the same figures, whatever the number of cores.
 */
export async function evaluateCheques(
  host: CommandHost,
  request: EvaluateChequesRequest,
): Promise<EvaluateChequesOutput> {
  return withFailures(async () => {
    const pictures = await readTruthFolder(request.cheques);
    const model = await evaluatedModel(host, request.model);
    const details = request.details === null ? null : await open(request.details, 'w');
    try {
      const { tally, signatures, provider } = await readPictures(host, model, pictures, details);
      const verification =
        request.index === null
          ? await verifyAmongCheques(host, model, signatures, request.specimens, provider)
          : await verifyAgainstIndex(
              host,
              model,
              signatures,
              { file: request.index, split: request.split },
              request.specimens,
            );
      return { ...tally.rates(), verification, counts: tally.counts() };
    } finally {
      await details?.close();
    }
  });
}

async function readPictures(
  host: CommandHost,
  model: ModelInUse,
  pictures: readonly TruePicture[],
  details: FileHandle | null,
): Promise<{ tally: ChequeTally; signatures: ReadSignature[]; provider: string }> {
  const tally = new ChequeTally();
  const signatures: ReadSignature[] = [];
  let provider = 'none';
  const pool = startPool(host.startEngine, model);
  try {
    const outcomes = pool.map(pictures, async (engine, picture: TruePicture) => {
      provider = (await engine.ready()).providers?.provider ?? provider;
      return scorePicture(engine, model, picture);
    });
    for await (const outcome of outcomes) {
      host.signal.throwIfAborted();
      const { truth } = outcome.item;
      if (outcome.ok) {
        tally.add(truth, outcome.result.score);
        signatures.push(...outcome.result.signatures);
        await details?.write(`${JSON.stringify(detailsOf(truth, outcome.result.score))}\n`);
      } else if (outcome.error.origin === 'scan') {
        tally.addUnreadable(truth);
        signatures.push(...unread(truth));
        await details?.write(`${JSON.stringify({ ...nameOf(truth), unreadable: outcome.error.message })}\n`);
      } else {
        // Not the picture's fault: the figures would be the machine's, so the evaluation stops.
        throw outcome.error;
      }
      host.progress('reading cheques', outcome.index + 1, pictures.length);
    }
  } finally {
    await pool.close();
  }
  return { tally, signatures, provider };
}

/** Reads one picture and scores it. */
async function scorePicture(
  engine: Engine,
  model: ModelInUse,
  { path, folder, truth }: TruePicture,
): Promise<ScoredPicture> {
  const { towers } = model.chosen.package.manifest;
  const twin = towers.reference.file === towers.questioned.file && towers.reference.output === towers.questioned.output;
  const read = await engine.readCheque({
    bytes: await readScanFile(path),
    page: truth.page,
    layouts: [],
    account: null,
    micrSchemes: [],
    region: null,
    wants: { template: 'questioned', mask: true, clean: !twin || model.ink !== null },
  });
  const found = read.cheques.flatMap((cheque) => cheque.signatures);
  const signatures = scoreSignatures(
    truth,
    found.map(({ pageBox }) => ({ box: pageBox })),
  );
  const matched = matchCheques(truth, read.cheques);
  const templates: ReadSignature[] = [];
  const perCheque = new Map<number, number>();
  for (const { cheque, signature, taken } of signatures.signatures) {
    const place = perCheque.get(cheque) ?? 0;
    perCheque.set(cheque, place + 1);
    const one = taken === null ? undefined : found[taken];
    const questioned = one?.template ?? null;
    const reference =
      twin || !one?.cleanPng
        ? questioned
        : (await engine.embedClean({ cleanPng: one.cleanPng, tower: 'reference' })).template;
    const { signer, kind, source } = signature;
    const cleanPng = one?.cleanPng ?? null;
    templates.push({
      name: signatureName(truth, cheque, place),
      signer,
      kind,
      source,
      questioned,
      reference,
      cleanPng,
    });
  }
  const ink = await scoreInk(folder, truth, read, matched);
  return {
    score: {
      signatures,
      cutOff: signatures.signatures.flatMap(({ signature, taken }) =>
        taken === null || !signature.cutOff ? [] : [found[taken]!.cutOff],
      ),
      cheques: truth.cheques.map((cheque, at) => {
        const one = read.cheques[matched.indexOf(at)];
        return {
          found: one !== undefined,
          dotsPerInch: truth.dotsPerInch ?? one?.dotsPerInch ?? null,
          line: cheque.micr ? scoreLine(cheque.micr.text, one?.micr ?? null) : null,
          text: one?.micr?.text ?? null,
          account: one?.micr?.parsed?.account ?? null,
          refused: one?.quality.filter(({ severity }) => severity === 'refuse').map(({ kind }) => kind) ?? [],
          inkF1: ink[at] ?? null,
        };
      }),
      found: found.map(({ pageBox, confidence }) => ({ box: pageBox, confidence })),
      timings: read.timings,
    },
    signatures: templates,
  };
}

/** F1 of the ink of each true cheque that is signed and whose ink is known; a cheque that wasn't found has none right. */
async function scoreInk(
  folder: string,
  truth: ChequeTruth,
  read: ReadPage,
  matched: readonly (number | null)[],
): Promise<(number | null)[]> {
  const scores: (number | null)[] = [];
  for (const [at, { inkMask, signatures }] of truth.cheques.entries()) {
    const path = inkMask === null || signatures.length === 0 ? null : inside(folder, inkMask);
    const cheque = read.cheques[matched.indexOf(at)];
    if (path === null) scores.push(null);
    else scores.push(cheque ? f1Of(countInk(await readInkMask(path), cheque)) : 0);
  }
  return scores;
}

const signatureName = ({ file, page }: ChequeTruth, cheque: number, place: number): string =>
  [file, page, cheque, place].join('#');

const unread = (truth: ChequeTruth): ReadSignature[] =>
  truth.cheques.flatMap(({ signatures }, cheque) =>
    signatures.map(({ signer, kind, source }, place) => ({
      name: signatureName(truth, cheque, place),
      signer,
      kind,
      source,
      questioned: null,
      reference: null,
      cleanPng: null,
    })),
  );

const nameOf = ({ file, page, layout, tone }: ChequeTruth) => ({ file, page, layout, tone });

/** What is told of one picture: enough to find out what went wrong with it. */
function detailsOf(truth: ChequeTruth, { signatures, cheques, found, timings, cutOff }: PictureScore): object {
  return {
    ...nameOf(truth),
    signatures: signatures.signatures.map(({ cheque, signature, taken, overlap }) => ({
      cheque,
      box: signature.box,
      cutOff: signature.cutOff,
      taken,
      overlap: Math.round(overlap * 1000) / 1000,
    })),
    wrong: signatures.wrong,
    unsigned: signatures.unsigned,
    cutOff,
    found,
    cheques: cheques.map((score, at) => ({ ...score, printed: truth.cheques[at]?.micr?.text ?? null })),
    timings,
    condition: truth.condition,
  };
}
