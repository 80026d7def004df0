import { dropComponents, labelComponents } from '../components.ts';
import type { Box, RasterImage } from '../image.ts';
import { typicalWidth } from '../stroke-width.ts';
import { markHues, measureMarks } from './component-measures.ts';
import { cutFlanks } from './flanks.ts';
import { strongLevel } from './levels.ts';
import { localDensity } from './local-paper.ts';
import { findPrintRows } from './print-rows.ts';
import { planeScale, reduceCheque } from './reduced-plane.ts';
import { dropRules } from './rules.ts';
import type { ChequeInk, ChequeInkHints, InkComponent } from './types.ts';

/** Density that foreground has at least, as a share of the strong marks', and that its darkest point has. */
const weakShare = 0.2;
const strongShare = 0.36;
/** The dark parts of a mark take at least so much of 255 of the paper's light. */
const faintest = 40;
/** Foreground is so many times as dense as the paper's texture. */
const textureShare = 2.2;
/** Marks smaller than this in square millimetres are specks, dots of a tint and microprint. */
const smallestMark = 0.35;
/** Marks whose strokes are thicker than this in millimetres are no pen's. */
const thickestStroke = 2.2;
/** Pixels to a millimetre, where neither a hint nor the picture tells: a plane of 100 dots per inch. */
const usualMillimetre = 100 / 25.4;

/**
 * Parts a whole upright cheque's dark foreground from what is certainly paper, background or print, on a plane of about
 * 100 dots per inch: levels the paper, thresholds with hysteresis, takes off rules, frames, specks, solid areas, rows of
 * print and the MICR line, and measures the marks that are left. Same cheque and hints, same result to the last bit.
 *
 * @param cheque grey or colour, upright, at 100 to 300 dots per inch.
 */
export function chequeInk(cheque: RasterImage, hints: ChequeInkHints = {}): ChequeInk {
  const resolution = hints.dotsPerInch ?? null;
  const { image, colours, scale } = reduceCheque(cheque, planeScale(cheque, resolution));
  const { width, height } = image;
  const millimetre = resolution === null ? usualMillimetre : resolution / 25.4 / scale;
  const { density, texture } = localDensity(image);
  const floor = Math.max(14, Math.round(textureShare * texture));
  const strongest = strongLevel(density, floor);
  const low = Math.max(floor, Math.round(strongest * weakShare));
  const mask = new Uint8Array(width * height);
  if (strongest > 0) for (let at = 0; at < mask.length; at += 1) if (density[at]! >= low) mask[at] = 1;
  cutFlanks(mask, density, width, height);
  const rules = dropRules(mask, width, height, millimetre);
  const found = labelComponents(mask, width, height);
  const measures = measureMarks(mask, density, found, width);
  const smallest = smallestMark * millimetre * millimetre;
  const drop = new Uint8Array(found.count + 1);
  for (let label = 1; label <= found.count; label += 1) {
    if (
      found.area[label]! < smallest ||
      measures.darkness[label]! < Math.max(faintest, strongShare * strongest) ||
      measures.strokeWidth[label]! > thickestStroke * millimetre ||
      (hints.micr && liesIn(found, label, hints.micr, scale))
    )
      drop[label] = 1;
  }
  const rows = findPrintRows(found, measures.strokeWidth, millimetre, drop);
  const hues = markHues(colours, density, found);
  for (let label = 1; label <= found.count; label += 1) if (rows.rowOf[label]) drop[label] = 1;
  const kept: InkComponent[] = [];
  for (let label = 1; label <= found.count; label += 1) {
    if (drop[label]) continue;
    kept.push({
      label: kept.length + 1,
      box: {
        x: found.left[label]!,
        y: found.top[label]!,
        width: found.right[label]! - found.left[label]! + 1,
        height: found.bottom[label]! - found.top[label]! + 1,
      },
      area: found.area[label]!,
      strokeWidth: measures.strokeWidth[label]!,
      darkness: measures.darkness[label]! / 255,
      hue: hues[label]!,
      // A hand's flourish may be as level as print; alone that proves nothing.
      printed: Math.max(rows.printed[label]!, Math.min(0.4, measures.straight[label]!)),
    });
  }
  const runs = dropComponents(mask, found, drop);
  return {
    scale,
    width,
    height,
    density,
    mask,
    runs,
    components: kept,
    rules,
    printedRows: rows.sure,
    strokeWidth: typicalWidth(mask, width, height),
  };
}

/** Whether a mark's middle lies in the MICR line, and the mark hardly reaches out of it. */
function liesIn(
  runs: {
    readonly left: Int32Array;
    readonly top: Int32Array;
    readonly right: Int32Array;
    readonly bottom: Int32Array;
  },
  label: number,
  micr: Box,
  scale: number,
): boolean {
  const margin = (micr.height / scale) * 0.25;
  return (
    runs.left[label]! >= micr.x / scale - margin &&
    runs.right[label]! <= (micr.x + micr.width) / scale + margin &&
    runs.top[label]! >= micr.y / scale - margin &&
    runs.bottom[label]! <= (micr.y + micr.height) / scale + margin
  );
}
