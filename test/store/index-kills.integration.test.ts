import { expect, test } from 'vitest';
import { indexKills } from '../prove/index-kills.ts';

test('killed while the index changes: it is the old one or the new one, and nothing confirmed is missing', async () => {
  const result = await indexKills(10);
  expect(result).toMatchObject({ kills: 10, lost: [], between: [], damage: [] });
  expect(result.confirmed).toBeGreaterThan(0);
  expect(result.packed).toBeGreaterThan(0);
});
