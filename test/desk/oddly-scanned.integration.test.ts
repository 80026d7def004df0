import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Box } from '../../src-main/contract/box.ts';
import { overlapOf } from '../../src-main/desk/cheques/score-page.ts';
import { openTestDesk, setUp, type TestDesk } from './open-test-desk.ts';

const fixture = new URL('../fixtures/cheques/whole-1600x720.jpg', import.meta.url);
let cheque: Uint8Array;
let truth: { readonly account: string; readonly micr: string; readonly signature: Box };
let desk: TestDesk;

beforeAll(async () => {
  cheque = await readFile(fixture);
  truth = JSON.parse(await readFile(new URL('whole-1600x720.json', new URL('.', fixture)), 'utf8')) as typeof truth;
  desk = await openTestDesk();
  await setUp(desk);
});
afterAll(async () => {
  expect(desk.reported).toEqual([]);
  await desk.close();
});

const jpeg = async (picture: Sharp): Promise<Uint8Array> =>
  Uint8Array.from(await picture.toColourspace('b-w').jpeg({ quality: 92 }).toBuffer());

/** The fixture with another currency's name and sign than any of the generator's layouts has. */
async function inZorkmids(): Promise<Uint8Array> {
  const word = (text: string, size: number): Buffer =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="110" height="44"><rect width="110" height="44" fill="#dcdcdc"/>
       <text x="2" y="32" font-family="sans-serif" font-size="${size}" fill="#333">${text}</text></svg>`,
    );
  const changed = sharp(cheque).composite([
    { input: word('Zorkmids', 24), left: 58, top: 262 },
    {
      input: await sharp(word('ƵϞ', 30)).extract({ left: 0, top: 0, width: 42, height: 44 }).toBuffer(),
      left: 1160,
      top: 315,
    },
  ]);
  return jpeg(changed);
}

/** An A4 sheet at 600 dots per inch with the cheque on it, which is of 200. */
async function onSheet(background: string): Promise<Uint8Array> {
  const large = await sharp(cheque).resize(4800, 2160, { kernel: 'cubic' }).toBuffer();
  const sheet = sharp({ create: { width: 4960, height: 7016, channels: 3, background } });
  return jpeg(sheet.composite([{ input: large, left: 90, top: 1400 }]).withMetadata({ density: 600 }));
}

/** From a place on the fixture to the page that was made of it. */
type Place = (x: number, y: number) => readonly [x: number, y: number];

const turned: Readonly<Record<number, Place>> = {
  90: (x, y) => [720 - y, x],
  180: (x, y) => [1600 - x, 720 - y],
  270: (x, y) => [y, 1600 - x],
};

/** What must stand there after a drop: the line, the account, and the one signature where it lies on the page. */
async function expectRead(bytes: Uint8Array, place: Place): Promise<void> {
  const { reading, account } = await desk.client.openScan({ name: 'scan.jpg', bytes, page: 0 });
  expect(reading).toMatchObject({ kind: 'cheque', cheques: [{ micr: { text: truth.micr } }] });
  expect(account).toBe(truth.account);
  const { signatures, width, height } = reading!.cheques[0]!;
  expect(width / height).toBeCloseTo(1600 / 720, 1);
  const { x, y, width: wide, height: tall } = truth.signature;
  const [[x0, y0], [x1, y1]] = [place(x, y), place(x + wide, y + tall)];
  expect(signatures).toHaveLength(1);
  const onPage = { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) };
  expect(overlapOf(signatures[0]!.box, onPage)).toBeGreaterThan(0.7);
}

describe('a whole cheque, oddly scanned', () => {
  it.each([90, 180, 270])('turned by %i degrees', async (turn) => {
    await expectRead(await jpeg(sharp(cheque).rotate(turn)), turned[turn]!);
  });

  it.each([
    ['white', '#ffffff'],
    ['grey', '#707070'],
  ])('on an A4 sheet of 600 dots per inch, %s', async (_name, background) => {
    await expectRead(await onSheet(background), (x, y) => [90 + 3 * x, 1400 + 3 * y]);
  });

  it('for a currency that it has never seen', async () => {
    await expectRead(await inZorkmids(), (x, y) => [x, y]);
  });
});
