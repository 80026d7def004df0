import type { Alignment } from './align.ts';
import { toJimp } from './encode.ts';
import type { GreyImage, RasterImage } from './image.ts';

/** One of the two signatures in an evidence picture. */
export interface EvidenceSide {
  /** The region as scanned. */
  readonly crop: RasterImage;
  /** Its clean ink. */
  readonly clean: GreyImage;
}

/** The tints of the evidence picture: frame and overlay of each side. Where both have ink the overlay is dark. */
export const evidenceTints = { questioned: [200, 40, 40], specimen: [30, 90, 190] } as const;

const paneWidth = 640;
const paneHeight = 320;
const gap = 16;
const bar = 8;

/**
 * Composes the evidence picture: the questioned signature and the specimen as scanned, side by side at one scale, and
 * under them the two laid over each other in two tints, placed by the alignment.
 *
 * @param alignment from questioned to specimen, as `alignSignatures(specimen.clean, questioned.clean)` returns it.
 * @returns the bytes of a PNG file.
 */
export async function composeEvidence(
  questioned: EvidenceSide,
  specimen: EvidenceSide,
  alignment: Alignment,
): Promise<Uint8Array> {
  const { Jimp } = await import('jimp');
  const width = paneWidth * 2 + gap * 3;
  const height = paneHeight * 2 + gap * 3 + bar * 2;
  const picture = new Jimp({ width, height, color: 0xffffffff });
  // Both at one scale: the questioned one is first brought to the specimen's.
  const scale = Math.min(
    paneWidth / Math.max(specimen.crop.width, questioned.crop.width * alignment.scale),
    paneHeight / Math.max(specimen.crop.height, questioned.crop.height * alignment.scale),
  );
  const panes = [
    { side: questioned, own: scale * alignment.scale, left: gap, tint: evidenceTints.questioned },
    { side: specimen, own: scale, left: gap * 2 + paneWidth, tint: evidenceTints.specimen },
  ];
  for (const { side, own, left, tint } of panes) {
    const wide = Math.max(1, Math.round(side.crop.width * own));
    const tall = Math.max(1, Math.round(side.crop.height * own));
    const scan = (await toJimp(side.crop)).resize({ w: wide, h: tall });
    picture.composite(scan, left + ((paneWidth - wide) >> 1), gap + ((paneHeight - tall) >> 1));
    picture.composite(new Jimp({ width: paneWidth, height: bar, color: colour(tint) }), left, gap + paneHeight);
  }
  const overlay = await toJimp(overlayOf(questioned.clean, specimen.clean, alignment));
  picture.composite(
    overlay,
    (width - overlay.bitmap.width) >> 1,
    gap * 2 + paneHeight + bar + ((paneHeight - overlay.bitmap.height) >> 1),
  );
  const bytes = await picture.getBuffer('image/png');
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function colour(tint: readonly [number, number, number]): number {
  return tint[0] * 0x1000000 + tint[1] * 0x10000 + tint[2] * 0x100 + 0xff;
}

/** Both inks on one canvas of a pane's size, each absorbing light as its tint does. */
function overlayOf(questioned: GreyImage, specimen: GreyImage, alignment: Alignment): RasterImage {
  const cos = Math.cos(alignment.rotation) * alignment.scale;
  const sin = Math.sin(alignment.rotation) * alignment.scale;
  const corners = [
    [0, 0],
    [questioned.width, 0],
    [0, questioned.height],
    [questioned.width, questioned.height],
  ].map(([x, y]) => ({ x: x! * cos - y! * sin + alignment.dx, y: x! * sin + y! * cos + alignment.dy }));
  const left = Math.min(0, ...corners.map(({ x }) => x));
  const top = Math.min(0, ...corners.map(({ y }) => y));
  const right = Math.max(specimen.width, ...corners.map(({ x }) => x));
  const bottom = Math.max(specimen.height, ...corners.map(({ y }) => y));
  const scale = Math.min((paneWidth * 2) / (right - left), paneHeight / (bottom - top));
  const width = Math.max(1, Math.round((right - left) * scale));
  const height = Math.max(1, Math.round((bottom - top) * scale));
  const data = new Uint8Array(width * height * 3);
  const turned = alignment.scale * alignment.scale;
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 3) {
      const x = left + (column + 0.5) / scale;
      const y = top + (row + 0.5) / scale;
      const ofSpecimen = sample(specimen, x, y);
      const qx = ((x - alignment.dx) * cos + (y - alignment.dy) * sin) / turned;
      const qy = ((y - alignment.dy) * cos - (x - alignment.dx) * sin) / turned;
      const ofQuestioned = sample(questioned, qx, qy);
      for (let channel = 0; channel < 3; channel += 1) {
        const first = 255 - ofQuestioned * (255 - evidenceTints.questioned[channel]!);
        const second = 255 - ofSpecimen * (255 - evidenceTints.specimen[channel]!);
        data[at + channel] = Math.round((first * second) / 255);
      }
    }
  }
  return { width, height, channels: 3, data };
}

/** Ink at a point, 0 to 1, linear between pixel centres; none outside. */
function sample(image: GreyImage, x: number, y: number): number {
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  const across = x - 0.5 - left;
  const down = y - 0.5 - top;
  const ink = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= image.width || row >= image.height
      ? 0
      : 255 - image.data[row * image.width + column]!;
  const upper = ink(left, top) * (1 - across) + ink(left + 1, top) * across;
  const lower = ink(left, top + 1) * (1 - across) + ink(left + 1, top + 1) * across;
  return (upper * (1 - down) + lower * down) / 255;
}
