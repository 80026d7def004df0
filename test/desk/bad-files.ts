import sharp from 'sharp';
import { deflateSync, crc32 } from 'node:zlib';

/** A file that can't be judged, as the issue of bad input lists them, and what must be said of it. */
export interface BadFile {
  readonly what: string;
  readonly name: string;
  readonly bytes: () => Promise<Uint8Array>;
  readonly fault: string;
  readonly says: RegExp;
}

const canvas = (width: number, height: number, grey: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: grey, g: grey, b: grey } } });

const plain = (buffer: Buffer): Uint8Array => new Uint8Array(buffer);

/** A photograph-like picture that doesn't shrink to nothing when it is compressed. */
async function busy(format: 'jpeg' | 'png'): Promise<Uint8Array> {
  const width = 640;
  const height = 320;
  const data = Buffer.alloc(width * height);
  for (let at = 0; at < data.length; at++) data[at] = (Math.imul(at, 2654435761) >>> 24) & 255;
  return plain(
    await sharp(data, { raw: { width, height, channels: 1 } })
      .toFormat(format)
      .toBuffer(),
  );
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A PNG whose header claims a size; what follows is `rows` of it, a bit a pixel, well packed. */
function claimingPng(width: number, height: number, rows: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * rows), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return plain(
    Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]),
  );
}

/** A GIF of 45 bytes with one frame of one colour, claiming a size. */
function claimingGif(width: number, height: number): Uint8Array {
  const gif = Buffer.from(
    '474946383961000000008001000000ffffff21f90401000000002c000000000000000000000202440100 3b'.replaceAll(' ', ''),
    'hex',
  );
  gif.writeUInt16LE(width, 6);
  gif.writeUInt16LE(height, 8);
  gif.writeUInt16LE(width, 32);
  gif.writeUInt16LE(height, 34);
  return plain(gif);
}

function bitmap(width: number, height: number, compression: number, body: number): Uint8Array {
  const out = Buffer.alloc(54 + 1024 + body);
  out.write('BM', 0, 'latin1');
  out.writeUInt32LE(out.length, 2);
  out.writeUInt32LE(54 + 1024, 10);
  out.writeUInt32LE(40, 14);
  out.writeInt32LE(width, 18);
  out.writeInt32LE(height, 22);
  out.writeUInt16LE(1, 26);
  out.writeUInt16LE(8, 28);
  out.writeUInt32LE(compression, 30);
  return plain(out);
}

/** A TIFF whose page list leads back to its first page. */
async function loopingTiff(): Promise<Uint8Array> {
  const tiff = plain(await canvas(64, 64, 200).greyscale().tiff({ compression: 'none' }).toBuffer());
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = tiff[0] === 0x49;
  const first = view.getUint32(4, little);
  const entries = view.getUint16(first, little);
  view.setUint32(first + 2 + entries * 12, first, little);
  return tiff;
}

/** Every kind of bad picture file of the list of bad input. */
export const badFiles: readonly BadFile[] = [
  {
    what: 'an empty file',
    name: '4100-2278.jpg',
    bytes: () => Promise.resolve(new Uint8Array()),
    fault: 'empty',
    says: /empty/,
  },
  {
    what: 'text renamed .jpg',
    name: '4100-2278.jpg',
    bytes: () => Promise.resolve(plain(Buffer.from('Dear Sir or Madam,\nplease find enclosed …\n'.repeat(20)))),
    fault: 'unknown-format',
    says: /isn't a picture that can be read.*Use JPEG, PNG, TIFF/,
  },
  {
    what: 'a truncated JPEG',
    name: '4100-2278.jpg',
    bytes: async () => (await busy('jpeg')).slice(0, 20_000),
    fault: 'damaged',
    says: /damaged or cut off/,
  },
  {
    what: 'a truncated PNG',
    name: '4100-2278.png',
    bytes: async () => (await busy('png')).slice(0, 20_000),
    fault: 'damaged',
    says: /damaged or cut off/,
  },
  {
    what: 'a PNG of 30,000 × 30,000 pixels in 100 KB',
    name: '4100-2278.png',
    bytes: () => Promise.resolve(claimingPng(30_000, 30_000, 25_000)),
    fault: 'too-many-pixels',
    says: /30000 by 30000 pixels.*at most 120 million/,
  },
  {
    what: 'a GIF of 45 bytes that claims 30,000 × 30,000',
    name: '4100-2278.gif',
    bytes: () => Promise.resolve(claimingGif(30_000, 30_000)),
    fault: 'too-many-pixels',
    says: /30000 by 30000 pixels/,
  },
  {
    what: 'a BMP with RLE8',
    name: '4100-2278.bmp',
    bytes: () => Promise.resolve(bitmap(64, 64, 1, 4096)),
    fault: 'unsupported',
    says: /BMP is compressed.*Save it without compression/,
  },
  {
    what: 'a BMP of 0 × 0',
    name: '4100-2278.bmp',
    bytes: () => Promise.resolve(bitmap(0, 0, 0, 0)),
    fault: 'zero-size',
    says: /0 by 0 pixels/,
  },
  {
    what: 'a TIFF whose page list loops',
    name: '4100-2278.tif',
    bytes: loopingTiff,
    fault: 'damaged',
    says: /page list|loops|pages/,
  },
  {
    what: 'a PNG of 0 × 0',
    name: '4100-2278.png',
    bytes: () => Promise.resolve(claimingPng(0, 0, 1)),
    fault: 'zero-size',
    says: /0 by 0 pixels/,
  },
  {
    what: 'a picture of one pixel',
    name: '4100-2278.png',
    bytes: async () => plain(await canvas(1, 1, 0).png().toBuffer()),
    fault: 'too-small',
    says: /1 by 1 pixels, too small/,
  },
  {
    what: 'an all-white picture',
    name: '4100-2278.png',
    bytes: async () => plain(await canvas(800, 300, 255).png().toBuffer()),
    fault: 'no-ink',
    says: /no ink/,
  },
  {
    what: 'an all-black picture',
    name: '4100-2278.png',
    bytes: async () => plain(await canvas(800, 300, 0).png().toBuffer()),
    fault: 'no-ink',
    says: /no ink/,
  },
];
