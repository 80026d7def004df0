import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { openStore } from '../../src-main/store/open-store.ts';
import { bankMetric } from '../store/bank-metric-helpers.ts';
import { passphrase, quick, withStore } from '../store/store-helpers.ts';
import { killAfter } from './kill-process.ts';

const child = fileURLToPath(new URL('../store/bank-metric-child.ts', import.meta.url));
const longestLife = 250;

/** What came of the kills. `half`, `lost` and `damage` must be empty. */
export interface MetricKillResult {
  readonly kills: number;
  /** Metrics that judged when a step had returned before a kill. */
  readonly confirmed: number;
  /** A metric in force, waiting or in the history that isn't whole. */
  readonly half: readonly string[];
  /** Adoptions that had returned and aren't in the history. */
  readonly lost: readonly string[];
  readonly damage: readonly string[];
}

/** Kills a process that proposes, adopts and undoes metrics, again and again on one store, and looks at the store after each kill. */
export async function metricKills(
  count: number,
  progress: (kills: number) => void = () => undefined,
): Promise<MetricKillResult> {
  return withStore(async ({ store, directory }) => {
    await store.close();
    const half = new Set<string>();
    const lost = new Set<string>();
    const damage = new Set<string>();
    let confirmed = 0;
    let next = 0;
    for (let kill = 0; kill < count; kill++) {
      const steps = await killAfter(child, [directory, String(next)], Math.random() * longestLife);
      const again = await openStore(directory, { passphrase }, quick);
      for (const { where, what } of (await again.verify()).problems) damage.add(`${where}: ${what}`);
      const { bankMetrics } = again;
      const history = await bankMetrics.history();
      const inForce = await bankMetrics.inForce();
      const latest = history.at(-1);
      if (latest && latest.hash !== (inForce?.hash ?? null))
        half.add(`${latest.hash} was ${latest.what}, ${inForce?.hash} judges`);
      for (const metric of [inForce, await bankMetrics.proposed()]) {
        if (!metric) continue;
        const { number } = metric.report as { number: number };
        if (!isDeepStrictEqual(metric, bankMetric(number))) half.add(`metric ${number}`);
      }
      for (const { hash } of history) if (hash && !(await bankMetrics.byHash(hash))) half.add(`${hash} has no content`);
      const adopted = new Set(history.map(({ hash }) => hash));
      for (const { batch } of steps) {
        confirmed += 1;
        if (!adopted.has(bankMetric(batch).hash)) lost.add(`step ${batch}`);
        next = Math.max(next, batch + 1);
      }
      // The step that the kill cut short may have been saved.
      next += 1;
      await again.close();
      progress(kill + 1);
    }
    return { kills: count, confirmed, half: [...half], lost: [...lost], damage: [...damage] };
  });
}

/** `npm run prove -- metric-kills`: kill -9 while metrics are adopted and undone, `count` times. */
export async function proveMetricKills(count: number): Promise<void> {
  const { kills, confirmed, half, lost, damage } = await metricKills(count, (done) => {
    if (done % 10 === 0) console.error(`metric: ${done} of ${count}`);
  });
  console.log(
    `writer killed ${kills} times while metrics were adopted and undone: ${confirmed} steps confirmed, ${lost.length} lost, ` +
      `${half.length} half, ${damage.length} damaged`,
  );
  const wrong = [half, lost, damage].flat();
  if (wrong.length > 0 || confirmed === 0)
    throw new Error(`The proof failed: ${wrong.join('; ') || 'nothing was confirmed before a kill'}`);
}
