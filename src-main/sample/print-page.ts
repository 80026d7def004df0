import sharp from 'sharp';
import type { GreyImage } from '../imaging/image.ts';
import { printText } from './print-font.ts';

const lines = [
  'Harbour & Vale Bank',
  'Dear customer,',
  'Your new book of cheques is ready and can be collected at the',
  'branch from Monday to Friday between 9:00 and 16:30. Please bring',
  'the slip at the end of this letter, and something that shows who',
  'you are. Cheques from the old book stay valid until they are used.',
  'If another person is to sign for the account, both of you should',
  'come, so that specimens can be taken and the mandate be changed.',
  'There is no charge for the first two books of a year. We are glad',
  'to answer questions about limits, stops and standing orders.',
  'This letter was printed by a machine and is valid without signature.',
];

/** A page of print, in grey: a scan that holds no signature. */
export async function pageOfPrint(width: number, height: number): Promise<GreyImage> {
  const step = height / (lines.length + 1);
  const text = lines.map((line, index) =>
    printText(line, width * 0.06, step * (index + 1), step * (index === 0 ? 0.6 : 0.52), { weight: 0.13 }),
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>${text.join('')}</svg>`;
  const { data } = await sharp(Buffer.from(svg)).flatten().greyscale().raw().toBuffer({ resolveWithObject: true });
  return { width, height, channels: 1, data: new Uint8Array(data) };
}
