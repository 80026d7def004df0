import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { generateCheque, type GeneratedCheque } from '../../src-main/sample/cheques/generate.ts';
import { encode, renderTrace } from '../../src-main/sample/render.ts';
import { createSigner, writeGenuine, type Trace } from '../../src-main/sample/signer.ts';
import { joinTiffs } from '../imaging/tiff-writing.ts';

/** A file as it is dropped on the window. */
export interface DroppedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Cheques of one seed that are looked through for one of the kind that is wanted. */
const mostTried = 60;

/**
 * The first generated cheque of its seed that lies straight, alone on its page and in grey at 200 dpi, with an E-13B line
 * of a known scheme and so many genuine, whole signatures that lie apart from each other.
 *
 * @param from the number to begin with: near the one that is wanted, or it takes long
 */
export async function straightCheque(seed: string, signatures: number, from = 1): Promise<GeneratedCheque> {
  for (let number = from; number < from + mostTried; number++) {
    const cheque = await generateCheque({ seed, number, layouts: 'tuned', tone: 'grey', dotsPerInch: 200 });
    const [only] = cheque.cheques;
    const { page, turn, mirrored, skew, folds } = cheque.condition;
    const good =
      only !== undefined &&
      page === 'cheque' &&
      turn === 0 &&
      mirrored === false &&
      Math.abs(Number(skew)) < 0.5 &&
      folds === 0 &&
      /^(us|uk|india)/.test(cheque.layout) &&
      only.signatures.length === signatures &&
      only.signatures.every(({ kind, cutOff }) => kind === 'genuine' && !cutOff) &&
      apart(only.signatures.map(({ box }) => box));
    if (good) return cheque;
  }
  throw new Error(`no such cheque among ${mostTried} of the seed "${seed}"`);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whether there is paper between every two of the boxes. */
function apart(boxes: readonly Box[]): boolean {
  const room = 10;
  return boxes.every((one, at) =>
    boxes
      .slice(at + 1)
      .every(
        (other) =>
          one.x + one.width + room < other.x ||
          other.x + other.width + room < one.x ||
          one.y + one.height + room < other.y ||
          other.y + other.height + room < one.y,
      ),
  );
}

/** Area that two boxes have in common, as a share of the area of both together. */
export function sharedArea(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  const common = Math.max(0, width) * Math.max(0, height);
  return common / (one.width * one.height + other.width * other.height - common);
}

/** On cheques, signatures are written as large as this; the signer's own size is that of small print. */
const cardSize = 1.5;

/** Specimens of a synthetic signer, as a signature card is scanned. */
export async function specimensOf(signer: string, count: number): Promise<DroppedFile[]> {
  const hand = createSigner(`cheque ${signer}`);
  return Promise.all(
    Array.from({ length: count }, async (_, take) => ({
      name: `specimen-${take + 1}.png`,
      mimeType: 'image/png',
      buffer: Buffer.from(
        await encode(renderTrace(enlarged(writeGenuine(hand, `card ${take}`)), { seed: take }), { type: 'png' }, 300),
      ),
    })),
  );
}

function enlarged(trace: Trace): Trace {
  return {
    ...trace,
    points: trace.points.map((point) => ({ ...point, x: point.x * cardSize, y: point.y * cardSize })),
  };
}

/** Enrols specimens from the window's own page and goes back to the desk. */
export async function enrol(page: Page, account: string, signatory: string, files: DroppedFile[]): Promise<void> {
  await page.getByRole('button', { name: 'Enrol', exact: true }).click();
  const field = page.locator('#enrol-account');
  if ((await field.count()) === 0) await page.getByRole('button', { name: 'Enrol another' }).click();
  await field.fill(account);
  await field.blur();
  await page.getByText(/^(Not on file yet: enrolling|On file with)/).waitFor();
  const name = page.getByRole('combobox', { name: 'Signatory' });
  await name.fill(signatory);
  await name.blur();
  await page.locator('body').drop({ files });
  const button = page.getByRole('button', { name: `Enrol ${files.length} specimens` });
  await button.waitFor({ timeout: 60_000 });
  await button.click();
  await page
    .getByRole('heading', { name: new RegExp(`${files.length} specimens of ${signatory} are on file`) })
    .waitFor();
  await page.getByRole('button', { name: 'To the desk' }).click();
}

/** Front and back of a cheque in one TIFF; the back is paper with an endorsement. */
export async function frontAndBack(cheque: GeneratedCheque, endorser: string): Promise<Uint8Array> {
  const { width, height } = cheque;
  const signature = renderTrace(writeGenuine(createSigner(endorser), 'endorsed'), { dpi: 200 });
  const { data } = signature;
  const stamp = await sharp(data, {
    raw: { width: signature.width, height: signature.height, channels: signature.channels },
  })
    .resize({ width: Math.round(width / 4) })
    .png()
    .toBuffer();
  const back = sharp({ create: { width, height, channels: 3, background: '#f4f1ea' } }).composite([
    { input: stamp, left: Math.round(width * 0.05), top: Math.round(height * 0.1) },
  ]);
  const pages = await Promise.all(
    [sharp(cheque.bytes), back].map((one) =>
      one.greyscale().toColourspace('b-w').tiff({ compression: 'lzw' }).toBuffer(),
    ),
  );
  return joinTiffs(pages);
}
