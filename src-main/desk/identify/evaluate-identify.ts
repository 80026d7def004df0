import type { EvaluateIdentifyOutput } from '../../contract/cli-identify.ts';
import { CallFailure } from '../../contract/calls.ts';
import { openSetRates, rankRates, splitInHalves, type Probe } from '../../metric/recognition-rates.ts';
import type { CommandHost } from '../command-host.ts';
import { embedRows, type EmbeddedSet } from '../embed-rows.ts';
import { startPool } from '../engine-of.ts';
import { evaluatedModel } from '../evaluated-model.ts';
import { withFailures } from '../failures.ts';
import { readSignatureIndex, type SignatureRow } from '../index-file.ts';
import { KnownDistances } from '../known-distances.ts';
import type { ModelInUse } from '../model-in-use.ts';
import { borderOf } from './borders.ts';
import { galleryOf, type RealSignatory } from './gallery.ts';
import { recognise, type Enrolled } from './recognise.ts';
import { syntheticGallery } from './synthetic-gallery.ts';

export interface EvaluateIdentifyRequest {
  readonly index: string;
  /** Whose other genuines are looked for; the writers of every split are enrolled. */
  readonly split: string;
  readonly synthetic: number;
  readonly specimens: number;
  /** Where the synthetic signatories' templates are kept. */
  readonly cache: string;
  readonly model: string | null;
}

/** What the synthetic signatories are drawn from. */
const seed = 'identify 1';

interface Writer {
  readonly id: string;
  readonly dataset: string;
  readonly split: string;
  readonly rows: readonly SignatureRow[];
}

/** Genuine signatures by writer, in the order of their names, so that the index's order changes nothing. */
function writersOf(rows: readonly SignatureRow[]): Writer[] {
  const writers = new Map<string, SignatureRow[]>();
  for (const row of rows.filter(({ kind }) => kind === 'genuine')) {
    const key = `${row.dataset} ${row.writer}`;
    writers.set(key, [...(writers.get(key) ?? []), row]);
  }
  return [...writers]
    .map(([id, own]) => ({
      id,
      dataset: own[0]!.dataset,
      split: own[0]!.split,
      rows: own.sort((a, b) => (a.name < b.name ? -1 : 1)),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * `countersign evaluate --identify`: how well signatures are recognised among many. Every writer of the index is enrolled with the
 * first few genuines, beside synthetic signatories; the other genuines of one split's writers are looked for, by the same code as at
 * the desk.
 *
 * @throws CallFailure `bad-index`; EngineError; the host's reason where it was stopped
 */
export async function evaluateIdentify(
  host: CommandHost,
  request: EvaluateIdentifyRequest,
): Promise<EvaluateIdentifyOutput> {
  return withFailures(async () => {
    const { specimens } = request;
    const writers = writersOf(await readSignatureIndex(request.index));
    const probed = writers.filter(({ split, rows }) => split === request.split && rows.length > specimens);
    if (probed.length < 2)
      throw new CallFailure({
        fault: 'bad-index',
        message: `${request.index} has fewer than two writers of split "${request.split}" with more than ${specimens} genuines.`,
      });
    const model = await evaluatedModel(host, request.model);
    const rows = writers.flatMap((writer) => (probed.includes(writer) ? writer.rows : writer.rows.slice(0, specimens)));
    const set = await embedRows(host, model, rows);
    const synthetic = await syntheticGallery(host, model, {
      cache: request.cache,
      seed,
      signatories: request.synthetic,
      specimens,
    });
    const real = writers
      .map((writer) => enrolledWriter(writer, set, specimens))
      .filter(({ templates }) => templates.length);
    const enrolled = galleryOf(model, real, synthetic);
    const { probes, refused } = await lookForAll(host, model, set, probed, enrolled, specimens);
    const signatories = real.length + synthetic.size;
    const border = borderOf(model, signatories);
    const unknown = splitInHalves(probed.map(({ id, dataset }) => ({ id, stratum: dataset })));
    return {
      model: model.id,
      provider: set.provider,
      split: request.split,
      ...rankRates(probes),
      openSet: openSetRates(probes, unknown, border),
      counts: {
        signatories,
        real: real.length,
        synthetic: synthetic.size,
        specimens,
        probes: probes.length,
        probedWriters: probed.length,
        refused,
      },
    };
  });
}

function enrolledWriter({ id, rows }: Writer, { references }: EmbeddedSet, specimens: number): RealSignatory {
  return { id, templates: rows.slice(0, specimens).flatMap(({ name }) => references.get(name) ?? []) };
}

/** Looks for every genuine of some writers that isn't one of their specimens. */
async function lookForAll(
  host: CommandHost,
  model: ModelInUse,
  set: EmbeddedSet,
  writers: readonly Writer[],
  enrolled: Enrolled,
  specimens: number,
): Promise<{ probes: Probe[]; refused: number }> {
  const wanted = writers.flatMap(({ id, rows }) => rows.slice(specimens).map(({ name }) => ({ writer: id, name })));
  const known = new KnownDistances();
  const pool = startPool(host.startEngine, model);
  const probes: Probe[] = [];
  let refused = 0;
  try {
    const outcomes = pool.map(wanted, async (engine, { writer, name }): Promise<Probe | null> => {
      const template = set.questioned.get(name);
      if (!template) return null;
      const cleanPng = set.straightening?.cleanInk.get(template) ?? new Uint8Array();
      const { ranked } = await recognise({ engine, model, enrolled, known }, { template, cleanPng });
      return { writer, ranked: ranked.map(({ id, score }) => ({ id, score })) };
    });
    for await (const outcome of outcomes) {
      host.signal.throwIfAborted();
      if (!outcome.ok) throw outcome.error;
      if (outcome.result) probes.push(outcome.result);
      else refused += 1;
      host.progress('looking for signatures', outcome.index + 1, wanted.length);
    }
  } finally {
    await pool.close();
  }
  return { probes, refused };
}
