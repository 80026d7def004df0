import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { composeCheque, encodeCheque, signatureRoom } from '../../src-main/sample/cheque.ts';
import type { ChequePlan } from '../../src-main/sample/cheque.ts';
import { setText } from '../../src-main/sample/print-font.ts';
import { inkBox, inkTrace, renderTrace, scan, toGrey } from '../../src-main/sample/render.ts';
import { createSigner, writeGenuine } from '../../src-main/sample/signer.ts';

const signer = createSigner(7);
const plan: ChequePlan = {
  form: { bank: 'Orchard Mutual', account: '5207-0046', holder: signer.name, number: '000001', hue: 30 },
  text: { payee: 'Westmere Boat Yard', amount: '67.25', amountWords: 'Sixty seven', date: '01/02/2026' },
  drawer: signer,
  signature: writeGenuine(signer, 0),
  effects: { paper: [255, 255, 255], noise: 0, shade: 0, blur: 0 },
  seed: 1,
};

describe('ink', () => {
  test('lies where the pen went and nowhere else', () => {
    const pen = { width: 0.5, colour: [0, 0, 0] as const };
    const points = [0, 1].map((step) => ({ x: step * 10, y: 0, pressure: 0.6, time: step }));
    const layer = inkTrace({ points, pen }, { width: 200, height: 50 }, { x: 20, y: 25, dpi: 254 });
    const box = inkBox(layer);
    expect(box?.x).toBeGreaterThanOrEqual(16);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(124);
    expect(box?.height).toBeGreaterThanOrEqual(4);
    expect(box?.height).toBeLessThanOrEqual(7);
  });

  test('outside the picture is cut off', () => {
    const layer = inkTrace(writeGenuine(signer, 0), { width: 60, height: 20 }, { x: 10, y: 10, dpi: 200 });
    expect(layer.x + layer.width).toBeLessThanOrEqual(60);
    expect(layer.y + layer.height).toBeLessThanOrEqual(20);
    expect(
      inkBox(inkTrace(writeGenuine(signer, 0), { width: 60, height: 20 }, { x: 5000, y: 10, dpi: 200 })),
    ).toBeNull();
  });

  test('more pressure is a wider line', () => {
    const pen = { width: 0.6, colour: [0, 0, 0] as const };
    const total = (pressure: number) => {
      const points = [0, 1].map((step) => ({ x: step * 10, y: 0, pressure, time: step }));
      const { cover } = inkTrace({ points, pen }, { width: 200, height: 50 }, { x: 20, y: 25, dpi: 254 });
      return cover.reduce((sum, amount) => sum + amount, 0);
    };
    expect(total(0.9)).toBeGreaterThan(1.3 * total(0.4));
  });

  test('a signature alone has paper all round', () => {
    const picture = toGrey(renderTrace(writeGenuine(signer, 0), { dpi: 200 }));
    const { width, height, data } = picture;
    const edge = [...data.subarray(0, width), ...data.subarray((height - 1) * width)];
    expect(Math.min(...edge)).toBe(255);
    expect(data.reduce((least, value) => Math.min(least, value), 255)).toBeLessThan(110);
  });
});

test('the scanner keeps the tone on average, and is the same for the same seed', () => {
  const picture = renderTrace(writeGenuine(signer, 0), { effects: { ...plan.effects, paper: [200, 200, 200] } });
  const effects = { ...plan.effects, noise: 4, shade: 10, blur: 0.6 };
  const one = scan(picture, effects, 'a');
  const mean = (data: Uint8Array) => data.reduce((sum, value) => sum + value, 0) / data.length;
  expect(Math.abs(mean(one.data) - mean(picture.data))).toBeLessThan(1);
  expect(Buffer.from(scan(picture, effects, 'a').data).equals(Buffer.from(one.data))).toBe(true);
  expect(Buffer.from(scan(picture, effects, 'b').data).equals(Buffer.from(one.data))).toBe(false);
});

test('the typeface names a character that it lacks', () => {
  expect(setText('Pay 1,250.00').width).toBeGreaterThan(20);
  expect(() => setText('10 Ж')).toThrow('has no "Ж"');
});

describe('a composed cheque', () => {
  test('holds its signature within the region, and no ink of the pen else in the room over the rule', async () => {
    const signed = await composeCheque(plan);
    const blank = await composeCheque({ ...plan, signature: null });
    const { x, y, width, height } = signed.signatureRegion;
    let inside = 0;
    let outside = 0;
    for (let at = 0; at < signed.picture.data.length; at += 3) {
      if (signed.picture.data[at] === blank.picture.data[at]) continue;
      const column = (at / 3) % signed.picture.width;
      const row = Math.floor(at / 3 / signed.picture.width);
      if (column >= x && column < x + width && row >= y && row < y + height) inside++;
      else outside++;
    }
    expect(inside).toBeGreaterThan(500);
    expect(outside).toBe(0);
    expect(blank.signatureInk).toBeNull();
    expect(blank.signatureRegion).toEqual(signatureRoom);
    expect(signed.account).toBe('5207-0046');
  });

  test('any signer fits over the rule', async () => {
    for (let seed = 0; seed < 3; seed++) {
      const { signatureInk } = await composeCheque({
        ...plan,
        signature: writeGenuine(createSigner(`wide ${seed}`), 0),
        seed,
      });
      expect(signatureInk?.x).toBeGreaterThanOrEqual(signatureRoom.x);
      expect((signatureInk?.x ?? 0) + (signatureInk?.width ?? 9999)).toBeLessThanOrEqual(
        signatureRoom.x + signatureRoom.width,
      );
    }
  });

  test('is the same each time and decodes as what it was written as', async () => {
    const [one, two] = await Promise.all([composeCheque(plan), composeCheque(plan)]);
    expect(Buffer.from(one.picture.data).equals(Buffer.from(two.picture.data))).toBe(true);
    const png = await sharp(await encodeCheque(one, { type: 'png' })).metadata();
    expect(png).toMatchObject({ format: 'png', width: 1600, height: 720, channels: 3, density: 200 });
    const jpeg = await sharp(await encodeCheque(one, { type: 'jpeg', quality: 85 }, 'grey')).metadata();
    expect(jpeg).toMatchObject({ format: 'jpeg', width: 1600, height: 720, channels: 1, density: 200 });
  });
});
