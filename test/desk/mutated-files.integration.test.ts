import { expect, it } from 'vitest';
import { mutatedFiles } from '../prove/mutated-files.ts';

const minutes = 60_000;

// A tenth of `npm run prove -- mutated-files`.
it('opens or refuses a thousand damaged scans, and goes on', { timeout: 12 * minutes }, async () => {
  const { files, opened, refused, engineRestarts, left, wrong } = await mutatedFiles(1000, 11 * minutes);
  expect(wrong).toEqual([]);
  expect(left).toBe(0);
  expect(opened + refused + engineRestarts).toBe(files);
  expect(opened).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
});
