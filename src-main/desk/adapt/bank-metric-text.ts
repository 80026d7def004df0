import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { nudgeCap } from '../../metric/adapt/labels.ts';
import type { AdaptedMetric } from '../../metric/adapt/adapted-metric.ts';
import type { GroupCalibration } from '../../metric/calibration.ts';
import type { JsonValue } from '../../store/reference-store.ts';

/** A metric of the bank's own with the package that it belongs to. */
export interface BankMetric {
  readonly model: { readonly id: string; readonly hash: string };
  readonly metric: AdaptedMetric;
}

const number = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));
const floats = v.string();
const nudgeFeature = v.strictObject({ centre: number, scale: v.pipe(number, v.gtValue(0)), weight: number });

const groupSchema = v.strictObject({
  intercept: number,
  joinedWeight: v.pipe(number, v.maxValue(0)),
  spreadWeight: v.pipe(number, v.minValue(0)),
  relativeWeight: v.pipe(number, v.maxValue(0)),
  countWeight: number,
  remotenessWeight: v.pipe(number, v.minValue(0)),
  nudge: v.optional(
    v.strictObject({
      spread: nudgeFeature,
      remoteness: nudgeFeature,
      cap: v.pipe(number, v.minValue(0), v.maxValue(nudgeCap)),
    }),
  ),
});

const metricSchema = v.strictObject({
  format: v.literal('countersign-bank-metric/1'),
  model: v.strictObject({ id: v.string(), hash: v.string() }),
  part: v.strictObject({ offset: count, dimension: v.pipe(count, v.minValue(1)) }),
  crowd: v.pipe(v.array(floats), v.minLength(1)),
  matrix: v.nullable(
    v.strictObject({
      share: v.pipe(number, v.gtValue(0), v.maxValue(1)),
      rank: v.pipe(count, v.minValue(1)),
      rows: floats,
    }),
  ),
  groups: v.strictObject({ one: groupSchema, two: groupSchema, many: groupSchema }),
});

/** Float32, little-endian, as base64. All values of a metric are float32 already, so nothing is lost. */
function textOf(values: Float64Array): string {
  const bytes = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, at) => bytes.setFloat32(at * 4, value, true));
  return Buffer.from(bytes.buffer).toString('base64');
}

/** @throws RangeError where there are not `count` finite numbers in it */
function floatsOf(text: string, wanted: number): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== wanted * 4) throw new RangeError(`it holds ${bytes.length / 4} numbers where ${wanted} belong.`);
  const values = Float64Array.from({ length: wanted }, (_, at) => bytes.readFloatLE(at * 4));
  if (!values.every(Number.isFinite)) throw new RangeError('it holds something that is not a finite number.');
  return values;
}

const groupText = (group: GroupCalibration) => ({
  intercept: group.intercept,
  joinedWeight: group.joinedWeight,
  spreadWeight: group.spreadWeight,
  relativeWeight: group.relativeWeight,
  countWeight: group.countWeight,
  remotenessWeight: group.remotenessWeight ?? 0,
  ...(group.nudge ? { nudge: group.nudge } : {}),
});

/** A metric as it is kept, with the SHA-256 of exactly that, by which verdicts name it. */
export function writeBankMetric({ model, metric }: BankMetric): { readonly hash: string; readonly metric: JsonValue } {
  const { part, crowd, matrix, groups } = metric;
  const kept: v.InferOutput<typeof metricSchema> = {
    format: 'countersign-bank-metric/1',
    model: { id: model.id, hash: model.hash },
    part: { offset: part.offset, dimension: part.dimension },
    crowd: crowd.map(textOf),
    matrix: matrix && { share: matrix.share, rank: matrix.factor.rank, rows: textOf(matrix.factor.rows) },
    groups: { one: groupText(groups.one), two: groupText(groups.two), many: groupText(groups.many) },
  };
  const plain = JSON.parse(JSON.stringify(kept)) as JsonValue;
  return { hash: hashOf(plain), metric: plain };
}

const hashOf = (metric: JsonValue): string => createHash('sha256').update(JSON.stringify(metric)).digest('hex');

/**
 * Reads what {@link writeBankMetric} made.
 * @throws RangeError saying which field is wrong, or that it isn't what its hash says
 */
export function readBankMetric({ hash, metric }: { readonly hash: string; readonly metric: JsonValue }): BankMetric {
  const parsed = v.safeParse(metricSchema, metric);
  const bad = (why: string): RangeError =>
    new RangeError(`The bank's metric ${hash.slice(0, 12)}… can't be used: ${why}`);
  if (!parsed.success) throw bad(`field ${v.getDotPath(parsed.issues[0]) ?? ''}: ${parsed.issues[0].message}`);
  if (hashOf(metric) !== hash) throw bad('it is not what its hash says.');
  const { model, part, crowd, matrix, groups } = parsed.output;
  const { dimension } = part;
  try {
    return {
      model,
      metric: {
        part,
        crowd: crowd.map((text) => floatsOf(text, dimension)),
        matrix: matrix && {
          share: matrix.share,
          factor: { dimension, rank: matrix.rank, rows: floatsOf(matrix.rows, dimension * matrix.rank) },
        },
        groups,
      },
    };
  } catch (error) {
    throw bad(error instanceof Error ? error.message : String(error));
  }
}
