import { expect, test } from 'vitest';
import { proveTamperings } from '../prove/tampering.ts';

// A part of `npm run prove -- tampering`.
test('every tampering with the record is found, those that only a head kept elsewhere tells among them', async () => {
  const { found, missed, falseAlarms } = await proveTamperings(36, 7);
  expect(missed).toEqual([]);
  expect(falseAlarms).toEqual([]);
  for (const kind of ['flip', 'delete', 'swap', 'insert', 'truncate'])
    expect((found[kind]?.itself ?? 0) + (found[kind]?.keyAndHead ?? 0), kind).toBe(6);
  expect(found['older copy']).toEqual({ itself: 3, keyAndHead: 0, head: 0 });
  // Were the older copy found without a head, the head wouldn't be what finds it.
  expect(found['older copy with its head']).toEqual({ itself: 0, keyAndHead: 0, head: 3 });
  // Whoever signs everything anew with a key of their own is told by the key or the head alone.
  expect(Object.values(found).reduce((sum, { keyAndHead }) => sum + keyAndHead, 0)).toBeGreaterThan(0);
}, 240_000);
