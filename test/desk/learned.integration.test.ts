/** A package in the shape of a real learned one (16,896 floats a template, a graph for the distance), all the way through. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../src-main/desk/engine-of.ts';
import { examineEnrolment, storeEnrolment } from '../../src-main/desk/enrol.ts';
import {
  calibrate,
  calibrationNumbers,
  embedRows,
  evaluateSet,
  measureDistances,
} from '../../src-main/desk/evaluate.ts';
import { readSignatureIndex } from '../../src-main/desk/index-file.ts';
import { KnownDistances } from '../../src-main/desk/known-distances.ts';
import { loadModel, type ModelInUse } from '../../src-main/desk/model-in-use.ts';
import { policyHash } from '../../src-main/desk/settings.ts';
import { verifyCheque } from '../../src-main/desk/verify-cheque.ts';
import type { Engine } from '../../src-main/engine/engine-types.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { writeSampleIndex } from '../../src-main/sample/sample-index.ts';
import { createStore } from '../../src-main/store/create-store.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { signatureScan } from '../engine/scan-fixture.ts';
import { wideDimension, wideParts, writeTinyPackage } from '../model/tiny-package.ts';
import { passphrase } from './open-test-desk.ts';
import { quietHost } from './quiet-host.ts';

let folder = '';
let model: ModelInUse;
let engine: Engine;
const abort = new AbortController();
const progress: [string, number, number][] = [];
const host = quietHost({
  modelsDirectory: '',
  policyFile: '',
  progress: (task, done, total) => progress.push([task, done, total]),
  signal: abort.signal,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-learned-'));
  const { manifestHash } = await writeTinyPackage(join(folder, 'models', 'learned'), wideParts());
  // Signatures are found by the net that is shipped.
  const inkNet = fileURLToPath(new URL('../../models/ink', import.meta.url));
  await cp(inkNet, join(folder, 'models', 'ink'), { recursive: true });
  model = await loadModel(join(folder, 'models'), 'learned', [manifestHash]);
  engine = startEngine(forkPorts(), model, () => undefined);
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a wide template', () => {
  it('is stored, read, compared and put on record whole', async () => {
    const directory = join(folder, 'store');
    const quick = { scryptCost: 1024 };
    const { store } = await createStore(directory, { passphrase, operator: 'clerk' }, quick);
    const parts = { engine, model, thresholds: model.thresholds, operator: 'clerk' };
    const scans = await Promise.all(
      [1, 2, 3].map(async (number) => ({
        name: `${number}.jpg`,
        bytes: await signatureScan(number),
        region: null,
        capturedOn: null,
        source: 'test',
      })),
    );
    const request = { account: '77', holder: 'Ada', signatory: 'Ada', scans };
    const examined = await examineEnrolment({ ...parts, store }, request);
    expect(await storeEnrolment({ ...parts, store }, request, examined)).toHaveLength(3);
    await store.close();

    const again = await openStore(directory, { passphrase }, quick);
    const specimens = await again.specimensOf('77', { modelHash: model.hash });
    for (const [at, specimen] of specimens.entries()) {
      expect(specimen.template!.vector).toHaveLength(wideDimension);
      expect(specimen.template!.vector).toEqual(examined.scans[at]!.ready!.template.vector);
      const remade = await engine.embedClean({ cleanPng: await specimen.cleanPng(), tower: 'reference' });
      expect(remade.template).toEqual(specimen.template!.vector);
    }
    const known = new KnownDistances();
    const check = () =>
      verifyCheque(
        { ...parts, store: again, policyHash: policyHash(model.thresholds, null), known },
        { bytes: scans[0]!.bytes, name: 'cheque.jpg', page: 0, account: '77', region: null },
      );
    const first = await check();
    expect(known.size).toBe(3);
    const second = await check();
    expect(second.judgement).toEqual(first.judgement);
    // The scan is the first specimen's own.
    expect(first.judgement.distances[0]).toMatchObject({ distance: 0 });
    expect(first.judgement.distances[1]!.distance).toBeGreaterThan(0);
    const { template } = (await again.checkById(first.check)).result as { template: string };
    expect(Buffer.from(template, 'base64')).toHaveLength(4 * wideDimension);
    expect((await again.verify()).problems).toEqual([]);
    await again.close();
  });
});

describe('an evaluation', () => {
  it('measures by the graph what the trials need, each pair once, and calibrates on it', async () => {
    const index = await writeSampleIndex(join(folder, 'signers'), {
      signers: 4,
      genuine: 6,
      forgeries: 3,
      seed: 'learned',
    });
    const embedded = await embedRows(host, model, await readSignatureIndex(index));
    progress.length = 0;
    const set = await measureDistances(host, model, embedded, calibrationNumbers);
    // Within each of 4 writers 15 pairs of genuines and 18 with forgeries; among writers at most 6 × 6 pairs of genuines.
    const [task, done, total] = progress.at(-1)!;
    expect(task).toBe('comparing signatures');
    expect(done).toBe(total);
    expect(total).toBeGreaterThan(4 * 33);
    expect(total).toBeLessThanOrEqual(4 * 33 + 6 * 36);
    const [one, other] = [...set.references.values()] as [Float32Array, Float32Array];
    const { distances } = await engine.distances({ questioned: one, specimens: [other] });
    expect(set.distances.between(one, other)).toBe(distances[0]);
    expect(set.distances.between(other, one)).toBe(distances[0]);

    const calibration = calibrate(model, set);
    const { sets } = evaluateSet({ ...model, calibration }, set, [1, 5]);
    const [byNumber] = Object.values(sets);
    expect(byNumber!['1']!.counts).toMatchObject({ genuine: 4 * 15, skilled: 4 * 18, random: 4 * 18, refused: 0 });
    expect(byNumber!['5']!.randomEer!.value).toBeLessThan(0.5);

    // With only the questioned signatures changed, the specimens' own distances are taken over.
    const questioned = new Map([...set.questioned].map(([name, template]) => [name, template.slice()]));
    progress.length = 0;
    const changed = await measureDistances(host, model, { ...embedded, questioned }, [5], set);
    expect(evaluateSet(model, changed, [5])).toEqual(evaluateSet(model, set, [5]));
    const fresh = progress.at(-1)![2];
    progress.length = 0;
    await measureDistances(host, model, { ...embedded, questioned }, [5]);
    expect(fresh).toBeLessThan(progress.at(-1)![2]);

    abort.abort(new Error('stopped by hand'));
    await expect(measureDistances(host, model, embedded, [1])).rejects.toThrow('stopped by hand');
  });
});
