import * as v from 'valibot';
import { boxSchema } from '../contract/box.ts';
import { thresholdsSchema, type Thresholds } from '../contract/settings.ts';
import type { JsonValue } from '../store/reference-store.ts';

/** What of a check's result makes its verdict again; all else in it is words, pictures' places and what was read. */
const signature = {
  found: v.nullable(v.number()),
  inkBox: boxSchema,
  region: v.optional(boxSchema),
  problem: v.optional(v.nullable(v.string())),
};

const recordedSchema = v.looseObject({
  ...signature,
  verdict: v.picklist(['match', 'review', 'mismatch']),
  score: v.number(),
  /** SHA-256 of the bank's own metric; left out: the package judged alone. */
  bankMetric: v.optional(v.string()),
  mandate: v.nullish(v.looseObject({ mandate: v.string(), day: v.string(), amount: v.nullable(v.number()) }), null),
  /** Checks of earlier programs don't say whom they were compared with. */
  compared: v.optional(v.array(v.object({ signatory: v.string(), specimens: v.array(v.string()) }))),
  others: v.array(v.looseObject(signature)),
});
export type RecordedVerdict = v.InferOutput<typeof recordedSchema>;

/** Reads what a check's result says of its verdict; null where it is no such result. */
export function readRecordedVerdict(result: JsonValue): RecordedVerdict | null {
  const parsed = v.safeParse(recordedSchema, result);
  return parsed.success ? parsed.output : null;
}

/** The thresholds in a policy that the record kept under its hash; null where there are none. */
export function recordedThresholds(policy: JsonValue): Thresholds | null {
  const parsed = v.safeParse(v.object({ thresholds: thresholdsSchema }), policy);
  return parsed.success ? parsed.output.thresholds : null;
}

/** What isn't made again: words, and what was read of the scan, which isn't kept. */
const notRemade = ['reasons', 'differences', 'region', 'page', 'decoder', 'versions', 'reading'];

/** What of a result is compared, key by key. */
function comparable(result: unknown): Record<string, unknown> {
  const plain = v.parse(v.record(v.string(), v.unknown()), JSON.parse(JSON.stringify(result)));
  return Object.fromEntries(Object.entries(plain).filter(([key]) => !notRemade.includes(key)));
}

/** Where two results differ: names such as `score` or `others.1.distances`; empty where they agree to the last bit. */
export function differencesBetween(recorded: JsonValue, remade: JsonValue): string[] {
  const [first, second] = [comparable(recorded), comparable(remade)];
  const differing: string[] = [];
  for (const key of new Set([...Object.keys(first), ...Object.keys(second)])) {
    if (key !== 'others' && JSON.stringify(first[key]) !== JSON.stringify(second[key])) differing.push(key);
  }
  const [others, again] = [first['others'], second['others']].map((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  );
  const count = Math.max(others?.length ?? 0, again?.length ?? 0);
  for (let at = 0; at < count; at++) {
    const [one, two] = [comparable(others?.[at] ?? {}), comparable(again?.[at] ?? {})];
    for (const key of new Set([...Object.keys(one), ...Object.keys(two)]))
      if (JSON.stringify(one[key]) !== JSON.stringify(two[key])) differing.push(`others.${at + 1}.${key}`);
  }
  return differing;
}
