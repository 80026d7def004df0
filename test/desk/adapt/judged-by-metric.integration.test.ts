import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MetricReport } from '../../../src-main/contract/bank-metric.ts';
import type { CheckResult } from '../../../src-main/contract/check.ts';
import { writeBankMetric } from '../../../src-main/desk/adapt/bank-metric-text.ts';
import { wholePart } from '../../../src-main/desk/adapt/bank-model.ts';
import { loadModel } from '../../../src-main/desk/model-in-use.ts';
import { remakeVerdict } from '../../../src-main/desk/remake-check.ts';
import { defaultSettings } from '../../../src-main/desk/settings.ts';
import type { GroupCalibration } from '../../../src-main/metric/calibration.ts';
import type { GeneratedCheque } from '../../../src-main/sample/cheques/generate.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import type { JsonValue, ReferenceStore } from '../../../src-main/store/reference-store.ts';
import { specimensOf, straightCheque } from '../../e2e/whole-cheques.ts';
import { modelsDirectory, openTestDesk, passphrase, setUp, type TestDesk } from '../open-test-desk.ts';
import { quietHost } from '../quiet-host.ts';

let desk: TestDesk;
let made: GeneratedCheque;
const host = quietHost({ passphrase: () => Promise.resolve(passphrase) });
const account = (): string => made.cheques[0]!.account!;

async function check(): Promise<CheckResult> {
  const { scan } = await desk.client.openScan({ name: 'cheque.jpg', bytes: made.bytes, page: 0 });
  return desk.client.checkCheque({ scan, account: account(), region: null, amount: null, date: null });
}

async function inStore<T>(work: (store: ReferenceStore) => Promise<T>): Promise<T> {
  const store = await openStore(desk.storeDirectory, { passphrase });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** A metric for the default package whose every part has a say: a matrix, remoteness and a nudge. */
async function someMetric() {
  const model = await loadModel(modelsDirectory, defaultSettings.model);
  const part = wholePart(model)!;
  const { dimension } = part;
  const rows = new Float64Array(2 * dimension).map((_, at) => Math.fround(((at * 7) % 13) / 13));
  const feature = { centre: 1, scale: 0.5, weight: 0.2 };
  const group: GroupCalibration = {
    ...{ intercept: 9, joinedWeight: -3, spreadWeight: 2, relativeWeight: 0, countWeight: 0, remotenessWeight: 0.5 },
    nudge: { spread: feature, remoteness: feature, cap: 1 },
  };
  const crowd = [0.05, -0.02].map((value) => new Float64Array(dimension).fill(Math.fround(value)));
  const metric = {
    ...{ part, crowd, matrix: { share: 0.5, factor: { dimension, rank: 2, rows } } },
    groups: { one: group, two: group, many: group },
  };
  const report: MetricReport = {
    ...{ model: { id: model.id, hash: model.hash }, madeAt: '2026-01-01T00:00:00.000Z', madeBy: 'test' },
    ...{ signatories: 0, specimens: 0, decisions: { genuine: 0, forgery: 0 }, declined: null, why: '', matrix: null },
    ...{ before: null, after: null, changes: { lookedAt: 0, leftOut: 0, checks: [] } },
  };
  return { ...writeBankMetric({ model, metric }), report: report as unknown as JsonValue };
}

beforeAll(async () => {
  made = await straightCheque('end to end', 1, 54);
  desk = await openTestDesk();
  await setUp(desk);
  const scans = [];
  for (const { name, buffer } of await specimensOf(made.cheques[0]!.signatures[0]!.signer, 3)) {
    const { scan } = await desk.client.openScan({ name, bytes: Uint8Array.from(buffer), page: 0 });
    scans.push({ scan, region: null, capturedOn: null, source: 'card' as const });
  }
  await desk.client.enrol({ account: account(), holder: null, signatory: 'Agnes Porter', scans });
});
afterAll(() => desk.close());

it('judges by the metric that was adopted, names it in the verdict, makes that again after it was undone', async () => {
  const alone = await check();
  const metric = await someMetric();
  await inStore((store) => store.bankMetrics.propose(metric, 'clerk'));
  const { hash } = (await desk.client.bankMetric({})).proposed!;
  expect(hash).toBe(metric.hash);
  expect(await desk.client.adoptMetric({ hash })).toMatchObject({ judges: true, inForce: { hash }, proposed: null });

  const adapted = await check();
  expect(adapted.score).not.toBe(alone.score);
  const recorded = await inStore((store) => store.checkById(adapted.check));
  expect(recorded.result).toMatchObject({ bankMetric: hash });
  expect((await inStore((store) => store.checkById(alone.check))).result).not.toHaveProperty('bankMetric');

  // Locked and opened again, the metric still judges.
  await desk.client.lockStore({});
  await desk.client.unlockStore({ key: passphrase, recovery: false });
  expect((await check()).score).toBe(adapted.score);

  expect(await desk.client.undoMetric({ hash })).toMatchObject({ judges: false, inForce: null });
  expect((await check()).score).toBe(alone.score);
  for (const each of [alone, adapted]) {
    expect(await remakeVerdict(host, { store: desk.storeDirectory, check: each.check })).toMatchObject({
      ...{ same: true, differences: [], remade: { verdict: each.verdict, score: each.score } },
    });
  }
  await expect(desk.client.undoMetric({ hash })).rejects.toMatchObject({ fault: 'invalid' });
  const kinds = await inStore(async (store) => (await store.verify()).problems);
  expect(kinds).toEqual([]);
  expect(desk.reported).toEqual([]);
}, 120_000);
