import { describe, expect, test } from 'vitest';
import { evidencePdf } from '../../src-main/report/evidence-pdf.ts';
import { paperSizes, PdfPaper, type PaperSize } from '../../src-main/report/pdf-paper.ts';
import { inkInMargin, overlapping, readPdf, type ReadPdfPage } from './pdf-reading.ts';
import { exampleSheet, type Wanted } from './sheet-example.ts';

async function read(wanted: Wanted, size: PaperSize = 'a4'): Promise<ReadPdfPage> {
  const pages = await readPdf(await evidencePdf(await exampleSheet(wanted), size));
  expect(pages).toHaveLength(1);
  return pages[0]!;
}

const words = (page: ReadPdfPage): string => page.text.replaceAll(/\s+/g, ' ');

const full: Wanted = { specimens: 20, others: 3, mandate: true, long: true, decisions: 7, verdict: 'mismatch' };

describe.each(['a4', 'letter'] as const)('an evidence sheet on %s', (size) => {
  test.each<[string, Wanted]>([
    ['an ordinary check', {}],
    ['four signatures, a mandate, twenty specimens and long names', full],
    ['four signatures without a scan', { ...full, scan: false, long: false }],
    ['no specimens on file, no scan, no decision', { specimens: 0, scan: false, holder: null, decisions: 0 }],
    ['one specimen', { specimens: 1, verdict: 'review' }],
    ['seven signatures', { others: 6, mandate: true }],
    ['a name in five scripts', { holder: 'Αθήνα Їжак हिन्दी Łódź Nguyễn محمد 山田' }],
  ])('%s: one page, nothing cut off, nothing overlapping', async (_name, wanted) => {
    const page = await read(wanted, size);
    expect([page.width, page.height].map(Math.round)).toEqual(paperSizes[size].map(Math.round));
    expect(inkInMargin(page, 34)).toBe(0);
    expect(page.boxes.length).toBeGreaterThan(20);
    expect(overlapping(page.boxes)).toEqual([]);
  });
});

describe('what the sheet says', () => {
  test('the check, its verdict, score, bands, distances, reasons, decision and hashes, as text', async () => {
    const text = words(await read({ mandate: true, others: 3, specimens: 9 }));
    for (const part of [
      'Check 01997c6e-3b1f-7a41-8f43-5d1f0a2b3c4d',
      '0099 8877 66',
      'Porter and Yates',
      '12,500.50',
      'cheque-000417.jpg',
      'MATCH',
      'signature 1: score 3.21',
      'Mismatch below −1.10 (hatched), review (grey), match from 2.20 (white)',
      'well within what the five specimens show',
      '12° steeper',
      'nearest to Agnes Porter',
      'distance 0.312',
      'Over the specimen (grey): 62 % shared',
      '0.415 · 2024-03-15 · retired',
      'And 2 more, distances 0.674 to 0.726.',
      '2: MATCH, score 2.50',
      "4: can't be judged",
      'It runs off the edge of the scan.',
      'Mandate on 2026-11-23, amount 12,500.50: MATCH; each score is one of 4 comparisons',
      'up to 5,000: any one of A; above: one of A with one of B, or two of B',
      'Signature 2, group B: score 0.30, may have signed, Basil Yates',
      'Decision: Accepted by maria, confirmed by josé.',
      'Accepted by maria: called the drawer',
      'a3'.repeat(32),
      '0f'.repeat(32),
      '7b'.repeat(32),
      '1234-0A1B-2C3D-4E5F-6G7H-8J9K-0M1N-2P3Q-4R5S-6T7V-8W9X',
      'Page 1 of 1',
    ])
      expect(text).toContain(part);
  });

  test('Latin, Greek, Cyrillic and Devanagari names stand as they are written; others say what is missing', async () => {
    const drawn = 'Žižek Nguyễn Αθήνα Їжак श्री क्षत्रिय हिन्दी';
    const page = await read({ holder: `${drawn} محمد الأمين` });
    expect(words(page)).toContain(drawn);
    expect(words(page)).toContain('[10 letters in Arabic]');
    expect(words(page)).toContain('Square brackets stand for letters that this sheet has no font for.');
    expect(words(await read({ holder: drawn }))).not.toContain('Square brackets');
  });

  test('without a scan, a specimen or a decision it says so', async () => {
    const text = words(await read({ specimens: 0, scan: false, holder: null, decisions: 0 }));
    expect(text).toContain("The store doesn't keep scans, and the file wasn't given.");
    expect(text).toContain('No specimen is on file any more.');
    expect(text).toContain('not on file');
  });

  test('a picture is kept in the file once, however often it is drawn', async () => {
    const sheet = await exampleSheet({ specimens: 1 });
    const pdf = Buffer.from(await evidencePdf(sheet, 'a4')).toString('latin1');
    expect(pdf.match(/\/Subtype \/Image/g)).toHaveLength(3);
  });

  test('the same sheet is the same file', async () => {
    const sheet = await exampleSheet({ mandate: true });
    expect(Buffer.from(await evidencePdf(sheet, 'a4')).equals(await evidencePdf(sheet, 'a4'))).toBe(true);
  });
});

test('lines drawn over each other, and what runs off the paper, would be found', async () => {
  const paper = new PdfPaper('a4', { title: 'two lines', at: '2026-11-25T00:00:00Z' });
  paper.newPage();
  paper.line('one line', { x: 50, y: 50, width: 200 }, { size: 9 });
  paper.line('another', { x: 60, y: 53, width: 200 }, { size: 9 });
  paper.fill({ x: 500, y: 300, width: 90, height: 10 }, 0);
  const [page] = await readPdf(await paper.finish());
  expect(overlapping(page!.boxes)).toHaveLength(1);
  expect(inkInMargin(page!, 34)).toBeGreaterThan(0);
});

test('the three bands differ without colour', async () => {
  const page = await read({});
  const { data, width, height } = page.picture;
  const grey = (x: number, y: number): number =>
    data[Math.round((y * height) / page.height) * width + Math.round((x * width) / page.width)]!;
  const bar = page.boxes.find(({ top, left }) => left > 150 && top > 110 && top < 140 && left < 170)!;
  const y = bar.top - 5;
  const at = (score: number): number => 166 + ((score + 9) / 16) * (559 - 166);
  const row = (from: number, to: number): number[] =>
    Array.from({ length: 40 }, (_, step) => grey(at(from + ((to - from) * step) / 39), y));
  const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
  expect(spread(row(-8, -2))).toBeGreaterThan(100);
  expect(spread(row(-0.8, 1.9))).toBeLessThan(10);
  expect(row(-0.8, 1.9)[0]).toBeLessThan(230);
  expect(Math.min(...row(5, 6.8))).toBeGreaterThan(250);
});
