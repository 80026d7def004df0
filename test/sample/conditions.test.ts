import { createHash } from 'node:crypto';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeScan, type DecodedScan } from '../../src-main/imaging/decode.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { applyCondition, conditions, type ConditionId } from '../../src-main/sample/conditions.ts';
import { encode, renderTrace, toGrey } from '../../src-main/sample/render.ts';
import { createSigner, writeGenuine } from '../../src-main/sample/signer.ts';

let grey: Uint8Array;
let plain: DecodedScan;
let colour: Uint8Array;
beforeAll(async () => {
  const effects = { paper: [250, 249, 245], noise: 1.5, shade: 4, blur: 0.4 } as const;
  const picture = renderTrace(writeGenuine(createSigner('conditions', 'Nora Teal'), 1), { effects, seed: 1 });
  colour = await encode(picture, { type: 'png' }, 300);
  grey = await encode(toGrey(picture), { type: 'png' }, 300);
  plain = await decodeScan(grey);
});

interface Expected {
  /** Width and height against the scan's; null where it is checked by itself. */
  readonly size: number | null;
  readonly format: DecodedScan['format'];
  readonly dotsPerInch: number;
  readonly seeded: boolean;
  /** Start of the SHA-256 of the pixels for seed 1. */
  readonly hash: string;
}

const expected: Readonly<Record<ConditionId, Expected>> = {
  'tinted-paper': { size: 1, format: 'png', dotsPerInch: 300, seeded: true, hash: '78c9d054e3ba1989' },
  'uneven-shadow': { size: 1, format: 'png', dotsPerInch: 300, seeded: true, hash: '31b1ecb819c242cc' },
  'ruled-line': { size: 1, format: 'png', dotsPerInch: 300, seeded: true, hash: '84d7e2018148629c' },
  'printed-text': { size: null, format: 'png', dotsPerInch: 300, seeded: true, hash: 'a8d238d978758b78' },
  'faint-ink': { size: 1, format: 'png', dotsPerInch: 300, seeded: false, hash: '47875bc0c1297d35' },
  'thick-pen': { size: 1, format: 'png', dotsPerInch: 300, seeded: false, hash: '4e5b514bf2ad59fa' },
  'half-scale': { size: 0.5, format: 'png', dotsPerInch: 150, seeded: false, hash: 'b0075d4f5bd52f30' },
  'double-scale': { size: 2, format: 'png', dotsPerInch: 600, seeded: false, hash: 'e6931ce9c68afada' },
  'rotated-20': { size: null, format: 'png', dotsPerInch: 300, seeded: false, hash: 'c7a3b038d5df8cb5' },
  'rotated-minus-15': { size: null, format: 'png', dotsPerInch: 300, seeded: false, hash: '17e6535a9f0f7683' },
  'jpeg-20': { size: 1, format: 'jpeg', dotsPerInch: 300, seeded: false, hash: '329f8bd32fc25554' },
  'noise-10': { size: 1, format: 'png', dotsPerInch: 300, seeded: true, hash: '2863c887c65fe72f' },
  'group-4': { size: 2 / 3, format: 'tiff', dotsPerInch: 200, seeded: false, hash: 'd09fb85c00bb4100' },
  'grey-100': { size: 1 / 3, format: 'jpeg', dotsPerInch: 100, seeded: false, hash: 'aac1c71ecf5f105c' },
  'phone-photo': { size: 1, format: 'jpeg', dotsPerInch: 300, seeded: true, hash: 'b92db5348d80b3d4' },
};

/** The same of the scan as it is: where this one differs, the sample signers have changed and not the conditions. */
const plainHash = '93f8b37d61f6f548';

const ids = conditions.map(({ id }) => id);

const hashOf = ({ image }: DecodedScan) => createHash('sha256').update(image.data).digest('hex').slice(0, 16);

test('the scan is the one that the hashes were taken of', () => {
  expect(hashOf(plain)).toBe(plainHash);
});

test('there is every condition, each once', () => {
  expect([...ids].sort()).toEqual(Object.keys(expected).sort());
  expect(new Set(conditions.map(({ title }) => title)).size).toBe(ids.length);
});

describe.each(ids)('%s', (id) => {
  const { size, format, dotsPerInch, seeded, hash } = expected[id];

  test('has the size, format and resolution that it should have, and these very pixels', async () => {
    const scan = await decodeScan(await applyCondition(grey, id, 1));
    if (size !== null) {
      expect(scan.image.width).toBe(Math.round(plain.image.width * size));
      expect(scan.image.height).toBe(Math.round(plain.image.height * size));
    } else {
      expect(scan.image.width).toBeGreaterThan(plain.image.width);
      expect(scan.image.height).toBeGreaterThanOrEqual(plain.image.height);
    }
    expect(scan.image.channels).toBe(id === 'tinted-paper' ? 3 : 1);
    expect([scan.format, scan.dotsPerInch]).toEqual([format, dotsPerInch]);
    expect(hashOf(scan)).toBe(hash);
  });

  test('changes the scan, and depends on nothing but bytes and seed', async () => {
    const [one, again, other] = await Promise.all([1, 1, 2].map((seed) => applyCondition(grey, id, seed)));
    expect(one).toEqual(again);
    expect(Buffer.compare(one!, other!) !== 0).toBe(seeded);
    const { image } = await decodeScan(one!);
    expect(Buffer.compare(image.data, plain.image.data)).not.toBe(0);
  });
});

test('the same scan, condition and seed give the same file, whatever the seed', async () => {
  const quick = ids.filter((id) => id !== 'double-scale' && id !== 'phone-photo');
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...quick), fc.oneof(fc.integer(), fc.string()), async (id, seed) => {
      expect(await applyCondition(grey, id, seed)).toEqual(await applyCondition(grey, id, seed));
    }),
    { numRuns: 12 },
  );
});

test('a scan in colour stays one, but for grey and bitonal files', async () => {
  for (const id of ids) {
    const { image } = await decodeScan(await applyCondition(colour, id, 1));
    expect([id, image.channels]).toEqual([id, id === 'group-4' || id === 'grey-100' ? 1 : 3]);
  }
});

test('a scan that names no resolution counts as one of 300 dots per inch', async () => {
  const untagged = await sharp(plain.image.data, {
    raw: { width: plain.image.width, height: plain.image.height, channels: 1 },
  })
    .toColourspace('b-w')
    .png()
    .toBuffer();
  expect((await decodeScan(untagged)).dotsPerInch).toBeNull();
  expect(await applyCondition(untagged, 'grey-100', 1)).toEqual(await applyCondition(grey, 'grey-100', 1));
});

test('a scan of another resolution is brought to the one that a condition names', async () => {
  const coarse = await applyCondition(grey, 'half-scale', 1);
  const { image } = await decodeScan(await applyCondition(coarse, 'group-4', 1));
  expect(image.width / plain.image.width).toBeCloseTo(2 / 3, 2);
  expect(new Set(image.data)).toEqual(new Set([0, 255]));
});

test('a signature is still found in it, but where print stands beside it', async () => {
  const { inkBox } = extractSignature(plain.image);
  const upright = ids.filter((id) => !['printed-text', 'rotated-20', 'rotated-minus-15', 'phone-photo'].includes(id));
  for (const id of upright) {
    const { image, dotsPerInch } = await decodeScan(await applyCondition(grey, id, 1));
    const found = extractSignature(image).inkBox;
    const scale = (dotsPerInch ?? 300) / 300;
    expect(Math.abs(found.width / scale - inkBox.width), id).toBeLessThan(0.06 * inkBox.width);
  }
});

test('refuses what is no scan, in imaging’s own words', async () => {
  for (const id of ids) {
    await expect(applyCondition(new Uint8Array([1, 2, 3]), id, 1)).rejects.toMatchObject({ name: 'ScanError' });
  }
});

test('a condition that there isn’t is named', async () => {
  await expect(applyCondition(grey, 'rain' as ConditionId, 1)).rejects.toThrow('There is no condition "rain".');
});
