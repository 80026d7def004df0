/** A signature that was turned on its cheque, through the whole app: engine, desk, record and evaluation, by the default package. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alterScan } from '../../src-main/desk/alter-scan.ts';
import { startEngine } from '../../src-main/desk/engine-of.ts';
import { examineEnrolment, storeEnrolment } from '../../src-main/desk/enrol.ts';
import { embedRows, featureTrials, measureDistances } from '../../src-main/desk/evaluate.ts';
import { judgeableTrials } from '../../src-main/desk/feature-trials.ts';
import { readSignatureIndex } from '../../src-main/desk/index-file.ts';
import { judge, type SignatoryTemplates } from '../../src-main/desk/judge.ts';
import { loadModel, type ModelInUse } from '../../src-main/desk/model-in-use.ts';
import { defaultSettings, policyHash } from '../../src-main/desk/settings.ts';
import { straightenedInk } from '../../src-main/desk/straighten.ts';
import { verifyCheque } from '../../src-main/desk/verify-cheque.ts';
import type { Engine } from '../../src-main/engine/engine-types.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { applyCondition } from '../../src-main/sample/conditions.ts';
import { writeSampleIndex } from '../../src-main/sample/sample-index.ts';
import { sampleSet } from '../../src-main/sample/samples.ts';
import { createStore } from '../../src-main/store/create-store.ts';
import { modelsDirectory, passphrase } from './open-test-desk.ts';
import { quietHost } from './quiet-host.ts';

let folder = '';
let model: ModelInUse;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-straighten-'));
  model = await loadModel(modelsDirectory, defaultSettings.model);
  engine = startEngine(forkPorts(), model, () => undefined);
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const floats = (base64: string): Float32Array => {
  const bytes = Buffer.from(base64, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};

/** What a check's record holds of the templates that were compared. */
interface RecordedTemplates {
  readonly score: number;
  readonly template: string;
  readonly straightened: number;
  readonly turned: readonly { readonly degrees: number; readonly template: string }[];
}

describe('a signature turned by 20 degrees', () => {
  it('is straightened, judged, shown and recorded so, and its verdict can be made again from the record', async () => {
    const { accounts } = await sampleSet();
    const { specimens: files } = accounts[0]!;
    const quick = { scryptCost: 1024 };
    const { store } = await createStore(join(folder, 'store'), { passphrase, operator: 'clerk' }, quick);
    const parts = { engine, model, thresholds: model.thresholds, operator: 'clerk', store };
    const scans = files.slice(1).map(({ bytes }, at) => ({
      name: `${at}.jpg`,
      bytes,
      region: null,
      capturedOn: null,
      source: 'test',
    }));
    const request = { account: '77', holder: 'Ada', signatory: 'Ada', scans };
    await storeEnrolment(parts, request, await examineEnrolment(parts, request));
    const check = (bytes: Uint8Array) =>
      verifyCheque(
        { ...parts, policyHash: policyHash(model.thresholds, null) },
        { bytes, name: 'cheque.jpg', page: 0, account: '77', region: null },
      );
    const straight = await check(files[0]!.bytes);
    const turned = await check(await applyCondition(files[0]!.bytes, 'rotated-20', 'test'));

    expect(straight.judgement.straightened).toBe(0);
    expect(straight.reasons.join(' ')).not.toContain('askew');
    expect([15, 20, 25]).toContain(turned.judgement.straightened);
    expect(turned.reasons).toContain(
      `The signature lies askew by ${turned.judgement.straightened}°; it was straightened before comparing.`,
    );
    const recorded = await store.checkById(turned.check);
    const result = recorded.result as unknown as RecordedTemplates;
    expect(result.straightened).toBe(turned.judgement.straightened);
    expect(result.turned.map(({ degrees }) => degrees)).toEqual([turned.judgement.straightened]);

    // The clean ink that is shown and kept is the one that was compared.
    const again = await engine.embedClean({ cleanPng: turned.examined.cleanPng, tower: 'questioned' });
    expect(again.template).toEqual(floats(result.turned[0]!.template));

    const stored = await store.specimensOf('77', { modelHash: model.hash });
    const signatory: SignatoryTemplates = {
      id: stored[0]!.signatory,
      name: 'Ada',
      specimens: stored.map(({ id, capturedOn, template }) => ({ id, capturedOn, vector: template!.vector })),
    };
    const remade = (straighten: boolean) =>
      judge(
        model.judgingWith(engine),
        model.thresholds,
        floats(result.template),
        [signatory],
        undefined,
        straighten
          ? (degrees) => Promise.resolve(floats(result.turned.find((each) => each.degrees === degrees)!.template))
          : null,
      );
    expect((await remade(true)).score).toBe(result.score);
    const asScanned = await remade(false);
    expect(turned.judgement.joined).toBeLessThan(asScanned.joined);
    expect((await store.verify()).problems).toEqual([]);
    await store.close();
  });
});

describe('an evaluation', () => {
  it('straightens trial by trial as the desk does: the same joined distances, to the last bit', async () => {
    const index = await writeSampleIndex(join(folder, 'signers'), {
      signers: 2,
      genuine: 5,
      forgeries: 2,
      seed: 'straighten',
      dpi: 200,
    });
    const host = quietHost({ modelsDirectory });
    const rows = await readSignatureIndex(index);
    const clean = await embedRows(host, model, rows);
    const altered = await embedRows(host, model, rows, {
      alter: (bytes, row) => alterScan(() => applyCondition(bytes, 'rotated-20', row.name)),
    });
    const { questioned, straightening = null } = altered;
    const set = await measureDistances(host, model, { ...clean, questioned, straightening }, [3]);
    const trials = featureTrials(model, set, 3);
    const judgeable = [...judgeableTrials(set, 3)];
    expect(judgeable).toHaveLength(trials.length);
    let straightened = 0;
    for (const [at, each] of judgeable.entries()) {
      if (at % 5 !== 0 || !('questioned' in each)) continue;
      const ink = straightenedInk(engine, straightening!.cleanInk.get(each.questioned)!);
      const signatory: SignatoryTemplates = {
        id: 'a',
        name: 'Ada',
        specimens: each.specimens.map((vector, id) => ({ id: String(id), capturedOn: null, vector })),
      };
      const judgement = await judge(
        model.judgingWith(engine),
        model.thresholds,
        each.questioned,
        [signatory],
        undefined,
        ink.straighten,
      );
      expect(judgement.joined).toBe(trials[at]!.features!.joined);
      expect(judgement.straightened).toBe(each.turn);
      if (each.turn !== 0) straightened++;
    }
    expect(straightened).toBeGreaterThan(1);
  });
});
