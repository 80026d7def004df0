import { expect, test } from 'vitest';
import { metricKills } from '../prove/metric-kills.ts';

test('killed at any moment, the metric in force is the old one or the new one', async () => {
  const { half, lost, damage, confirmed } = await metricKills(5);
  expect({ half, lost, damage }).toEqual({ half: [], lost: [], damage: [] });
  expect(confirmed).toBeGreaterThan(0);
}, 120_000);
