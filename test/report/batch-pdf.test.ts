import { describe, expect, test } from 'vitest';
import { batchPdf } from '../../src-main/report/batch-pdf.ts';
import { binned } from '../../src-main/report/histogram.ts';
import { exampleBatch } from './batch-example.ts';
import { inkInMargin, overlapping, readPdf } from './pdf-reading.ts';

const read = async (...[exceptions, wanted]: Parameters<typeof exampleBatch>) =>
  readPdf(await batchPdf(await exampleBatch(exceptions, wanted), 'a4'));

describe.each(['a4', 'letter'] as const)('a batch report on %s', (size) => {
  test.each([
    [0, {}],
    [30, {}],
    [20, { long: true, inAll: 900 }],
  ])('with %i exceptions: nothing cut off, nothing overlapping, pages numbered', async (exceptions, wanted) => {
    const pages = await readPdf(await batchPdf(await exampleBatch(exceptions, wanted), size));
    for (const [at, page] of pages.entries()) {
      expect(inkInMargin(page, 34)).toBe(0);
      expect(overlapping(page.boxes)).toEqual([]);
      expect(page.text).toContain(`Page ${String(at + 1)} of ${String(pages.length)}`);
    }
  });
});

test('totals, rates against the policy, decisions, borders, hashes and every exception stand in it, as text', async () => {
  const pages = await read(30);
  const text = pages.map((page) => page.text.replaceAll(/\s+/g, ' ')).join(' ');
  for (const part of [
    '/srv/scans/2026-11-24',
    'of genuine ones*',
    'MATCH 350 87.5 % 71.0 to 86.0 %',
    'MISMATCH 14 3.5 % 2.0 to 4.0 %',
    "Couldn't be judged 9",
    'All 412',
    'Accepted 352',
    'Of these, confirmed by a second person 7',
    'Needs eyes, and nobody has decided 36',
    'mismatch below −1.20',
    'match from 2.40',
    'three or more: mismatch below −1.20',
    'a3'.repeat(32),
    '1234-0A1B-2C3D',
    'Exceptions: 30',
    'Returned by maria, confirmed by josé.',
  ])
    expect(text).toContain(part);
  for (let at = 0; at < 30; at += 1) expect(text).toContain(`cheque-${String(at).padStart(5, '0')}.tif`);
});

test('says how many exceptions it leaves to the table, and that there are none', async () => {
  expect((await read(20, { inAll: 900 }))[0]!.text).toContain(
    'Exceptions: 900 (the 20 riskiest; 880 more stand in the CSV)',
  );
  const [only, ...more] = await read(0);
  expect(only!.text).toContain('No exceptions: nothing of this batch needs eyes.');
  expect(more).toEqual([]);
});

test('scores are counted in equal steps, the ends among them, and what lies beyond in the last ones', () => {
  expect(binned([0, 0.1, 1, 1.9, 2, 5, -3], 0, 2, 2)).toEqual([3, 4]);
  expect(binned([], 0, 2, 2)).toEqual([0, 0]);
  expect(binned([3, 3], 3, 3, 2)).toEqual([2, 0]);
});
