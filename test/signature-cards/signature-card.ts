import sharp from 'sharp';
import { printText } from '../../src-main/sample/print-font.ts';
import { encode, renderTrace, scan, toGrey } from '../../src-main/sample/render.ts';
import { createSigner, writeGenuine } from '../../src-main/sample/signer.ts';

/** A box of a card: who signed in it, with which of their signatures; null: nobody. */
export type CardBox = { readonly signer: string; readonly take: number } | null;

export interface CardOptions {
  /** Boxes in a row. */
  readonly columns?: number;
  /** Cells of one table, without paper between them. */
  readonly table?: boolean;
  /** Degrees, clockwise. */
  readonly skew?: number;
}

/** Where things lie on a card of A5 lying, at 200 dots per inch. */
export const cardSize = { width: 1654, height: 1165 } as const;
const first = { x: 100, y: 260 };
const boxHeight = 190;

/** The boxes of a card as they are printed, in reading order. */
export function printedBoxes(count: number, { columns = 2, table = false }: CardOptions = {}) {
  const gap = table ? 0 : 40;
  const width = Math.floor((cardSize.width - 2 * first.x - (columns - 1) * gap) / columns);
  return Array.from({ length: count }, (_, at) => ({
    x: first.x + (at % columns) * (width + gap),
    y: first.y + Math.floor(at / columns) * (boxHeight + (table ? 0 : 70)),
    width,
    height: boxHeight,
  }));
}

/** A scanned signature card: print, boxes with rules round them, signatures in some of them. The same input gives the same card. */
export async function signatureCard(boxes: readonly CardBox[], options: CardOptions = {}): Promise<Uint8Array> {
  const { width, height } = cardSize;
  const printed = printedBoxes(boxes.length, options);
  const rules = printed.map(
    (box) =>
      `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" fill="none" stroke="#222" stroke-width="2.5"/>`,
  );
  const captions = options.table
    ? []
    : printed.map(({ x, y }, at) => printText(`Signature ${at + 1}`, x, y + boxHeight + 36, 26, { weight: 0.13 }));
  const words = [
    printText('Harbour & Vale Bank', 100, 100, 60, { weight: 0.15 }),
    printText('Specimen signatures. Please sign within the boxes, with a pen.', 100, 190, 32, { weight: 0.13 }),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fdfcf8"/>${[...rules, ...captions, ...words].join('')}</svg>`;
  const signatures = await Promise.all(boxes.flatMap((box, at) => (box ? [signatureIn(box, printed[at]!)] : [])));
  const flat = await sharp(Buffer.from(svg)).flatten().composite(signatures).removeAlpha().png().toBuffer();
  const turned = sharp(flat)
    .rotate(options.skew ?? 0, { background: '#fdfcf8' })
    .removeAlpha();
  const { data, info } = await turned.raw().toBuffer({ resolveWithObject: true });
  const picture = { width: info.width, height: info.height, channels: 3 as const, data: new Uint8Array(data) };
  const effects = { paper: [253, 252, 248] as const, noise: 2, shade: 6, blur: 0.5 };
  return encode(toGrey(scan(picture, effects, 'card')), { type: 'png' }, 200);
}

async function signatureIn(
  { signer, take }: NonNullable<CardBox>,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
) {
  const { width, height, channels, data } = renderTrace(
    writeGenuine(createSigner(`cheque ${signer}`), `card ${take}`),
    { dpi: 200, margin: 0.5, seed: take },
  );
  const room = { width: box.width - 60, height: box.height - 30 };
  const scale = Math.min(1.4, room.width / width, room.height / height);
  const input = await sharp(data, { raw: { width, height, channels } })
    .resize({ width: Math.round(width * scale) })
    .png()
    .toBuffer();
  return { input, left: box.x + 30, top: box.y + 14, blend: 'multiply' as const };
}
