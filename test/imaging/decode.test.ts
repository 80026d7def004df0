import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeScan } from '../../src-main/imaging/decode.ts';
import { drawSignature } from './drawing.ts';

const fixture = (name: string): Uint8Array => readFileSync(new URL(`../fixtures/images/${name}`, import.meta.url));
const golden = await decodeScan(fixture('grey.png'));

/** Mean difference in grey levels of 255; a colour image is compared by its channels' mean. */
function difference(image: { channels: number; data: Uint8Array }, other: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < other.length; at += 1) {
    let value = 0;
    for (let channel = 0; channel < image.channels; channel += 1) value += image.data[at * image.channels + channel]!;
    sum += Math.abs(value / image.channels - other[at]!);
  }
  return sum / other.length;
}

describe('decodeScan', () => {
  it.each([
    ['grey.png', 'png', 1, 0],
    ['sixteen-bit.png', 'png', 1, 0],
    ['grey.jpg', 'jpeg', 1, 3],
    ['lzw.tif', 'tiff', 1, 0],
    ['jpeg.tif', 'tiff', 1, 3],
    ['lossless.webp', 'webp', 3, 0],
    ['grey.gif', 'gif', 3, 1],
  ])('reads %s', async (name, format, channels, tolerance) => {
    const scan = await decodeScan(fixture(name));
    expect(scan).toMatchObject({ format, page: 0, pages: 1, decoder: expect.stringMatching(/^sharp \d+\.\d+\.\d+$/) });
    expect(scan.image).toMatchObject({ width: 420, height: 190, channels });
    expect(difference(scan.image, golden.image.data)).toBeLessThanOrEqual(tolerance);
  });

  it('reads BMP by jimp', async () => {
    const scan = await decodeScan(fixture('grey.bmp'));
    expect(scan).toMatchObject({ format: 'bmp', image: { width: 210, height: 95, channels: 1 } });
    expect(scan.decoder).toMatch(/^jimp /);
  });

  it('names the version of jimp that is installed', async () => {
    const { version } = JSON.parse(readFileSync('node_modules/jimp/package.json', 'utf8')) as { version: string };
    expect((await decodeScan(fixture('grey.bmp'))).decoder).toBe(`jimp ${version}`);
  });

  it.each(['colour.jpg', 'palette.png', 'cmyk.jpg'])('reads %s as sRGB', async (name) => {
    const { image } = await decodeScan(fixture(name));
    expect(image).toMatchObject({ width: 420, height: 190, channels: 3 });
    const at = (10 * 420 + 20) * 3;
    // Cream paper: bright, and blue the least.
    expect(image.data[at]).toBeGreaterThan(215);
    expect(image.data[at + 2]).toBeLessThan(image.data[at]!);
  });

  it('lays transparent pictures on white', async () => {
    const { image } = await decodeScan(fixture('alpha.png'));
    expect(image.data[0]).toBeGreaterThan(240);
    expect(image.data.some((sample) => sample < 80)).toBe(true);
  });

  it('turns a picture upright by its EXIF orientation', async () => {
    const { image } = await decodeScan(fixture('turned.jpg'));
    expect(image).toMatchObject({ width: 420, height: 190 });
    expect(difference(image, golden.image.data)).toBeLessThan(3);
  });

  it('reads every page of a Group 4 TIFF', async () => {
    const front = await decodeScan(fixture('two-pages.tif'));
    expect(front).toMatchObject({
      page: 0,
      pages: 2,
      dotsPerInch: 200,
      image: { width: 420, height: 190, channels: 1 },
    });
    expect(new Set(front.image.data)).toEqual(new Set([0, 255]));
    const back = await decodeScan(fixture('two-pages.tif'), { page: 1 });
    expect(back).toMatchObject({ page: 1, pages: 2, image: { width: 200, height: 90 } });
  });

  it('tells the dots per inch, and null where the file does not', async () => {
    expect((await decodeScan(fixture('grey.jpg'))).dotsPerInch).toBe(300);
    expect(golden.dotsPerInch).toBeNull();
    const unknown = await sharp(fixture('grey.png')).withDensity(72).jpeg().toBuffer();
    expect((await decodeScan(unknown)).dotsPerInch).toBeNull();
  });

  it('gives the same samples for the same bytes', async () => {
    const one = await decodeScan(fixture('colour.jpg'));
    const other = await decodeScan(fixture('colour.jpg'));
    expect(other.image.data).toEqual(one.image.data);
  });

  it('gives the same grey samples from every lossless file of them', async () => {
    const { width, height, data } = drawSignature(3);
    const image = sharp(data, { raw: { width, height, channels: 1 } }).toColourspace('b-w');
    const files = await Promise.all([
      image.clone().png().toBuffer(),
      image.clone().tiff({ compression: 'lzw' }).toBuffer(),
      image.clone().tiff({ compression: 'deflate' }).toBuffer(),
      image.clone().tiff({ compression: 'none' }).toBuffer(),
    ]);
    for (const file of files) expect((await decodeScan(file)).image).toEqual({ width, height, channels: 1, data });
  });
});
