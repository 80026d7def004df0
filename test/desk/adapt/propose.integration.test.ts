import { beforeAll, expect, test } from 'vitest';
import * as v from 'valibot';
import { bankMetricViewSchema } from '../../../src-main/contract/bank-metric.ts';
import { packageAlone, withMetricInForce } from '../../../src-main/desk/adapt/bank-model.ts';
import { bankMetricView, proposeMetric } from '../../../src-main/desk/adapt/propose.ts';
import type { ModelInUse } from '../../../src-main/desk/model-in-use.ts';
import { operator, withStore } from '../../store/store-helpers.ts';
import { contrastive, fillStore, noEngine } from './metric-store.ts';

let model: ModelInUse;
beforeAll(async () => {
  model = await contrastive();
});

test(
  'a metric is fitted to three specimens each, proposed with before and after, adopted and undone in one step',
  () =>
    withStore(async ({ store }) => {
      await fillStore(store, model, { signatories: 24, specimens: 3, unlike: 2.5 });
      const parts = { store, engine: noEngine, model, operator, thresholds: model.thresholds };
      expect(await proposeMetric(parts, false)).toBeNull();
      const view = v.parse(bankMetricViewSchema, await bankMetricView(store, model));
      const { hash, report } = view.proposed!;
      expect(report).toMatchObject({
        declined: null,
        signatories: 24,
        specimens: 72,
        decisions: { genuine: 0, forgery: 0 },
      });
      expect(report.after!.randomError).toBeLessThan(report.before!.randomError);
      expect(report.before!.random.length).toBeGreaterThan(10);
      // Proposed is not adopted.
      expect((await withMetricInForce(store, model)).bankMetric).toBeUndefined();

      await store.bankMetrics.adopt(hash, operator);
      const adapted = await withMetricInForce(store, model);
      expect(adapted.bankMetric).toBe(hash);
      expect(adapted.hash).toBe(model.hash);
      expect(adapted.thresholds).toEqual(model.thresholds);
      expect(adapted.calibration).not.toEqual(model.calibration);
      expect((await bankMetricView(store, adapted)).judges).toBe(true);
      // The same store gives the same metric again, to the last bit: it is fitted to the package, not on top of itself.
      expect(await proposeMetric({ ...parts, model: adapted }, false)).toBeNull();
      expect((await store.bankMetrics.proposed())!.hash).toBe(hash);

      await store.bankMetrics.undo(hash, operator);
      expect((await withMetricInForce(store, adapted)).calibration).toEqual(model.calibration);
      expect(packageAlone(adapted).calibration).toEqual(model.calibration);
    }),
  180_000,
);

test('with few signatories it declines by itself, and nothing waits', () =>
  withStore(async ({ store }) => {
    await fillStore(store, model, { signatories: 6, specimens: 3, unlike: 2 });
    const parts = { store, engine: noEngine, model, operator, thresholds: model.thresholds };
    const declined = await proposeMetric(parts, true);
    expect(declined).toMatchObject({ declined: 'too-few-signatories' });
    expect(await store.bankMetrics.proposed()).toBeNull();
    expect(v.is(bankMetricViewSchema, await bankMetricView(store, model, declined))).toBe(true);
  }));

test(
  'a metric of another package does not judge, and one that is not what its hash says is refused',
  () =>
    withStore(async ({ store }) => {
      await fillStore(store, model, { signatories: 24, specimens: 3, unlike: 2.5 });
      await proposeMetric({ store, engine: noEngine, model, operator, thresholds: model.thresholds }, false);
      const proposed = (await store.bankMetrics.proposed())!;
      await store.bankMetrics.adopt(proposed.hash, operator);
      const other = { ...model, hash: 'f'.repeat(64) };
      expect((await withMetricInForce(store, other)).bankMetric).toBeUndefined();
      const changed = { ...proposed, hash: 'e'.repeat(64) };
      await store.bankMetrics.propose(changed, operator);
      await store.bankMetrics.adopt(changed.hash, operator);
      await expect(withMetricInForce(store, model)).rejects.toMatchObject({ fault: 'bad-metric' });
    }),
  180_000,
);
