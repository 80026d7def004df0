import type { Alignment, DifferenceMap, Why } from '../contract/check.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { SignatureExplanation } from '../engine/protocol.ts';
import type { Specimen } from '../store/reference-store.ts';
import { differencesOf } from './explain-differences.ts';
import { mapReference } from './explain-limits.ts';
import { describeDifference } from './explain-words.ts';
import type { Judgement } from './judge.ts';
import type { ModelInUse } from './model-in-use.ts';

/** A check's explanation: why, and how the questioned signature is laid over each specimen that was measured. */
export interface Explanation {
  readonly why: Why;
  /** By the specimen's id; those of the signatory that fits best. */
  readonly alignments: ReadonlyMap<string, Alignment>;
}

/** At most so many reasons: more is a list, not a reason. */
const mostReasons = 3;

/**
 * Whether a check's map is drawn at once. A package with a map of its own gives it for the price of the distances
 * themselves. Any other takes some fifty embeddings: only where a person has to look.
 */
function drawsMap(model: ModelInUse, judgement: Judgement): boolean {
  const { metric } = model.chosen.package.manifest;
  return (metric.kind === 'learned' && metric.map !== undefined) || judgement.verdict !== 'match';
}

/**
 * Explains a judgement, after the verdict: measures both sides, and has the model draw where they part.
 *
 * @param specimens the account's, with those of the best signatory among them.
 * @throws EngineError; Error where no specimen of the signatory is among them
 */
export async function explainJudgement(
  engine: Engine,
  model: ModelInUse,
  judgement: Judgement,
  questioned: { readonly cleanPng: Uint8Array; readonly template: Float32Array },
  specimens: readonly Specimen[],
): Promise<Explanation> {
  const nearest = judgement.distances.filter(({ signatory }) => signatory === judgement.signatory.id);
  const own = nearest.flatMap(({ specimen: id }) => {
    const stored = specimens.find((specimen) => specimen.id === id);
    const template = judgement.signatory.specimens.find((specimen) => specimen.id === id);
    return stored && template ? [{ id, stored, template: template.vector }] : [];
  });
  if (own.length === 0) throw new Error('No specimen of the signatory is there to explain the verdict with.');
  const explained = await engine.explain({
    questionedPng: questioned.cleanPng,
    specimenPngs: await Promise.all(own.map(({ stored }) => stored.cleanPng())),
    map: drawsMap(model, judgement)
      ? {
          questioned: questioned.template,
          specimens: own.map(({ template }) => template),
          method: model.calibration.method,
        }
      : null,
  });
  return {
    why: {
      map: explained.map && scaledMap(explained.map, judgement),
      reasons: differencesOf(explained)
        .filter(({ outside }) => outside > 1)
        .slice(0, mostReasons)
        .map(describeDifference),
    },
    alignments: new Map(
      own.map(({ id }, at) => {
        const { scale, rotation, shiftX, shiftY, overlap } = explained.alignments[at]!;
        return [id, { scale, rotation, dx: shiftX, dy: shiftY, overlap }];
      }),
    ),
  };
}

/**
 * Brings a map to 0..1 by one scale for all checks: full where a cell alone adds the given share of the distance at
 * which the verdict turns to mismatch. So a good match stays pale, and two maps can be compared by eye.
 */
export function scaledMap(
  { rows, columns, values, box, source }: NonNullable<SignatureExplanation['map']>,
  { bands, joined }: Pick<Judgement, 'bands' | 'joined'>,
): DifferenceMap {
  const border = bands.mismatchDistance ?? bands.matchDistance ?? joined;
  const full = Math.max(1e-9, border * mapReference[source]);
  const rounded = (value: number): number => Math.round(value * 100) / 100;
  return {
    rows,
    columns,
    values: Array.from(values, (value) => Math.min(1, Math.max(0, Math.round((1000 * value) / full) / 1000))),
    box: { x: rounded(box.x), y: rounded(box.y), width: rounded(box.width), height: rounded(box.height) },
  };
}
