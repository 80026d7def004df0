import { expect, it } from 'vitest';
import { appKills } from '../prove/app-kills.ts';

// A tenth of `npm run prove -- kills`.
it('loses nothing confirmed when the whole app is killed during enrolments', async () => {
  const result = await appKills(5);
  expect(result).toMatchObject({ kills: 5, lost: [], half: [], damage: [] });
  expect(result.stored).toBeGreaterThanOrEqual(result.confirmed);
});
