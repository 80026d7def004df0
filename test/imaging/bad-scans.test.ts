import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeScan, type DecodeOptions } from '../../src-main/imaging/decode.ts';
import { ScanError, type ScanFault } from '../../src-main/imaging/errors.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { drawSignature, surface } from './drawing.ts';
import { loopingTiff } from './tiff-writing.ts';

const fixture = (name: string): Uint8Array => readFileSync(new URL(`../fixtures/images/${name}`, import.meta.url));

async function refusal(bytes: Uint8Array, options?: DecodeOptions): Promise<{ fault: ScanFault; message: string }> {
  try {
    await decodeScan(bytes, options);
  } catch (error) {
    if (error instanceof ScanError) return { fault: error.fault, message: error.message };
    throw error;
  }
  throw new Error('was not refused');
}

/** A PNG of one grey level, put together by hand so that its size can be absurd and its file small. */
function flatPng(width: number, height: number): Uint8Array {
  const crcTable = Array.from({ length: 256 }, (_, value) => {
    let crc = value;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc >>> 0;
  });
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    let crc = 0xffffffff;
    for (const byte of body) crc = crcTable[(crc ^ byte) & 255]! ^ (crc >>> 8);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = width * height === 0 ? Buffer.alloc(0) : Buffer.alloc(Math.ceil(width / 8) * height + height);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A BMP header alone, 8 bits a pixel with an empty palette. */
function bitmap(width: number, height: number, compression: number): Uint8Array {
  const bytes = Buffer.alloc(54 + 1024 + Math.ceil(width / 4) * 4 * Math.abs(height));
  bytes.write('BM', 'latin1');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54 + 1024, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(8, 28);
  bytes.writeUInt32LE(compression, 30);
  return bytes;
}

/** The 45-byte GIF that claims a huge screen. */
function hugeGif(): Uint8Array {
  const bytes = Buffer.alloc(45);
  bytes.write('GIF89a', 'latin1');
  bytes.writeUInt16LE(30000, 6);
  bytes.writeUInt16LE(30000, 8);
  bytes[44] = 0x3b;
  return bytes;
}

const cut = (bytes: Uint8Array, share: number): Uint8Array => bytes.subarray(0, Math.floor(bytes.length * share));

describe('a scan that cannot be read is refused with what is wrong and what to do', () => {
  it.each<[string, Uint8Array, ScanFault, string]>([
    ['an empty file', new Uint8Array(), 'empty', 'The file is empty. Scan the cheque again or choose another file.'],
    [
      'text renamed .jpg',
      Buffer.from('Dear sir, please find enclosed our cheque.'),
      'unknown-format',
      "The file isn't a picture that can be read here. Use JPEG, PNG, TIFF, PDF, WebP, GIF or BMP.",
    ],
    [
      'a PDF with nothing behind its first words',
      Buffer.from('%PDF-1.7 and so on'),
      'damaged',
      'The picture is damaged or cut off, so it was not used. Scan the cheque again or copy the file again.',
    ],
    [
      'a truncated JPEG',
      cut(fixture('grey.jpg'), 0.6),
      'damaged',
      'The picture is damaged or cut off, so it was not used. Scan the cheque again or copy the file again.',
    ],
    [
      'a truncated PNG',
      cut(fixture('grey.png'), 0.6),
      'damaged',
      'The picture is damaged or cut off, so it was not used. Scan the cheque again or copy the file again.',
    ],
    [
      'a PNG cut off in its header',
      fixture('grey.png').subarray(0, 20),
      'damaged',
      'The picture is damaged or cut off, so it was not used. Scan the cheque again or copy the file again.',
    ],
    [
      'a PNG of 30,000 by 30,000',
      flatPng(30000, 30000),
      'too-many-pixels',
      'The picture is 30000 by 30000 pixels (900 million); at most 120 million are read. Scan the cheque at 300 dots per inch.',
    ],
    [
      'a GIF of 45 bytes that claims 30,000 by 30,000',
      hugeGif(),
      'too-many-pixels',
      'The picture is 30000 by 30000 pixels (900 million); at most 120 million are read. Scan the cheque at 300 dots per inch.',
    ],
    [
      'a BMP with RLE8',
      bitmap(40, 40, 1),
      'unsupported',
      "This BMP is compressed (RLE8), which can't be read reliably. Save it without compression, or as PNG or TIFF.",
    ],
    [
      'a BMP of 0 by 0',
      bitmap(0, 0, 0),
      'zero-size',
      'The picture is 0 by 0 pixels: there is nothing in it. Scan the cheque again.',
    ],
    [
      'a PNG of 0 by 0',
      flatPng(0, 0),
      'zero-size',
      'The picture is 0 by 0 pixels: there is nothing in it. Scan the cheque again.',
    ],
    [
      'a BMP whose rows are not all there',
      cut(bitmap(200, 200, 0), 0.5),
      'damaged',
      'The BMP is cut off, so the picture was not used. Scan the cheque again or copy the file again.',
    ],
    [
      'a TIFF whose page list loops',
      loopingTiff(),
      'damaged',
      "The TIFF's list of pages runs in a circle, so it was not used. Scan the cheque again or save the file again as TIFF or PNG.",
    ],
    [
      'a TIFF whose page list points outside the file',
      fixture('two-pages.tif').subarray(0, 300),
      'damaged',
      "The TIFF's list of pages points outside the file: it is cut off, so it was not used. Scan the cheque again or save the file again as TIFF or PNG.",
    ],
  ])('%s', async (_name, bytes, fault, message) => {
    expect(await refusal(bytes)).toEqual({ fault, message });
  });

  it('a file of more than 64 MB, before anything of it is looked at', async () => {
    expect(await refusal(new Uint8Array(200 * 1024 * 1024))).toEqual({
      fault: 'too-large',
      message: 'The file has 200 MB; at most 64 MB are read. Scan the cheque at 300 dots per inch and save it as JPEG.',
    });
  });

  it('the absurd PNG is a small file', () => {
    expect(flatPng(30000, 30000).length).toBeLessThan(120_000);
  });

  it('a page that is not there', async () => {
    expect(await refusal(fixture('two-pages.tif'), { page: 2 })).toEqual({
      fault: 'no-such-page',
      message: 'The file has 2 pages; page 3 was asked for. Choose a page that is there.',
    });
    expect(await refusal(fixture('grey.jpg'), { page: -1 })).toMatchObject({ fault: 'no-such-page' });
    expect(await refusal(fixture('grey.bmp'), { page: 1 })).toMatchObject({ fault: 'no-such-page' });
  });

  it('what jimp alone reads wrong or not at all', async () => {
    for (const [name, page] of [
      ['lossless.webp', 0],
      ['jpeg.tif', 0],
      ['two-pages.tif', 1],
    ] as const) {
      expect(await refusal(fixture(name), { decoder: 'jimp', page })).toMatchObject({ fault: 'unsupported' });
    }
  });

  it('any bytes at all end in a picture or a ScanError', async () => {
    const starts = ['grey.jpg', 'grey.png', 'two-pages.tif', 'grey.gif', 'lossless.webp'].map(fixture);
    const damagedFile = fc.record({
      start: fc.constantFrom(...starts),
      length: fc.double({ min: 0, max: 1, noNaN: true }),
      flips: fc.array(fc.tuple(fc.double({ min: 0, max: 0.9999, noNaN: true }), fc.integer({ min: 1, max: 255 })), {
        maxLength: 4,
      }),
    });
    await fc.assert(
      fc.asyncProperty(damagedFile, async ({ start, length, flips }) => {
        const bytes = Uint8Array.from(cut(start, length));
        for (const [where, bits] of flips) if (bytes.length > 0) bytes[Math.floor(where * bytes.length)]! ^= bits;
        const result = await decodeScan(bytes).then(
          ({ image }) => image.data.length === image.width * image.height * image.channels,
          (error: unknown) => error instanceof ScanError && /\. [A-Z].*\.$/.test(error.message),
        );
        expect(result).toBe(true);
      }),
      { numRuns: 60, seed: 4 },
    );
  });
});

describe('a scan that shows no signature is refused', () => {
  const refused = (image: Parameters<typeof extractSignature>[0], region?: Parameters<typeof extractSignature>[1]) => {
    try {
      extractSignature(image, region);
    } catch (error) {
      if (error instanceof ScanError) return { fault: error.fault, message: error.message };
      throw error;
    }
    return null;
  };

  it('a picture of one pixel', () => {
    expect(refused(surface(1, 1))).toEqual({
      fault: 'too-small',
      message:
        'The region is 1 by 1 pixels, too small for a signature. Draw a larger box, or scan the cheque at 200 dots per inch or more.',
    });
  });

  it.each([
    ['all white', 255],
    ['all black', 0],
    ['all grey', 128],
  ])('%s', (_name, level) => {
    expect(refused(surface(400, 200, 1, level))).toEqual({
      fault: 'no-ink',
      message:
        'There is no ink in the region. Move the box over the signature, or scan the cheque again with more contrast.',
    });
    expect(refused(surface(400, 200, 3, level))).toMatchObject({ fault: 'no-ink' });
  });

  it('a region outside the picture', () => {
    expect(refused(drawSignature(1), { x: 500, y: 10, width: 100, height: 100 })).toEqual({
      fault: 'region-outside',
      message:
        "The region 500,10,100,100 doesn't lie within the picture of 560 by 260 pixels. Draw the box round the signature again.",
    });
    expect(refused(drawSignature(1), { x: -1, y: 0, width: 100, height: 100 })).toMatchObject({
      fault: 'region-outside',
    });
    expect(refused(drawSignature(1), { x: 0, y: 0, width: 10.5, height: 100 })).toMatchObject({
      fault: 'region-outside',
    });
    expect(refused(drawSignature(1), { x: 0, y: 0, width: 0, height: 100 })).toMatchObject({ fault: 'region-outside' });
  });
});
