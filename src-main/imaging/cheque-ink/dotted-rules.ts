import { dropComponents, type Components } from '../components.ts';

/** Largest dot or dash of a dotted rule, the widest gap between two and how far they stray from level, in millimetres. */
const largestDot = 0.75;
const widestGap = 1.9;
const stray = 0.22;
/** A hand leaves fewer dots than this in a level row. */
const fewest = 5;

/**
 * Takes out dotted rules: small marks in a level row, one close behind the other. A dot that a stroke runs through stays,
 * part of the stroke.
 *
 * @param mask 1 on foreground; changed in place.
 * @param found its marks.
 * @param millimetre pixels to a millimetre.
 * @returns what stays, renumbered.
 */
export function dropDottedRules(mask: Uint8Array, found: Components, millimetre: number): Components {
  const { left, top, right, bottom } = found;
  const most = Math.max(3, largestDot * millimetre);
  const dots: number[] = [];
  for (let label = 1; label <= found.count; label += 1) {
    if (right[label]! - left[label]! < most && bottom[label]! - top[label]! < most) dots.push(label);
  }
  if (dots.length < fewest) return found;
  dots.sort((one, other) => left[one]! - left[other]!);
  const middle = (label: number): number => (top[label]! + bottom[label]!) / 2;
  const drop = new Uint8Array(found.count + 1);
  const taken = new Uint8Array(found.count + 1);
  dots.forEach((first, index) => {
    if (taken[first]) return;
    const row = [first];
    let last = first;
    // A stroke that crosses hides a dot or two.
    for (const label of dots.slice(index + 1)) {
      const gap = left[label]! - right[last]!;
      if (gap > 3 * widestGap * millimetre) break;
      if (gap < 0 || Math.abs(middle(label) - middle(last)) > Math.max(1, stray * millimetre)) continue;
      if (gap > widestGap * millimetre && row.length < fewest) continue;
      row.push(label);
      last = label;
    }
    if (row.length < fewest) return;
    for (const label of row) {
      taken[label] = 1;
      drop[label] = 1;
    }
  });
  return dropComponents(mask, found, drop);
}
