import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overlapOf } from '../../../src-main/desk/cheques/score-page.ts';
import { decodeScan } from '../../../src-main/imaging/decode.ts';
import type { Box, RasterImage } from '../../../src-main/imaging/image.ts';
import type { ChequeLayout } from '../../../src-main/imaging/signatures/cheque-layout.ts';
import { askInkNet } from '../../../src-main/imaging/signatures/ask-net.ts';
import { findSignatures } from '../../../src-main/imaging/signatures/find-signatures.ts';
import type { SignatureHints, SignaturesFound } from '../../../src-main/imaging/signatures/types.ts';
import { loadInkNet } from '../../../src-main/model/ink-net.ts';
import { openInkNet, type InkNetSession } from '../../../src-main/model/ink-net-session.ts';
import { onnxRuntime } from '../../../src-main/model/onnx-runtime.ts';
import { generateCheque } from '../../../src-main/sample/cheques/generate.ts';
import { grain, print, seeded, someWords, surface } from '../drawing.ts';
import { nonSignatures } from '../non-signatures.ts';

interface Sample {
  readonly image: RasterImage;
  readonly boxes: readonly Box[];
  readonly found: SignaturesFound;
}

const dotsPerInch = 200;
const samples: Sample[] = [];

let net: InkNetSession;

/** Asks the net that the app ships, and finds. */
async function find(image: RasterImage, hints: SignatureHints = {}): Promise<SignaturesFound> {
  return findSignatures(image, await askInkNet(image, hints.dotsPerInch ?? null, (plane) => net.run(plane)), hints);
}

beforeAll(async () => {
  net = await openInkNet(onnxRuntime, await loadInkNet(fileURLToPath(new URL('../../../models', import.meta.url))), 1);
  for (let number = 1; samples.length < 4; number += 1) {
    const tone = (['grey', 'colour', 'bitonal'] as const)[number % 3];
    const made = await generateCheque({ seed: 'find signatures test', number, layouts: 'tuned', tone, dotsPerInch });
    const { skew, turn, mirrored, page } = made.condition;
    if (turn !== 0 || mirrored || page !== 'cheque' || Math.abs(Number(skew)) > 0.5) continue;
    const { image } = await decodeScan(made.bytes);
    const boxes = made.cheques.flatMap(({ signatures }) => signatures.map(({ box }) => box));
    samples.push({ image, boxes, found: await find(image, { dotsPerInch }) });
  }
}, 300_000);
afterAll(() => net.release());

describe('generated cheques', () => {
  it('shows most of their signatures and little else', () => {
    let [signed, hits, wrong] = [0, 0, 0];
    for (const { boxes, found } of samples) {
      const taken = found.signatures.filter(({ inkBox }) => boxes.some((box) => overlapOf(box, inkBox) >= 0.7)).length;
      signed += boxes.length;
      hits += taken;
      wrong += found.signatures.length - taken;
    }
    expect(signed).toBeGreaterThanOrEqual(3);
    expect(hits).toBeGreaterThanOrEqual(0.75 * signed);
    expect(wrong).toBeLessThanOrEqual(0.25 * samples.length);
  });

  it('gives masks that end where their boxes do, and clean ink of the same shape', () => {
    for (const { image, found } of samples) {
      for (const { inkBox, mask, signature } of found.signatures) {
        expect(mask.box).toEqual(inkBox);
        expect(mask.data).toHaveLength(inkBox.width * inkBox.height);
        expect(mask.data.includes(1)).toBe(true);
        expect(signature.inkBox).toEqual(inkBox);
        expect(inkBox.x + inkBox.width).toBeLessThanOrEqual(image.width);
        expect(inkBox.y + inkBox.height).toBeLessThanOrEqual(image.height);
        expect(signature.clean.width * signature.cleanScale).toBeGreaterThan(0.8 * inkBox.width);
      }
    }
  });

  it('finds the same twice', async () => {
    const { image, found } = samples[0]!;
    expect(await find(image, { dotsPerInch })).toEqual(found);
  });

  it('is surer where the bank’s layout has signatures, and less sure where it has others', async () => {
    const sample = samples.find(({ found }) => found.signatures.length === 1)!;
    const { image } = sample;
    const first = sample.found.signatures[0]!;
    const { x, y, width, height } = first.inkBox;
    const part = { x: x / image.width, y: y / image.height, width: width / image.width, height: height / image.height };
    const layout: ChequeLayout = {
      name: '',
      paper: null,
      signature: part,
      payee: null,
      amount: null,
      date: null,
      micr: null,
    };
    const surer = (await find(image, { dotsPerInch, layout })).signatures[0]!;
    expect(surer.confidence).toBeGreaterThan(first.confidence);
    const elsewhere = { ...layout, signature: { x: 0, y: 0, width: 0.01, height: 0.01 }, payee: part };
    const left = (await find(image, { dotsPerInch, layout: elsewhere })).signatures;
    for (const { confidence } of left) expect(confidence).toBeLessThan(first.confidence);
  });

  it('says when a signature runs off the edge', async () => {
    const sample = samples.find(({ found }) => found.signatures.some(({ cutOff }) => !cutOff))!;
    const { inkBox } = sample.found.signatures.find(({ cutOff }) => !cutOff)!;
    const width = Math.round(inkBox.x + inkBox.width * 0.75);
    const { image } = sample;
    const data = new Uint8Array(width * image.height * image.channels);
    for (let row = 0; row < image.height; row += 1) {
      const from = row * image.width * image.channels;
      data.set(image.data.subarray(from, from + width * image.channels), row * width * image.channels);
    }
    const found = await find({ ...image, width, data }, { dotsPerInch });
    // What is left of it may be too little to be called a signature; if it is called one, then one that is cut off.
    for (const { inkBox: box, cutOff } of found.signatures)
      if (box.x + box.width > width - 2) expect(cutOff).toBe(true);
    expect(found.findings.every(({ message }) => message.length > 10)).toBe(true);
  });
});

describe('what is no cheque', () => {
  it('has no signature when nothing is on it', async () => {
    const found = await find(surface(1600, 720));
    expect(found.signatures).toEqual([]);
    expect(found.findings).toMatchObject([{ kind: 'no-signature' }]);
  });

  it('shows hardly ever a signature on a page of print', async () => {
    const random = seeded(5);
    const page = surface(1600, 720, 1, 240);
    for (let line = 0; line < 20; line += 1) print(page, someWords(random, 18), 60, 30 + line * 33, 3, 40);
    grain(page, random, 6);
    expect((await find(page, { dotsPerInch })).signatures.filter(({ confidence }) => confidence > 0.8)).toEqual([]);
  });

  it('is not sure of a child’s drawing', async () => {
    const sheet = surface(1400, 800, 3, 245);
    sheet.disc(200, 160, 80, 240, 200, 40);
    for (let ray = 0; ray < 12; ray += 1) {
      const [dx, dy] = [Math.cos((ray * Math.PI) / 6), Math.sin((ray * Math.PI) / 6)];
      sheet.line(200 + 95 * dx, 160 + 95 * dy, 200 + 140 * dx, 160 + 140 * dy, 12, 240, 160, 30);
    }
    for (const [x0, y0, x1, y1] of [
      [600, 700, 600, 420],
      [600, 420, 780, 260],
      [780, 260, 960, 420],
      [960, 420, 960, 700],
      [960, 700, 600, 700],
    ] as const)
      sheet.line(x0, y0, x1, y1, 14, 200, 40, 40);
    sheet.line(1150, 700, 1150, 520, 14, 60, 60, 200);
    sheet.line(1090, 580, 1210, 580, 14, 60, 60, 200);
    const { signatures } = await find(sheet);
    expect(signatures.filter(({ confidence }) => confidence > 0.9)).toEqual([]);
  });

  it('takes photographs, print, charts, codes and noise as they come', async () => {
    const seen = new Set<string>();
    let wrong = 0;
    for (const { kind, image } of nonSignatures()) {
      if (seen.has(kind)) continue;
      seen.add(kind);
      const { signatures } = await find(image);
      expect(signatures.length).toBeLessThanOrEqual(4);
      if (signatures.some(({ confidence }) => confidence > 0.8)) wrong += 1;
    }
    expect(wrong).toBeLessThanOrEqual(seen.size / 4);
  }, 300_000);

  it('keeps its promises on any small picture', async () => {
    const picture = fc
      .record({
        width: fc.integer({ min: 1, max: 60 }),
        height: fc.integer({ min: 1, max: 40 }),
        channels: fc.constantFrom(1, 3),
      })
      .chain(({ width, height, channels }) =>
        fc
          .uint8Array({ minLength: width * height * channels, maxLength: width * height * channels })
          .map((data): RasterImage => ({ width, height, channels: channels as 1 | 3, data })),
      );
    await fc.assert(
      fc.asyncProperty(picture, fc.constantFrom(null, 100, 200), async (image, resolution) => {
        const { signatures, findings } = await find(image, { dotsPerInch: resolution });
        let before = 1;
        for (const { confidence, inkBox } of signatures) {
          expect(confidence).toBeLessThanOrEqual(before);
          expect(confidence).toBeGreaterThanOrEqual(0.5);
          expect(inkBox.x >= 0 && inkBox.y >= 0).toBe(true);
          before = confidence;
        }
        expect(signatures.length === 0).toBe(findings.some(({ kind }) => kind === 'no-signature'));
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
