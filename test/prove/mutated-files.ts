/** Ten thousand damaged scans through a real desk with a real engine: the engine may restart, the app may not. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { CallFailure } from '../../src-main/contract/calls.ts';
import { seededRandom, type SeededRandom } from '../../src-main/sample/seeded.ts';
import { openTestDesk, setUp } from '../desk/open-test-desk.ts';
import { jpegPicture, pdfOfPages, scanPage } from '../imaging/pdf/pdf-writing.ts';
import { joinTiffs } from '../imaging/tiff-writing.ts';

/** What came of the files. `wrong` must be empty. */
export interface MutatedFiles {
  readonly files: number;
  /** Opened all the same. */
  readonly opened: number;
  /** Refused in words. */
  readonly refused: number;
  /** Took the engine with them; another one took over. */
  readonly engineRestarts: number;
  /** Not made because the time was up. */
  readonly left: number;
  /** Files by number that failed inside, with what was said. */
  readonly wrong: readonly string[];
}

/** A scan to damage. */
interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Faults of an engine that was lost with the scan in its hands. */
const lost = ['engine-died', 'engine-hung'];

const plain = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);

/** A whole cheque in every format that is read, small, so that ten thousand are read in minutes. */
async function seeds(): Promise<Seed[]> {
  const whole = await readFile(new URL('../fixtures/cheques/whole-1600x720.jpg', import.meta.url));
  const sized = () => sharp(whole).resize({ width: 640 }).toColourspace('b-w');
  const jpeg = plain(await sized().jpeg({ quality: 80 }).toBuffer());
  const colour = plain(
    await sharp(whole).resize({ width: 640 }).tint('#88aacc').toColourspace('srgb').jpeg().toBuffer(),
  );
  const { height = 288 } = await sharp(jpeg).metadata();
  const fax = plain(
    await sized().threshold(170).toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }).toBuffer(),
  );
  const lzw = plain(await sized().tiff({ compression: 'lzw' }).toBuffer());
  return [
    { name: 'cheque.jpg', bytes: jpeg },
    { name: 'colour.jpg', bytes: colour },
    { name: 'cheque.png', bytes: plain(await sized().png().toBuffer()) },
    { name: 'fax.tif', bytes: fax },
    { name: 'lzw.tif', bytes: lzw },
    { name: 'two-pages.tif', bytes: joinTiffs([fax, plain(await sized().tiff({ compression: 'none' }).toBuffer())]) },
    { name: 'cheque.webp', bytes: plain(await sized().webp().toBuffer()) },
    { name: 'cheque.gif', bytes: plain(await sized().gif().toBuffer()) },
    { name: 'cheque.bmp', bytes: bitmapOf(await sized().raw().toBuffer(), 640, height) },
    { name: 'cheque.pdf', bytes: pdfOfPages([scanPage(jpegPicture(jpeg, 640, height, true), 640, height, 80)]) },
  ];
}

/** A grey BMP of eight bits a pixel, uncompressed. */
function bitmapOf(grey: Uint8Array, width: number, height: number): Uint8Array {
  const row = Math.ceil(width / 4) * 4;
  const start = 54 + 1024;
  const out = Buffer.alloc(start + row * height);
  out.write('BM', 0, 'latin1');
  out.writeUInt32LE(out.length, 2);
  out.writeUInt32LE(start, 10);
  out.writeUInt32LE(40, 14);
  out.writeInt32LE(width, 18);
  out.writeInt32LE(height, 22);
  out.writeUInt16LE(1, 26);
  out.writeUInt16LE(8, 28);
  for (let level = 0; level < 256; level += 1) out.fill(level, 54 + 4 * level, 54 + 4 * level + 3);
  for (let at = 0; at < height; at += 1)
    out.set(grey.subarray(at * width, (at + 1) * width), start + (height - 1 - at) * row);
  return plain(out);
}

/** One damage. Headers are hit more often than their share: a decoder's mistakes lie there. */
function damage(bytes: Uint8Array, other: Uint8Array, random: SeededRandom): Uint8Array {
  const out = plain(bytes);
  const place = () => random.integer(random.chance(0.5) ? Math.min(out.length, 600) : out.length);
  const length = () => 1 + random.integer(random.chance(0.7) ? 16 : 2000);
  switch (random.integer(8)) {
    case 0:
      for (let left = 1 + random.integer(8); left > 0; left -= 1) out[place()]! ^= 1 << random.integer(8);
      return out;
    case 1:
      for (let left = 1 + random.integer(40); left > 0; left -= 1) out[place()] = random.integer(256);
      return out;
    case 2: {
      const from = place();
      return out.fill(random.pick([0, 255, 0x20]), from, from + length());
    }
    case 3:
      return out.slice(0, Math.max(1, random.integer(out.length)));
    case 4: {
      const [from, many] = [place(), length()];
      return join(out.slice(0, from), out.slice(from + many));
    }
    case 5: {
      const [from, many] = [place(), length()];
      return join(out.slice(0, from + many), out.slice(from));
    }
    case 6: {
      const from = place();
      return join(out.slice(0, from), other.slice(random.integer(other.length)));
    }
    default: {
      // A size, an offset or a count that lies.
      const view = new DataView(out.buffer);
      const at = Math.max(0, Math.min(place(), out.length - 4));
      const lie = random.pick([0, 1, 0x7fffffff, 0xffffffff, 0x10000, out.length, random.integer(2 ** 31)]);
      if (out.length >= 4) view.setUint32(at, lie, random.chance(0.5));
      return out;
    }
  }
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * Damages scans of cheques, PDFs among them, and opens each at a desk with an engine in a process of its own. The same
 * seed and count give the same files.
 *
 * @param count how many files
 * @param limit milliseconds after which no further file is opened
 */
export async function mutatedFiles(
  count: number,
  limit: number,
  onFile: (done: number) => void = () => undefined,
): Promise<MutatedFiles> {
  const from = performance.now();
  const all = await seeds();
  const desk = await openTestDesk();
  let [files, opened, refused, engineRestarts] = [0, 0, 0, 0];
  const wrong: string[] = [];
  try {
    await setUp(desk);
    for (let number = 1; number <= count && performance.now() - from < limit; number += 1) {
      const random = seededRandom('mutated files', 1, number);
      const seed = all[random.integer(all.length)]!;
      const other = all[random.integer(all.length)]!;
      let { bytes } = seed;
      for (let left = random.chance(0.7) ? 1 : 1 + random.integer(4); left > 0; left -= 1)
        bytes = damage(bytes, other.bytes, random);
      files += 1;
      try {
        const page = random.chance(0.9) ? 0 : random.integer(3);
        const { scan } = await desk.client.openScan({ name: seed.name, bytes, page });
        await desk.client.closeScan({ scan });
        opened += 1;
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error;
        if (lost.includes(error.fault)) engineRestarts += 1;
        else if (error.fault === 'internal' || error.fault === 'bad-message')
          wrong.push(`file ${number} (${seed.name}): ${error.message} ${String(desk.reported.at(-1) ?? '')}`.trim());
        else refused += 1;
      }
      onFile(number);
    }
    // The desk is still all there.
    const { store, engine } = await desk.client.appState({});
    if (store.state !== 'open' || engine.state === 'failed')
      wrong.push(`afterwards the desk is ${store.state}: ${engine.why}`);
    const { scan } = await desk.client.openScan({ ...all[0]!, page: 0 });
    await desk.client.closeScan({ scan });
    return { files, opened, refused, engineRestarts, left: count - files, wrong };
  } finally {
    await desk.close();
  }
}

/** `npm run prove -- mutated-files`: fails where anything but a scan was lost. */
export async function proveMutatedFiles(count: number): Promise<void> {
  const hour = 60 * 60 * 1000;
  const result = await mutatedFiles(count, hour, (done) => {
    if (done % 500 === 0 || done === count) console.error(`mutated files: ${done} of ${count}`);
  });
  console.log(
    `${result.files} mutated files: ${result.opened} opened, ${result.refused} refused in words, ` +
      `${result.engineRestarts} took the engine with them and another took over, ${result.wrong.length} failed inside`,
  );
  if (result.left > 0) throw new Error(`The time was up with ${result.left} files left.`);
  if (result.wrong.length > 0) throw new Error(`The proof failed: ${result.wrong.slice(0, 20).join('; ')}`);
}
