// Prints the table of src-main/desk/explain-limits.ts: how much each measure varies within one hand, the limits from which
// a difference is given as a reason, and how often each reason then falls on genuines, skilled and random forgeries.
//
//   node scripts/measure-differences.ts --index ../shared/signatures/index.tsv [--split train] [--writers N] [--keep FILE]
//   node scripts/measure-differences.ts --from FILE     the table again, from what --keep wrote
//
// Of each writer: five genuines as specimens, six others, four skilled forgeries, and two genuines of other writers.
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { readSignatureIndex, type SignatureRow } from '../src-main/desk/index-file.ts';
import { deviationOf, differencesOf, scales, type MeasuredSignatures } from '../src-main/desk/explain-differences.ts';
import { hands, looseLimits, type ShapeMeasure } from '../src-main/desk/explain-limits.ts';
import { alignSignatures, type Alignment } from '../src-main/imaging/align.ts';
import { decodeScan } from '../src-main/imaging/decode.ts';
import { findLooseInk } from '../src-main/imaging/differences/counterparts.ts';
import { measureShape } from '../src-main/imaging/differences/shape.ts';
import { readStrokes } from '../src-main/imaging/differences/strokes.ts';
import { ScanError } from '../src-main/imaging/errors.ts';
import type { GreyImage } from '../src-main/imaging/image.ts';
import { extractSignature } from '../src-main/imaging/signature.ts';
import { groupOf } from '../src-main/metric/calibration.ts';

const { values } = parseArgs({
  options: {
    index: { type: 'string' },
    split: { type: 'string', default: 'train' },
    writers: { type: 'string', default: '1000' },
    keep: { type: 'string' },
    from: { type: 'string' },
  },
});

const shapeSchema = v.object({
  proportions: v.number(),
  slant: v.number(),
  tremor: v.nullable(v.number()),
  pressure: v.nullable(v.number()),
  spacing: v.number(),
});
const trialSchema = v.object({
  writer: v.string(),
  kind: v.picklist(['genuine', 'skilled', 'random']),
  questioned: shapeSchema,
  specimens: v.array(shapeSchema),
  loose: v.object({ extra: v.number(), missing: v.number() }),
});
type Trial = v.InferOutput<typeof trialSchema>;

const measures = Object.keys(hands) as ShapeMeasure[];
/** Numbers of specimens that are tried; three and five are both "many". */
const numbers = [1, 2, 3, 5] as const;
/** Share of genuines that one reason may fall on. */
const mostGenuines = 0.03;

async function load(row: SignatureRow) {
  try {
    const { image } = await decodeScan(new Uint8Array(await readFile(row.path)));
    const { clean } = extractSignature(image);
    const strokes = readStrokes(clean);
    return strokes ? [{ clean, strokes, shape: measureShape(strokes) }] : [];
  } catch (error) {
    if (error instanceof ScanError) return [];
    throw error;
  }
}
type Signature = Awaited<ReturnType<typeof load>>[number];

async function loadSome(rows: readonly SignatureRow[], most: number): Promise<Signature[]> {
  const signatures: Signature[] = [];
  for (const row of rows) if (signatures.length < most) signatures.push(...(await load(row)));
  return signatures;
}

const laid = new WeakMap<GreyImage, WeakMap<GreyImage, Alignment>>();

/** How one specimen is laid over another; worked out once a pair. */
function laidOver(under: GreyImage, over: GreyImage): Alignment {
  const known = laid.get(under) ?? new WeakMap<GreyImage, Alignment>();
  laid.set(under, known);
  const alignment = known.get(over) ?? alignSignatures(under, over);
  known.set(over, alignment);
  return alignment;
}

function trialsOf(
  writer: string,
  kind: Trial['kind'],
  questioned: Signature,
  specimens: readonly Signature[],
): Trial[] {
  const placed = specimens.map((specimen) => ({
    ...specimen,
    alignment: alignSignatures(specimen.clean, questioned.clean),
  }));
  return numbers.map((number) => {
    const own = placed.slice(0, number).sort((one, other) => other.alignment.overlap - one.alignment.overlap);
    const nearest = own[0]!.clean;
    const { extra, missing } = findLooseInk(
      questioned.strokes,
      own.map(({ clean, strokes, alignment }) => ({
        strokes,
        alignment,
        nearestOver: clean === nearest ? null : laidOver(clean, nearest),
      })),
    );
    return {
      writer,
      kind,
      questioned: questioned.shape,
      specimens: own.map(({ shape }) => shape),
      loose: { extra: extra.largest, missing: missing.largest },
    };
  });
}

async function measureIndex(index: string): Promise<Trial[]> {
  const byWriter = new Map<string, SignatureRow[]>();
  for (const row of await readSignatureIndex(index, values.split)) {
    const writer = `${row.dataset} ${row.writer}`;
    byWriter.set(writer, [...(byWriter.get(writer) ?? []), row]);
  }
  const step = Math.max(1, Math.round(byWriter.size / Number(values.writers)));
  const chosen = [...byWriter].filter((_writer, at) => at % step === 0);
  const trials: Trial[] = [];
  const before: Signature[] = [];
  for (const [at, [writer, rows]] of chosen.entries()) {
    const genuines = await loadSome(
      rows.filter(({ kind }) => kind === 'genuine'),
      11,
    );
    const forgeries = await loadSome(
      rows.filter(({ kind }) => kind === 'forgery'),
      4,
    );
    const specimens = genuines.slice(0, 5);
    for (const each of genuines.slice(5)) trials.push(...trialsOf(writer, 'genuine', each, specimens));
    for (const each of forgeries) trials.push(...trialsOf(writer, 'skilled', each, specimens));
    for (const each of before.slice(-2)) trials.push(...trialsOf(writer, 'random', each, specimens));
    if (genuines[6]) before.push(genuines[6]);
    console.error(`${at + 1} of ${chosen.length} writers`);
  }
  return trials;
}

/** Pooled standard deviation among the specimens of each writer, on the measure's scale. */
function withinHand(trials: readonly Trial[], measure: ShapeMeasure): number {
  const seen = new Set<string>();
  const variances: number[] = [];
  for (const { writer, specimens } of trials) {
    if (specimens.length < 5 || seen.has(writer)) continue;
    seen.add(writer);
    const found = specimens.flatMap((shape) => shape[measure] ?? []).map(scales[hands[measure].scale]);
    if (found.length >= 3) variances.push(deviationOf(found) ** 2);
  }
  return Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0) / variances.length);
}

const quantile = (numbersSeen: readonly number[], share: number): number => {
  const sorted = [...numbersSeen].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
};

const outsideOf = (trial: Trial, kind: string): number =>
  differencesOf(trial satisfies MeasuredSignatures).find((difference) => difference.kind === kind)?.outside ?? 0;

function print(trials: readonly Trial[]): void {
  const groups = ['one', 'two', 'many'] as const;
  const genuinesIn = (group: (typeof groups)[number]) =>
    trials.filter(({ kind, specimens }) => kind === 'genuine' && groupOf(specimens.length) === group);
  console.log('measure        within one hand   in use   limit that 3 % of genuines pass: one, two, many   in use');
  for (const measure of measures) {
    const { deviation, limits } = hands[measure];
    const fitting = groups.map((group) =>
      quantile(
        genuinesIn(group).map((trial) => outsideOf(trial, measure) * limits[group]),
        1 - mostGenuines,
      ),
    );
    console.log(
      [
        measure.padEnd(14),
        withinHand(trials, measure).toFixed(3).padStart(15),
        String(deviation).padStart(8),
        fitting
          .map((limit) => limit.toFixed(2).padStart(6))
          .join(' ')
          .padStart(30),
        groups
          .map((group) => String(limits[group]))
          .join(', ')
          .padStart(40),
      ].join(' '),
    );
  }
  for (const kind of ['missing-stroke', 'extra-stroke'] as const) {
    const side = kind === 'missing-stroke' ? 'missing' : 'extra';
    const fitting = groups.map((group) =>
      quantile(
        genuinesIn(group).map(({ loose }) => loose[side]),
        1 - mostGenuines,
      ),
    );
    console.log(
      `${kind.padEnd(14)} ${' '.repeat(24)} ${fitting
        .map((limit) => `${limit.toFixed(2)} %`.padStart(8))
        .join(' ')
        .padStart(30)} ` +
        groups
          .map((group) => String(looseLimits[kind][group]))
          .join(', ')
          .padStart(38),
    );
  }
  for (const number of numbers) {
    console.log(`\nshare of signatures with each reason, ${number} specimens (limits in use)`);
    console.log('                 genuine  skilled   random');
    const kinds = ['genuine', 'skilled', 'random'] as const;
    const share = (kind: (typeof kinds)[number], fires: (trial: Trial) => boolean): string => {
      const own = trials.filter((trial) => trial.kind === kind && trial.specimens.length === number);
      return `${((100 * own.filter(fires).length) / Math.max(1, own.length)).toFixed(1)} %`.padStart(8);
    };
    for (const reason of [...measures, 'missing-stroke', 'extra-stroke']) {
      console.log(
        reason.padEnd(16),
        kinds.map((kind) => share(kind, (trial) => outsideOf(trial, reason) > 1)).join(' '),
      );
    }
    const any = (trial: Trial): boolean => differencesOf(trial).some(({ outside }) => outside > 1);
    console.log('any of them'.padEnd(16), kinds.map((kind) => share(kind, any)).join(' '));
  }
}

if (values.from) {
  print(v.parse(v.array(trialSchema), JSON.parse(await readFile(values.from, 'utf8'))));
} else if (values.index) {
  const trials = await measureIndex(values.index);
  if (values.keep) await writeFile(values.keep, JSON.stringify(trials));
  print(trials);
} else {
  console.error(
    'Usage: node scripts/measure-differences.ts --index FILE [--split S] [--writers N] [--keep FILE] | --from FILE',
  );
  process.exit(64);
}
