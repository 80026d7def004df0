import { describe, expect, test } from 'vitest';
import { ScanError } from '../../../src-main/imaging/errors.ts';
import { generateCheque } from '../../../src-main/sample/cheques/generate.ts';
import { takeInk } from '../../../src-main/sample/cheques/laid-in.ts';
import { encode, renderTrace, toGrey, traceExtent } from '../../../src-main/sample/render.ts';
import { createSigner, writeGenuine } from '../../../src-main/sample/signer.ts';

const trace = writeGenuine(createSigner('laid in'), 1);
const effects = { paper: [232, 230, 224], noise: 2, shade: 10, blur: 0.5 } as const;
const scan = await encode(toGrey(renderTrace(trace, { dpi: 300, effects })), { type: 'jpeg', quality: 85 }, 300);
const facts = { source: 'set/one.jpg', writer: 'set-001', kind: 'skilled' } as const;

describe('ink of a scan', () => {
  test('is taken out without the paper', async () => {
    const { ink, width, height, parting, dotsPerInch } = await takeInk(scan, facts);
    expect(ink.length).toBe(width * height);
    expect(dotsPerInch).toBe(300);
    const bare = ink.filter((level) => level === 0).length / ink.length;
    const dark = ink.filter((level) => level >= parting).length / ink.length;
    expect(bare).toBeGreaterThan(0.7);
    expect(dark).toBeGreaterThan(0.01);
    expect(ink.reduce((most, level) => Math.max(most, level))).toBe(255);
  });

  test('keeps shades of grey', async () => {
    const { ink } = await takeInk(scan, facts);
    expect(new Set(ink).size).toBeGreaterThan(60);
  });

  test('can’t be taken out of what is no scan', async () => {
    await expect(takeInk(new TextEncoder().encode('no scan'), facts)).rejects.toThrow(ScanError);
  });
});

test('a cheque with a scan’s ink has that signature only, at its natural size, and says whose it is', async () => {
  const signature = await takeInk(scan, facts);
  const extent = traceExtent(trace);
  for (const number of [1, 2, 3]) {
    const request = { seed: 1, number, layouts: 'tuned', signature, tone: 'grey', dotsPerInch: 200 } as const;
    const { cheques } = await generateCheque(request);
    expect(cheques).toHaveLength(1);
    expect(cheques[0]?.signatures).toHaveLength(1);
    const { box, ...known } = cheques[0]!.signatures[0]!;
    expect(known).toEqual({ source: 'set/one.jpg', signer: 'set-001', kind: 'skilled', cutOff: false });
    // A turned page swaps the sides, and a slight turn makes the box a little larger.
    const long = (Math.max(box.width, box.height) * 25.4) / 200;
    expect(long).toBeGreaterThan((extent.right - extent.left) * 0.8);
    expect(long).toBeLessThan((extent.right - extent.left) * 1.25);
  }
});

test('all cheques of a writer are drawn on one account', async () => {
  const signature = await takeInk(scan, facts);
  const accounts = new Set<string>();
  for (const number of [4, 5, 6]) {
    const made = await generateCheque({ seed: 1, number, layouts: 'tuned', signature, dotsPerInch: 100, tone: 'grey' });
    accounts.add(made.cheques[0]!.account);
  }
  expect(accounts.size).toBe(1);
});
