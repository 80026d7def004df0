import { expect, test } from 'vitest';
import { proveEngineKills } from '../prove/engine-kills.ts';

test('kill -9 at five random moments of a check: only the scan in hand fails, the rest are the same to the bit', async () => {
  const { kills, scansFailed, scansJudged } = await proveEngineKills(5);
  expect(kills).toBe(5);
  expect(scansFailed).toBeLessThanOrEqual(5);
  expect(scansJudged).toBe(15);
});
