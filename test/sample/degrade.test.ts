import { beforeAll, expect, test } from 'vitest';
import { decodeScan } from '../../src-main/imaging/decode.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { degradeAsCheque } from '../../src-main/sample/degrade.ts';
import { encode, renderTrace } from '../../src-main/sample/render.ts';
import { createSigner, writeGenuine } from '../../src-main/sample/signer.ts';

let scan: Uint8Array;
beforeAll(async () => {
  const picture = renderTrace(writeGenuine(createSigner('degrade', 'Ivo Marten'), 1), { dpi: 200 });
  scan = await encode(picture, { type: 'png' }, 200);
});

test('the same seed gives the same file, another seed or copy another', async () => {
  const [one, again, copy, other] = await Promise.all(
    [
      [1, 'a.png', 0],
      [1, 'a.png', 0],
      [1, 'a.png', 1],
      [2, 'a.png', 0],
    ].map((seed) => degradeAsCheque(scan, seed)),
  );
  expect(one).toEqual(again);
  expect(Buffer.compare(one!, copy!)).not.toBe(0);
  expect(Buffer.compare(one!, other!)).not.toBe(0);
});

test('saves in every way that a scanner does, and leaves a signature to be found as a rule', async () => {
  const plain = (await decodeScan(scan)).image.data;
  const formats = new Set<string>();
  let found = 0;
  const count = 60;
  for (let copy = 0; copy < count; copy += 1) {
    const { image, format } = await decodeScan(await degradeAsCheque(scan, ['formats', copy]));
    formats.add(format);
    expect(Buffer.compare(image.data, plain)).not.toBe(0);
    try {
      extractSignature(image);
      found += 1;
    } catch (error) {
      expect(error).toMatchObject({ name: 'ScanError' });
    }
  }
  expect([...formats].sort()).toEqual(['jpeg', 'png', 'tiff']);
  expect(found).toBeGreaterThan(0.9 * count);
});
