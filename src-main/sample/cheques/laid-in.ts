import { chain, inverse, type Affine } from '../../imaging/affine.ts';
import { decodeScan } from '../../imaging/decode.ts';
import { levelPaper } from '../../imaging/paper.ts';
import { averageOnto } from '../../imaging/resample.ts';
import { assumedDotsPerInch } from '../conditions/picture.ts';
import { toGrey } from '../render.ts';
import { seededRandom } from '../seeded.ts';
import type { SeededRandom } from '../seeded.ts';
import { mapPoint } from './geometry.ts';
import type { Point } from './geometry.ts';
import type { Ground, InkPatch } from './ink.ts';
import type { ChequeLayout, SignatureLine } from './layout.ts';
import { placeSignature } from './signing.ts';
import type { SignatureFacts } from './signing.ts';

/** Ink that was taken out of a scan of a signature. */
export interface LaidInSignature {
  /** The scan, as the index names it. */
  readonly source: string;
  readonly writer: string;
  readonly kind: 'genuine' | 'skilled';
  readonly width: number;
  readonly height: number;
  /** 0 paper to 255 the darkest ink, for each pixel. */
  readonly ink: Uint8Array;
  /** Ink from which a pixel counts as the pen's, 0 to 255. */
  readonly parting: number;
  readonly dotsPerInch: number;
}

/** The level that best parts bright from dark (Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979). */
function partingLevel(counts: Float64Array): number {
  let [total, sum] = [0, 0];
  counts.forEach((count, level) => {
    total += count;
    sum += count * level;
  });
  let [best, bestSpread, below, belowSum] = [0, -1, 0, 0];
  for (let level = 0; level < 255; level++) {
    below += counts[level] ?? 0;
    belowSum += level * (counts[level] ?? 0);
    const above = total - below;
    if (below === 0 || above === 0) continue;
    const spread = below * above * (belowSum / below - (sum - belowSum) / above) ** 2;
    if (spread > bestSpread) [best, bestSpread] = [level, spread];
  }
  return best;
}

/**
 * Takes the ink out of a scan of a signature alone: how much darker than the paper round it each pixel is. What the paper's
 * grain and the file's compression leave is taken away; the pen's own shades of grey stay.
 *
 * @param bytes a scan that `decodeScan` reads.
 * @throws ScanError where the scan can't be read.
 */
export async function takeInk(
  bytes: Uint8Array,
  facts: { readonly source: string; readonly writer: string; readonly kind: 'genuine' | 'skilled' },
): Promise<LaidInSignature> {
  const { image, dotsPerInch } = await decodeScan(bytes);
  const { width, height } = image;
  const absorbed = levelPaper(toGrey(image)).density;
  const counts = new Float64Array(256);
  for (const level of absorbed) counts[level]! += 1;
  const parting = partingLevel(counts);
  let [dark, darkCount] = [255, absorbed.length * 0.003];
  for (; dark > parting + 1 && (darkCount -= counts[dark] ?? 0) > 0;) dark--;
  const floor = parting * 0.35;
  const ink = absorbed.map((level) => {
    const share = Math.max(0, Math.min(1, (level - floor) / (parting - floor)));
    // Below the parting level fades smoothly to nothing, above it stays as it was.
    return Math.min(255, Math.round((level * share * 255) / dark));
  });
  return {
    ...facts,
    width,
    height,
    ink,
    parting: (parting * 255) / dark,
    dotsPerInch: dotsPerInch ?? assumedDotsPerInch,
  };
}

/** The pen's colours that scans are given: most are grey. */
const pens: readonly [InkPatch['colour'], ...InkPatch['colour'][]] = [
  [22, 30, 104],
  [30, 48, 136],
  [20, 20, 26],
  [28, 28, 36],
];

/** The smallest box round the ink, in pixels; the whole scan where there is none. */
function inkExtent({ width, height, ink, parting }: LaidInSignature): {
  left: number;
  top: number;
  right: number;
  bottom: number;
} {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if ((ink[at] ?? 0) < parting) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  }
  return right < 0 ? { left: 0, top: 0, right: width, bottom: height } : { left, top, right, bottom };
}

/** Lays the ink of a scan on a cheque at its natural size, or as large as the room allows. */
export function layInScan(
  signature: LaidInSignature,
  line: SignatureLine,
  layout: ChequeLayout,
  ground: Ground,
  random: SeededRandom,
): SignatureFacts & { readonly patch: InkPatch; readonly manner: string } {
  const { source, writer, kind, width, height, dotsPerInch } = signature;
  const millimetre = dotsPerInch / 25.4;
  const box = inkExtent(signature);
  // People's descenders hang below the line: the lowest quarter or so.
  const rest = box.bottom - (box.bottom - box.top) * random.uniform(0.12, 0.34);
  const extent = {
    left: box.left / millimetre,
    right: box.right / millimetre,
    top: (box.top - rest) / millimetre,
    bottom: (box.bottom - rest) / millimetre,
  };
  const { place, manner } = placeSignature(extent, line, layout, { at: 0, of: 1, toNext: null }, random, false);
  // From the scan's pixels to the page's.
  const factor = Math.hypot(place.a, place.b) * (ground.pixelsPerMillimetre / millimetre);
  const small = { width: Math.max(1, Math.ceil(width * factor)), height: Math.max(1, Math.ceil(height * factor)) };
  const levels = averageOnto(signature.ink, { width, height }, small, { x: width / 2, y: height / 2 }, factor);
  const fromSmall = {
    a: 1 / (factor * millimetre),
    b: 0,
    c: 0,
    d: 1 / (factor * millimetre),
    e: (width - small.width / factor) / 2 / millimetre,
    f: (height - small.height / factor) / 2 / millimetre - rest / millimetre,
  };
  const toPage = chain(chain(fromSmall, place), ground.toPage);
  return { source, signer: writer, kind, patch: patchOf(levels, small, toPage, ground, signature, random), manner };
}

function patchOf(
  levels: Uint8Array,
  size: { readonly width: number; readonly height: number },
  toPage: Affine,
  ground: Ground,
  { parting, writer }: LaidInSignature,
  random: SeededRandom,
): InkPatch {
  const corners: Point[] = [
    { x: 0, y: 0 },
    { x: size.width, y: 0 },
    { x: size.width, y: size.height },
    { x: 0, y: size.height },
  ].map((corner) => mapPoint(toPage, corner));
  const x0 = Math.max(0, Math.floor(Math.min(...corners.map(({ x }) => x))));
  const y0 = Math.max(0, Math.floor(Math.min(...corners.map(({ y }) => y))));
  const width = Math.max(0, Math.min(ground.width, Math.ceil(Math.max(...corners.map(({ x }) => x)))) - x0);
  const height = Math.max(0, Math.min(ground.height, Math.ceil(Math.max(...corners.map(({ y }) => y)))) - y0);
  const back = inverse(toPage);
  const cover = new Float32Array(width * height);
  const under = new Float32Array(width * height);
  const level = (x: number, y: number) =>
    x < 0 || y < 0 || x >= size.width || y >= size.height ? 0 : (levels[y * size.width + x] ?? 0);
  const strength = random.uniform(0.86, 1);
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      const x = back.a * (x0 + column + 0.5) + back.c * (y0 + row + 0.5) + back.e - 0.5;
      const y = back.b * (x0 + column + 0.5) + back.d * (y0 + row + 0.5) + back.f - 0.5;
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [across, down] = [x - left, y - top];
      const upper = level(left, top) * (1 - across) + level(left + 1, top) * across;
      const lower = level(left, top + 1) * (1 - across) + level(left + 1, top + 1) * across;
      const amount = upper * (1 - down) + lower * down;
      cover[at] = (amount / 255) * strength;
      under[at] = Math.min(1, amount / (2 * parting));
    }
  }
  const colour = seededRandom('laid-in pen', writer).pick(pens);
  return { x: x0, y: y0, width, height, cover, under, colour, lost: 0 };
}
