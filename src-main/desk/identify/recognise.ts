import { CallFailure } from '../../contract/calls.ts';
import type { Engine } from '../../engine/engine-types.ts';
import { pairwiseDistances } from '../../metric/distance.ts';
import { rankSignatories, type Scored } from '../../metric/identification.ts';
import { judge, type JudgingModel, type SignatoryTemplates, type SpecimenDistance } from '../judge.ts';
import { KnownDistances } from '../known-distances.ts';
import type { ModelInUse } from '../model-in-use.ts';
import { straightenedInk } from '../straighten.ts';
import { borderOf } from './borders.ts';
import type { EnrolledSignatories, EnrolledSignatory } from './enrolled.ts';

/** Everybody who can be found. */
export type Enrolled = Pick<EnrolledSignatories, 'shortList' | 'templatesOf'>;

/** Signatories that the vectors bring to the comparison itself. */
const listLength = 50;

export interface RecogniseParts {
  readonly engine: Engine;
  readonly model: ModelInUse;
  readonly enrolled: Enrolled;
  readonly known?: KnownDistances | undefined;
}

/** A signatory on file and how near the questioned signature lies. */
export interface RankedSignatory extends EnrolledSignatory, Omit<Scored<SignatoryTemplates>, 'signatory'> {
  readonly name: string;
  /** Whether the score reaches the border. */
  readonly likely: boolean;
  /** To each specimen, nearest first. */
  readonly distances: readonly SpecimenDistance[];
}

/** Who signed, as far as can be told. */
export interface Recognised {
  /** Best first, those of the short list. */
  readonly ranked: readonly RankedSignatory[];
  /** Nobody's score reaches the border. */
  readonly nobody: boolean;
  readonly border: number;
  readonly signatories: number;
}

/** Distances among one signatory's specimens. */
async function among(
  model: JudgingModel,
  { specimens }: SignatoryTemplates,
  known: KnownDistances,
): Promise<number[][]> {
  const vectors = specimens.map(({ vector }) => vector);
  const { learnedDistances, metric } = model;
  if (metric.kind !== 'learned') return pairwiseDistances(metric, vectors);
  if (!learnedDistances) throw new Error('This model package has a learned metric, but no graph to work it out.');
  return known.among(model.hash, vectors, learnedDistances);
}

/**
 * Ranks everybody on file by how likely they wrote a questioned signature: a short list by the vectors, then the comparison that a
 * check makes (learned distance, straightened where it lies askew, joined and calibrated).
 *
 * @throws CallFailure `nobody-enrolled`; EngineError; StoreError
 */
export async function recognise(
  { engine, model, enrolled, known = new KnownDistances() }: RecogniseParts,
  questioned: { readonly template: Float32Array; readonly cleanPng: Uint8Array },
): Promise<Recognised> {
  const { listed, signatories } = await enrolled.shortList(questioned.template, listLength);
  const owners = new Map<string, EnrolledSignatory>();
  const compared: SignatoryTemplates[] = [];
  for (const owner of listed) {
    const templates = await enrolled.templatesOf(owner);
    if (!templates) continue;
    owners.set(templates.id, owner);
    compared.push(templates);
  }
  if (compared.length === 0)
    throw new CallFailure({
      fault: 'nobody-enrolled',
      message: 'Nobody has a specimen on file yet. Enrol somebody first.',
    });
  const judging = model.judgingWith(engine);
  const { straighten } = straightenedInk(engine, questioned.cleanPng);
  const { distances } = await judge(judging, model.thresholds, questioned.template, compared, known, straighten);
  const own = new Map(compared.map(({ id }) => [id, distances.filter(({ signatory }) => signatory === id)]));
  const scored: Parameters<typeof rankSignatories<SignatoryTemplates>>[1][number][] = [];
  for (const signatory of compared)
    scored.push({
      signatory,
      distances: own.get(signatory.id)!.map(({ distance }) => distance),
      pairwise: await among(judging, signatory, known),
    });
  const border = borderOf(model, signatories);
  const ranked = rankSignatories(model.calibration, scored).map(({ signatory, score, joined }) => ({
    ...owners.get(signatory.id)!,
    name: signatory.name,
    score,
    joined,
    likely: score >= border,
    distances: own.get(signatory.id)!,
  }));
  return { ranked, nobody: !ranked[0]!.likely, border, signatories };
}
