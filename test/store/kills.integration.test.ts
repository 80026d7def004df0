import { expect, test } from 'vitest';
import { restoreDrill, storeKills } from '../prove/store-kills.ts';

test('killed during enrolments: nothing confirmed is lost, nothing is there by half, the store verifies', async () => {
  const result = await storeKills(10);
  expect(result).toMatchObject({ kills: 10, lost: [], half: [], damage: [] });
  expect(result.confirmed).toBeGreaterThan(0);
});

test('a restore drill from a backup and the recovery key', async () => {
  expect(await restoreDrill(5)).toEqual({ specimens: 10, checks: 5, differences: [] });
});
