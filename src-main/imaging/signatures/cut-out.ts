import { cleanSignature } from '../cheque-ink/clean-signature.ts';
import type { ChequeInk, CleanedSignature, InkComponent } from '../cheque-ink/types.ts';
import { ScanError } from '../errors.ts';
import type { Box, RasterImage } from '../image.ts';
import { cropImage } from '../plane.ts';
import type { WeighedMark } from './link-features.ts';
import type { MarkGroup } from './group-features.ts';

/** Paper round a signature that is cleaned with it, in millimetres: room for dots, and for the paper's level. */
const margin = 2.5;

/**
 * Cleans one group of marks off a cheque, at the cheque's resolution.
 *
 * @param marks all of the cheque's.
 * @param unit millimetres to a working pixel.
 * @returns null where no ink is left.
 */
export function cutOut(
  cheque: RasterImage,
  group: MarkGroup,
  marks: readonly WeighedMark[],
  ink: ChequeInk,
  unit: number,
  micr: Box | null,
): CleanedSignature | null {
  const own = new Set(group.marks.map(({ component }) => component.label));
  const keep = (piece: InkComponent): boolean => belongs(piece.box, group, marks, own, ink.scale, unit);
  const region = regionOf(group, cheque, ink.scale, unit);
  const dotsPerInch = (25.4 * ink.scale) / unit;
  try {
    if (!group.cut) return cleanSignature(cheque, region, { micr, ink, keep, gate: false, dotsPerInch });
    // Beyond the cut it is another's: the part is cleaned as if there were nothing else.
    const whole = { x: 0, y: 0, width: region.width, height: region.height };
    const cleaned = cleanSignature(cropImage(cheque, region), whole, { gate: false, dotsPerInch });
    const moved = (box: Box): Box => ({ ...box, x: box.x + region.x, y: box.y + region.y });
    const inkBox = moved(cleaned.inkBox);
    return { ...cleaned, region, inkBox, mask: { ...cleaned.mask, box: moved(cleaned.mask.box) } };
  } catch (error) {
    if (error instanceof ScanError) return null;
    throw error;
  }
}

function regionOf({ box, cut }: MarkGroup, cheque: RasterImage, scale: number, unit: number): Box {
  const room = cut ? 0 : Math.ceil((margin / unit) * scale);
  const left = Math.max(0, box.x * scale - room);
  const top = Math.max(0, box.y * scale - room);
  const right = Math.min(cheque.width, (box.x + box.width) * scale + room);
  const bottom = Math.min(cheque.height, (box.y + box.height) * scale + room);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * Whether a piece of ink found at full resolution is the group's: it lies where a mark of the group was. Where another mark
 * fits it better, it is that one's; bits too small for a mark are the group's where they lie close to it.
 */
function belongs(
  piece: Box,
  group: MarkGroup,
  marks: readonly WeighedMark[],
  own: ReadonlySet<number>,
  scale: number,
  unit: number,
): boolean {
  const box = { x: piece.x / scale, y: piece.y / scale, width: piece.width / scale, height: piece.height / scale };
  let best = 0;
  let mine: boolean | null = null;
  for (const { component } of marks) {
    const shared = sharedArea(box, component.box);
    if (shared === 0) continue;
    const fit = shared / (box.width * box.height + component.box.width * component.box.height - shared);
    if (fit > best) {
      best = fit;
      mine = own.has(component.label);
    }
  }
  if (mine !== null && best >= 0.25) return mine;
  // A part of a larger mark, or a dot that the working plane doesn't hold.
  const reach = 1 / unit;
  const near = (other: Box): boolean =>
    box.x + box.width / 2 > other.x - reach &&
    box.x + box.width / 2 < other.x + other.width + reach &&
    box.y + box.height / 2 > other.y - reach &&
    box.y + box.height / 2 < other.y + other.height + reach;
  return group.marks.some(({ component }) => near(component.box));
}

function sharedArea(one: Box, other: Box): number {
  const wide = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const tall = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return wide > 0 && tall > 0 ? wide * tall : 0;
}
