import type { Box } from '../../contract/box.ts';
import type { Candidate, Identification } from '../../contract/identify.ts';
import type { JsonValue, ReferenceStore } from '../../store/reference-store.ts';
import { pngSize } from '../png-size.ts';
import { recognise, type RankedSignatory, type Recognised, type RecogniseParts } from './recognise.ts';

/** Candidates that are shown. */
const mostShown = 10;

export interface IdentifyParts extends RecogniseParts {
  readonly store: ReferenceStore;
  readonly operator: string;
}

/** The signature that is asked about. */
export interface Asked {
  readonly template: Float32Array;
  readonly cleanPng: Uint8Array;
  readonly found: number | null;
  readonly region: Box;
  /** For the record: the check, or the SHA-256 of the scan, that it comes from. */
  readonly of: JsonValue;
}

const crop = (png: Uint8Array): Candidate['clean'] => ({ png, ...pngSize(png), dotsPerInch: null });

const caution =
  'A likeness among many is a lead, not proof: look at both signatures, and decide by what else is known.';

function reasonsFor({ ranked, nobody, signatories }: Recognised): string[] {
  const [best, second] = ranked;
  if (nobody || !best)
    return [`None of the ${signatories} signatories on file is likely to have signed this.`, caution];
  const close = second?.likely ? ' Others come near too.' : '';
  return [
    `Of ${signatories} signatories on file, ${best.name} (account ${best.account}) comes nearest.${close}`,
    caution,
  ];
}

async function candidateOf(store: ReferenceStore, candidate: RankedSignatory): Promise<Candidate> {
  const { account, holder, id, name, score, likely, joined, distances } = candidate;
  const [nearest] = distances;
  const specimen = await store.specimenById(nearest!.specimen);
  return {
    account,
    holder,
    signatory: id,
    signatoryName: name,
    score,
    likely,
    distance: joined,
    specimen: specimen.id,
    clean: crop(await specimen.cleanPng()),
  };
}

/**
 * Who, of everybody on file, signed: the answer is put on record before anybody sees it. The record names signatories by their row
 * ids alone, so that it says nothing of a customer who is erased.
 *
 * @throws CallFailure `nobody-enrolled`; EngineError; StoreError
 */
export async function identifySignature(parts: IdentifyParts, asked: Asked): Promise<Identification> {
  const { store, model } = parts;
  const recognised = await recognise(parts, asked);
  const shown = recognised.ranked.slice(0, mostShown);
  const candidates = await Promise.all(shown.map((candidate) => candidateOf(store, candidate)));
  await store.notes.identified(
    {
      of: asked.of,
      modelHash: model.hash,
      signatories: recognised.signatories,
      border: recognised.border,
      nobody: recognised.nobody,
      candidates: shown.map(({ id, score }) => ({ signatory: id, score })),
    },
    parts.operator,
  );
  return {
    nobody: recognised.nobody,
    candidates,
    border: recognised.border,
    signatories: recognised.signatories,
    found: asked.found,
    region: asked.region,
    questioned: crop(asked.cleanPng),
    model: { id: model.id, title: model.title, hash: model.hash },
    reasons: reasonsFor(recognised),
  };
}
