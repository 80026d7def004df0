import { describe, expect, it } from 'vitest';
import type { RasterImage } from '../../../src-main/imaging/image.ts';
import type { MicrReading } from '../../../src-main/imaging/micr/reading.ts';
import { wholePage } from '../../../src-main/imaging/page/cheque-on-page.ts';
import { mirroredImage, quarterTurned } from '../../../src-main/imaging/page/turn-cheque.ts';
import { uprightCheque } from '../../../src-main/imaging/page/upright-cheque.ts';

const width = 120;
const height = 50;

/** A cheque with a block at the foot's left for a line that tells which way up it lies. */
function marked(): RasterImage {
  const data = new Uint8Array(width * height).fill(240);
  for (let row = 40; row < 46; row += 1) data.fill(10, row * width + 6, row * width + 40);
  return { width, height, channels: 1, data };
}

const isDark = ({ width: wide, data }: RasterImage, x: number, y: number): boolean => data[y * wide + x]! < 100;

/** Finds the block as a reader finds a line: at the foot's left, or upside down at the head's right; never mirrored. */
function readBlock(calls: string[]) {
  return (image: RasterImage): MicrReading | null => {
    calls.push(`${image.width}x${image.height}`);
    const foot = image.width > image.height && isDark(image, 10, image.height - 8);
    const head = image.width > image.height && isDark(image, image.width - 10, 7);
    if (!foot && !head) return null;
    return {
      font: 'e13b',
      box: foot
        ? { x: 6, y: image.height - 10, width: 34, height: 6 }
        : { x: image.width - 40, y: 4, width: 34, height: 6 },
      characters: [],
      text: '⑆123⑆',
      sure: true,
      dotsPerInch: 200,
      upsideDown: head,
    };
  };
}

describe('a cheque is put upright by its line', () => {
  const lineBox = { x: 6, y: 40, width: 34, height: 6 };

  it('that lies right, with one reading', () => {
    const calls: string[] = [];
    const laid = wholePage(marked());
    const { cheque, reading } = uprightCheque(laid, readBlock(calls));
    expect(calls.length).toBe(1);
    expect(cheque.image).toBe(laid.image);
    expect(reading?.box).toEqual(lineBox);
    expect(cheque).toMatchObject({ dotsPerInch: 200, resolutionFrom: 'micr' });
  });

  it.each<[string, RasterImage, number, boolean]>([
    ['upside down', quarterTurned(marked(), 2), 2, false],
    ['mirrored', mirroredImage(marked()), 0, true],
    ['mirrored and upside down', quarterTurned(mirroredImage(marked()), 2), 2, true],
  ])('%s', (_name, page, quarterTurns, mirrored) => {
    const { cheque, reading } = uprightCheque(wholePage(page), readBlock([]));
    expect(cheque.image).toEqual(marked());
    expect(reading?.box).toEqual(lineBox);
    expect(reading?.upsideDown).toBe(false);
    expect(cheque).toMatchObject({ quarterTurns, mirrored });
  });

  it('one without a line stays as it is', () => {
    const laid = wholePage({ ...marked(), data: new Uint8Array(width * height).fill(240) });
    expect(uprightCheque(laid, readBlock([]))).toEqual({ cheque: laid, reading: null });
  });

  it('a resolution in the file that is far off the pitch is put right, another one kept', () => {
    const tagged = (dotsPerInch: number) =>
      uprightCheque({ ...wholePage(marked()), dotsPerInch, resolutionFrom: 'tag' }, readBlock([])).cheque;
    expect(tagged(96)).toMatchObject({ dotsPerInch: 200, resolutionFrom: 'micr' });
    expect(tagged(204)).toMatchObject({ dotsPerInch: 204, resolutionFrom: 'tag' });
  });
});
