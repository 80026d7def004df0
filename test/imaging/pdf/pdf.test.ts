import fc from 'fast-check';
import sharp from 'sharp';
import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeScan } from '../../../src-main/imaging/decode.ts';
import { ScanError } from '../../../src-main/imaging/errors.ts';
import type { RasterImage } from '../../../src-main/imaging/image.ts';
import { mirroredImage, quarterTurned } from '../../../src-main/imaging/page/turn-cheque.ts';
import { surface } from '../drawing.ts';
import { jpegPicture, pdfOfPages, scanPage, writePdf, type PdfPicture } from './pdf-writing.ts';

const width = 320;
const height = 144;

/** A picture that looks different however it is turned. */
function picture(channels: 1 | 3 = 1): RasterImage {
  const drawn = surface(width, height, channels, 236);
  drawn.fill(10, 10, 120, 18, 60);
  drawn.line(200, 110, 300, 80, 4, ...(channels === 3 ? [20, 30, 140] : [30]));
  drawn.disc(40, 100, 20, 110);
  drawn.fill(250, 20, 50, 9, 140);
  return { width, height, channels, data: drawn.data };
}

const raw = ({ width: wide, height: tall, channels, data }: RasterImage) =>
  sharp(data, { raw: { width: wide, height: tall, channels } });
const plain = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);

async function jpegOf(image: RasterImage): Promise<Uint8Array> {
  const pipeline = image.channels === 1 ? raw(image).toColourspace('b-w') : raw(image);
  return plain(await pipeline.jpeg({ quality: 92 }).toBuffer());
}

function flate(image: RasterImage, entries = ''): PdfPicture {
  const space = image.channels === 1 ? '/DeviceGray' : '/DeviceRGB';
  return {
    entries: `/Width ${image.width} /Height ${image.height} /ColorSpace ${space} /BitsPerComponent 8 /Filter /FlateDecode ${entries}`,
    stream: plain(deflateSync(image.data)),
  };
}

async function refusal(bytes: Uint8Array, page = 0) {
  try {
    await decodeScan(bytes, { page });
  } catch (error) {
    if (error instanceof ScanError) return { fault: error.fault, message: error.message };
    throw error;
  }
  return null;
}

function meanDifference(one: RasterImage, other: RasterImage): number {
  expect([one.width, one.height, one.channels]).toEqual([other.width, other.height, other.channels]);
  let sum = 0;
  for (let at = 0; at < one.data.length; at += 1) sum += Math.abs(one.data[at]! - other.data[at]!);
  return sum / one.data.length;
}

describe('a page that is one scan', () => {
  let jpeg: Uint8Array;
  beforeAll(async () => {
    jpeg = await jpegOf(picture());
  });

  it('a JPEG: its own pixels, and the resolution that image and page give', async () => {
    const page = scanPage(jpegPicture(jpeg, width, height, true), width, height, 200);
    const { image, ...facts } = await decodeScan(pdfOfPages([page]));
    expect(image).toEqual((await decodeScan(jpeg)).image);
    expect(facts).toMatchObject({ format: 'pdf', page: 0, pages: 1, dotsPerInch: 200 });
    expect(facts.decoder).toMatch(/^pdfium 2\.1\.13, sharp \d/);
  });

  it('a JPEG in colour', async () => {
    const coloured = await jpegOf(picture(3));
    const { image } = await decodeScan(
      pdfOfPages([scanPage(jpegPicture(coloured, width, height, false), width, height, 300)]),
    );
    expect(image).toEqual((await decodeScan(coloured)).image);
  });

  it.each<[string, 1 | 3]>([
    ['greys', 1],
    ['colour', 3],
  ])('packed without loss, in %s: to the bit', async (_name, channels) => {
    const { image, decoder } = await decodeScan(pdfOfPages([scanPage(flate(picture(channels)), width, height, 240)]));
    expect(image).toEqual(picture(channels));
    expect(decoder).toBe('pdfium 2.1.13');
  });

  it('Group 4: black and white, to the bit', async () => {
    const white = surface(width, height, 1, 255);
    for (let row = 8; row < 140; row += 16) white.line(10, row, 300, row + 4, 1.6, 0);
    const drawn: RasterImage = { width, height, channels: 1, data: white.data };
    const tiff = await raw(drawn).toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }).toBuffer();
    const strip = stripOf(tiff);
    const { image, dotsPerInch } = await decodeScan(
      pdfOfPages([
        scanPage(
          {
            entries: `/Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns ${width} /Rows ${height} /BlackIs1 ${strip.blackIsOne} >>`,
            stream: strip.bytes,
          },
          width,
          height,
          200,
        ),
      ]),
    );
    expect(image).toEqual(drawn);
    expect(dotsPerInch).toBe(200);
  });

  it('turned and mirrored as the page shows it', async () => {
    const source = picture();
    const wide = 160;
    const tall = 72;
    const lays: readonly [string, string, RasterImage][] = [
      ['upright', `${wide} 0 0 ${tall} 0 0 cm`, source],
      ['half turn', `-${wide} 0 0 -${tall} ${wide} ${tall} cm`, quarterTurned(source, 2)],
      ['quarter turn', `0 -${wide} ${tall} 0 0 ${wide} cm`, quarterTurned(source, 1)],
      ['three quarters', `0 ${wide} -${tall} 0 ${tall} 0 cm`, quarterTurned(source, 3)],
      ['mirrored', `-${wide} 0 0 ${tall} ${wide} 0 cm`, mirroredImage(source)],
      ['mirrored and turned', `0 ${wide} ${tall} 0 0 0 cm`, quarterTurned(mirroredImage(source), 1)],
    ];
    for (const [name, matrix, expected] of lays) {
      const turned = expected.width < expected.height;
      for (const rotate of [0, 90, 180, 270]) {
        const page = {
          size: turned ? ([tall, wide] as const) : ([wide, tall] as const),
          content: `q ${matrix} /Scan Do Q`,
          images: { Scan: flate(source) },
          entries: `/Rotate ${rotate}`,
        };
        const { image, dotsPerInch } = await decodeScan(pdfOfPages([page]));
        const shown = quarterTurned(expected, (rotate / 90) as 0 | 1 | 2 | 3);
        expect(image, `${name}, page turned by ${rotate}`).toEqual(shown);
        expect(dotsPerInch).toBe(144);
      }
    }
  });

  it('with the text of a text recognition laid over it invisibly', async () => {
    const page = scanPage(flate(picture()), width, height, 200);
    const font = '/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>';
    const content = `${page.content} BT 3 Tr /F1 12 Tf 10 10 Td (Pay Jane Doe) Tj ET`;
    const { image } = await decodeScan(pdfOfPages([{ ...page, content, resources: font }]));
    expect(image).toEqual(picture());
  });

  it('smaller than its page: the scan alone', async () => {
    const page = {
      size: [595, 842] as const,
      content: 'q 320 0 0 144 100 600 cm /Scan Do Q',
      images: { Scan: flate(picture()) },
    };
    const { image, dotsPerInch } = await decodeScan(pdfOfPages([page]));
    expect(image).toEqual(picture());
    expect(dotsPerInch).toBeNull();
  });

  it('of several pages the one that is asked for', async () => {
    const pages = [picture(), mirroredImage(picture())].map((image) => scanPage(flate(image), width, height, 200));
    const bytes = pdfOfPages(pages);
    expect(await decodeScan(bytes, { page: 1 })).toMatchObject({
      page: 1,
      pages: 2,
      image: { data: mirroredImage(picture()).data },
    });
    expect(await refusal(bytes, 2)).toEqual({
      fault: 'no-such-page',
      message: 'The file has 2 pages; page 3 was asked for. Choose a page that is there.',
    });
  });

  it('behind a line that another program wrote before it', async () => {
    const bytes = pdfOfPages([scanPage(flate(picture()), width, height, 200)]);
    const { image } = await decodeScan(Uint8Array.from(Buffer.concat([Buffer.from('printed by a spooler\n'), bytes])));
    expect(image).toEqual(picture());
  });
});

describe('a page that must be rendered', () => {
  it('a scan with something drawn over it, at the scan’s resolution', async () => {
    const page = scanPage(flate(picture()), width, height, 200);
    const { image, dotsPerInch } = await decodeScan(
      pdfOfPages([{ ...page, content: `${page.content} 0 0 0 rg 50 20 10 10 re f` }]),
    );
    expect([image.width, image.height, dotsPerInch]).toEqual([width, height, 200]);
    const expected = picture();
    const at = (height - 25 * (200 / 72)) | 0;
    expect(image.data[at * width + (((55 * 200) / 72) | 0)]).toBe(0);
    expect(meanDifference(image, expected)).toBeLessThan(6);
  });

  it('a scan that is stored inverted, as the page shows it', async () => {
    const inverted = picture();
    const negative: RasterImage = { ...inverted, data: inverted.data.map((value) => 255 - value) };
    const jpeg = jpegPicture(await jpegOf(negative), width, height, true);
    const page = scanPage({ ...jpeg, entries: `${jpeg.entries} /Decode [1 0]` }, width, height, 200);
    const { image } = await decodeScan(pdfOfPages([page]));
    expect(meanDifference(image, inverted)).toBeLessThan(6);
  });

  it('a scan that the page shows only half of', async () => {
    const page = scanPage(flate(picture()), width, height, 200);
    const half = `/CropBox [0 0 ${page.size[0] / 2} ${page.size[1]}]`;
    const { image } = await decodeScan(pdfOfPages([{ ...page, entries: half }]));
    expect([image.width, image.height]).toEqual([width / 2, height]);
  });

  it('a page of text, without any image, at 300 dots per inch', async () => {
    const page = {
      size: [288, 144] as const,
      content: 'BT /F1 24 Tf 20 60 Td (Pay to the order of) Tj ET',
      resources: '/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>',
    };
    const { image, dotsPerInch } = await decodeScan(pdfOfPages([page]));
    expect([image.width, image.height, image.channels, dotsPerInch]).toEqual([1200, 600, 1, 300]);
    expect(image.data.filter((value) => value < 100).length).toBeGreaterThan(2000);
  });
});

describe('a PDF that cannot be read is refused with what is wrong and what to do', () => {
  const damagedWords =
    'The picture is damaged or cut off, so it was not used. Scan the cheque again or copy the file again.';
  const lock = (filter: string) => {
    const hex = (seed: number) =>
      Array.from({ length: 32 }, (_unused, at) => ((at * 37 + seed) & 255).toString(16).padStart(2, '0')).join('');
    return `/ID [<${hex(1)}> <${hex(1)}>] /Encrypt << /Filter /${filter} /V 1 /R 2 /O <${hex(2)}> /U <${hex(3)}> /P -4 >>`;
  };

  it('one that is locked', async () => {
    const page = scanPage(flate(picture()), width, height, 200);
    const message =
      "This PDF is locked with a password, so it can't be read here. Save it without a password, or scan the cheque again.";
    expect(await refusal(pdfOfPages([page], lock('Standard')))).toEqual({ fault: 'unsupported', message });
    expect(await refusal(pdfOfPages([page], lock('OfTheBanksOwn')))).toEqual({ fault: 'unsupported', message });
  });

  it('one that is nothing but its first words, or cut off', async () => {
    const whole = pdfOfPages([scanPage(flate(picture()), width, height, 200)]);
    for (const bytes of [Buffer.from('%PDF-1.7 and so on'), Buffer.from('%PDF-'), whole.subarray(0, 300)])
      expect(await refusal(Uint8Array.from(bytes))).toEqual({ fault: 'damaged', message: damagedWords });
  });

  it('one without pages', async () => {
    const none = writePdf([{ entries: '/Type /Catalog /Pages 2 0 R' }, { entries: '/Type /Pages /Kids [] /Count 0' }]);
    expect(await refusal(none)).toEqual({ fault: 'damaged', message: damagedWords });
  });

  it('one of thousands of pages', async () => {
    const pages = Array.from({ length: 3000 }, () => ({ size: [72, 72] as const, content: '' }));
    expect(await refusal(pdfOfPages(pages))).toEqual({
      fault: 'too-large',
      message: "The PDF has 3000 pages; at most 1000 are read. Save the cheques' pages as a file of their own.",
    });
  });

  it('one whose page is as large as a house', async () => {
    const page = { size: [200_000, 200_000] as const, content: '0 0 0 rg 10 10 500 500 re f' };
    expect(await refusal(pdfOfPages([page]))).toMatchObject({ fault: 'too-many-pixels' });
  });

  it('one that claims an image of 900 million pixels', async () => {
    const huge: PdfPicture = {
      entries: '/Width 30000 /Height 30000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode',
      stream: plain(deflateSync(new Uint8Array(10_000))),
    };
    expect(await refusal(pdfOfPages([scanPage(huge, 30000, 30000, 300)]))).toMatchObject({ fault: 'too-many-pixels' });
  });

  it('any bytes at all end in a picture or a ScanError', async () => {
    const whole = pdfOfPages([
      scanPage(flate(picture()), width, height, 200),
      scanPage(jpegPicture(await jpegOf(picture()), width, height, true), width, height, 200),
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.array(fc.tuple(fc.double({ min: 0, max: 0.9999, noNaN: true }), fc.integer({ min: 1, max: 255 })), {
          maxLength: 6,
        }),
        fc.constantFrom(0, 1),
        async (share, flips, page) => {
          const bytes = whole.slice(0, share > 0.5 ? whole.length : Math.floor(whole.length * share * 2));
          for (const [where, bits] of flips) bytes[Math.floor(where * bytes.length)]! ^= bits;
          const result = await decodeScan(bytes, { page }).then(
            ({ image }) => image.data.length === image.width * image.height * image.channels,
            (error: unknown) => error instanceof ScanError && /\. [A-Z].*\.$/.test(error.message),
          );
          expect(result).toBe(true);
        },
      ),
      { numRuns: 40, seed: 4 },
    );
  });
});

/** The one strip of a Group 4 TIFF, and whether its ones are black. */
function stripOf(tiff: Uint8Array): { bytes: Uint8Array; blackIsOne: boolean } {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  const tags = new Map<number, number>();
  for (let entry = 0; entry < view.getUint16(directory, little); entry += 1) {
    const at = directory + 2 + entry * 12;
    const short = view.getUint16(at + 2, little) === 3;
    tags.set(view.getUint16(at, little), short ? view.getUint16(at + 8, little) : view.getUint32(at + 8, little));
  }
  const start = tags.get(273)!;
  return { bytes: plain(tiff.subarray(start, start + tags.get(279)!)), blackIsOne: tags.get(262) === 1 };
}
