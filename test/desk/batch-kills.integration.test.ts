import { expect, test } from 'vitest';
import { batchKills } from '../prove/batch-kills.ts';

test('a folder check that is killed again and again comes to the same table, row for row', async () => {
  const { kills, rows, judged, checks, batches, differences, damage } = await batchKills(10, 50);
  expect(kills.app + kills.engine).toBe(10);
  expect({ rows, differences, damage }).toEqual({ rows: 50, differences: [], damage: [] });
  expect(judged).toBeGreaterThan(0);
  expect(checks).toBe(batches * judged);
}, 1_200_000);
