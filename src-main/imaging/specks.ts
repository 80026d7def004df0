import { dropComponents, type Components } from './components.ts';

/**
 * Takes away what isn't part of a signature: specks far smaller than the dot of an i, small marks that lie far from
 * everything else, and what a scan's edge leaves along the region's border.
 *
 * @param mask changed in place.
 * @param found its components.
 * @param strokeWidth typical stroke width in pixels.
 * @returns what stays, and how many pixels went.
 */
export function dropSpecks(
  mask: Uint8Array,
  found: Components,
  width: number,
  height: number,
  strokeWidth: number,
): { kept: Components; gone: number } {
  const smallest = Math.max(4, 0.6 * strokeWidth * strokeWidth);
  const small = Math.max(12, 5 * strokeWidth * strokeWidth);
  const thin = Math.max(3, 2 * strokeWidth);
  const drop = new Uint8Array(found.count + 1);
  const large: number[] = [];
  let highest = height;
  let lowest = -1;
  for (let label = 1; label <= found.count; label += 1) {
    const left = found.left[label]!;
    const top = found.top[label]!;
    const right = found.right[label]!;
    const bottom = found.bottom[label]!;
    const wide = right - left + 1;
    const tall = bottom - top + 1;
    if (found.area[label]! < smallest) drop[label] = 1;
    else if ((top === 0 || bottom === height - 1) && tall <= thin && wide > 6 * tall) drop[label] = 1;
    else if ((left === 0 || right === width - 1) && wide <= thin && tall > 6 * wide) drop[label] = 1;
    else if (found.area[label]! >= small) {
      large.push(label);
      if (top < highest) highest = top;
      if (bottom > lowest) lowest = bottom;
    }
  }
  if (large.length > 0) {
    const far = Math.max(30, (lowest - highest + 1) / 3);
    for (let label = 1; label <= found.count; label += 1) {
      if (drop[label] || found.area[label]! >= small) continue;
      if (!large.some((other) => gap(found, label, other) <= far)) drop[label] = 1;
    }
  }
  let gone = 0;
  for (let label = 1; label <= found.count; label += 1) if (drop[label]) gone += found.area[label]!;
  return { kept: dropComponents(mask, found, drop), gone };
}

/** Pixels between the boxes of two components, along the wider gap. */
function gap(found: Components, one: number, other: number): number {
  const across = Math.max(found.left[one]! - found.right[other]!, found.left[other]! - found.right[one]!, 0);
  const down = Math.max(found.top[one]! - found.bottom[other]!, found.top[other]! - found.bottom[one]!, 0);
  return Math.max(across, down);
}
