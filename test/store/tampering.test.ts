import { expect, test } from 'vitest';
import { flipBytes } from './flip-bytes.ts';

test('no flipped byte of the file is read as something else without being named', async () => {
  const result = await flipBytes(80, 20261124);
  expect(result.wrong).toEqual([]);
  expect(result.named + result.harmless).toBe(80);
  // Every second flip hits a byte in use; were few of those named, verifying would be looking away.
  expect(result.named).toBeGreaterThan(20);
});
