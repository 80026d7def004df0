import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { evaluateOutputSchema, type EvaluateOutput } from '../../src-main/contract/cli-evaluate.ts';
import { evaluateConditions } from '../../src-main/desk/evaluate-conditions.ts';
import { evaluateIndex } from '../../src-main/desk/evaluate.ts';
import { prepareIndex } from '../../src-main/desk/prepare.ts';
import { readSignatureIndex } from '../../src-main/desk/index-file.ts';
import { decodeScan } from '../../src-main/imaging/decode.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { protocolTrials } from '../../src-main/metric/protocol.ts';
import { applyCondition } from '../../src-main/sample/conditions.ts';
import { writeSampleIndex } from '../../src-main/sample/sample-index.ts';
import { quietHost } from './quiet-host.ts';

let folder = '';
let index = '';
const tasks = new Set<string>();
const host = quietHost({ progress: (task) => tasks.add(task) });

async function isJudged(bytes: Uint8Array): Promise<boolean> {
  const { image } = await decodeScan(bytes);
  try {
    extractSignature(image);
    return true;
  } catch {
    return false;
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-conditions-'));
  index = await writeSampleIndex(folder, { signers: 3, genuine: 6, forgeries: 2, seed: 'conditions', dpi: 200 });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('evaluate --conditions, on synthetic signers', () => {
  const request = () => ({ index, split: null, specimens: [1, 5], model: null });
  let output: EvaluateOutput;
  beforeAll(async () => {
    output = await evaluateConditions(host, { ...request(), conditions: ['jpeg-20', 'printed-text'] });
  });

  it('prints rates by condition, data set and number of specimens, beside those without any', async () => {
    expect(v.is(evaluateOutputSchema, output)).toBe(true);
    const { conditions = {}, ...clean } = output;
    expect(clean).toEqual(await evaluateIndex(host, request()));
    expect(Object.keys(conditions)).toEqual(['jpeg-20', 'printed-text']);
    for (const { sets } of Object.values(conditions)) {
      expect(Object.keys(sets['synthetic']!)).toEqual(['1', '5']);
      // 3 writers: 15 pairs of 6 genuines, 12 against forgeries, 6 against each of 2 others.
      expect(sets['synthetic']!['1']!.counts).toMatchObject({ genuine: 45, skilled: 36, random: 36 });
    }
    expect([...tasks]).toEqual(expect.arrayContaining(['reading signatures', 'JPEG quality 20 (1 of 2)']));
  });

  it('keeps the specimens clean: what is refused is questioned signatures alone', async () => {
    const rows = await readSignatureIndex(index);
    const labelled = rows.map(({ name, kind, ...row }) => ({ ...row, id: name, genuine: kind === 'genuine' }));
    const refusedBy = async (change: (bytes: Uint8Array, name: string) => Promise<Uint8Array>) => {
      const refused = new Set<string>();
      for (const { path, name } of rows) {
        if (!(await isJudged(await change(await readFile(path), name)))) refused.add(name);
      }
      return refused;
    };
    const clean = await refusedBy((bytes) => Promise.resolve(bytes));
    for (const id of ['jpeg-20', 'printed-text'] as const) {
      const refused = await refusedBy((bytes, name) => applyCondition(bytes, id, `1 ${name}`));
      // Print beside a signature is wiped off: it refuses nothing, or a hard one.
      expect(refused.size).toBeLessThanOrEqual(clean.size + 1);
      const { refusedScans, sets } = output.conditions![id]!;
      expect(refusedScans).toEqual({ synthetic: refused.size });
      for (const specimens of [1, 5]) {
        const trials = [...protocolTrials(labelled, { specimens })].filter(
          (trial) => refused.has(trial.questioned) || trial.specimens.every((name) => clean.has(name)),
        );
        expect(sets['synthetic']![String(specimens)]!.counts.refused).toBe(trials.length);
      }
    }
  });

  it('stops where it is told to', async () => {
    const stop = new AbortController();
    const stopped = evaluateConditions(
      {
        ...host,
        signal: stop.signal,
        progress: (task) => {
          if (task.startsWith('faint ink')) stop.abort(new Error('broken off'));
        },
      },
      { ...request(), conditions: ['faint-ink'] },
    );
    await expect(stopped).rejects.toThrow('broken off');
  });
});

describe('prepare --degrade', () => {
  const read = async (out: string) => ({
    tensors: await readFile(join(out, 'tensors.u8')),
    rows: (await readFile(join(out, 'rows.tsv'), 'utf8')).trim().split('\n'),
    prepared: JSON.parse(await readFile(join(out, 'prepared.json'), 'utf8')) as Record<string, unknown>,
  });
  const degraded = async (name: string, list: string, copies: number) => {
    const out = join(folder, name);
    const result = await prepareIndex(host, {
      index: list,
      out,
      split: null,
      degrade: { kind: 'cheque', seed: 3, copies },
    });
    return { ...result, ...(await read(out)) };
  };

  it('writes each scan so many times, each changed differently, rows beside tensors', async () => {
    const { written, refused, tensors, rows, prepared } = await degraded('degraded', index, 2);
    expect(written + refused.length).toBe(2 * 3 * 8);
    expect(tensors.length).toBe(written * 176 * 96);
    expect(rows).toHaveLength(written + 1);
    expect(rows[0]).toBe('row\tpath\tdataset\twriter\tkind\tsplit');
    expect(prepared).toMatchObject({ count: written, degrade: { kind: 'cheque', seed: 3, copies: 2 } });
    const paths = rows.slice(1).map((row) => row.split('\t')[1]!);
    const twice = paths.findIndex((path, at) => path === paths[at + 1]);
    expect(twice).toBeGreaterThanOrEqual(0);
    const tensor = (at: number) => tensors.subarray(at * 176 * 96, (at + 1) * 176 * 96);
    expect(tensor(twice).equals(tensor(twice + 1))).toBe(false);
  });

  it('gives a scan the same tensors whatever else the index holds, and lists one that can’t be read', async () => {
    const [header = '', first = ''] = (await readFile(index, 'utf8')).split('\n');
    const list = join(folder, 'one.tsv');
    await writeFile(join(folder, 'torn.png'), 'no picture');
    await writeFile(list, [header, 'torn.png\tsynthetic\t009\tgenuine\ttrain', first, ''].join('\n'));
    const whole = await degraded('whole', index, 1);
    const alone = await degraded('alone', list, 1);
    expect(alone.refused).toEqual([{ path: 'torn.png', reason: expect.stringContaining("isn't a picture") as string }]);
    expect(alone.tensors.equals(whole.tensors.subarray(0, 176 * 96))).toBe(true);
  });
});
