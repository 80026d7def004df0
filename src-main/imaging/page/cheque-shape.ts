import type { Rectangle } from './rectangle.ts';

/** A cheque's long side over its short one: 1.7 for a tall voucher, 3.1 for a long slip; a sheet of paper has 1.41 or 1.29. */
const leastAspect = 1.55;
const mostAspect = 3.6;

/** Whether a rectangle has the proportions of a cheque, whichever way it lies. */
export function isChequeShaped({ width, height }: Pick<Rectangle, 'width' | 'height'>): boolean {
  const aspect = Math.max(width, height) / Math.max(1, Math.min(width, height));
  return aspect >= leastAspect && aspect <= mostAspect;
}

/** Cheques in reading order: from top to bottom, and from left to right where they lie beside each other. */
export function inReadingOrder<Found extends { readonly corners: readonly (readonly [number, number])[] }>(
  cheques: readonly Found[],
): Found[] {
  const middle = ({ corners }: Found, axis: 0 | 1): number =>
    corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length;
  const tall = (cheque: Found): number => {
    const downs = cheque.corners.map((corner) => corner[1]);
    return Math.max(...downs) - Math.min(...downs);
  };
  return [...cheques].sort((one, other) => {
    const down = middle(one, 1) - middle(other, 1);
    return Math.abs(down) > Math.min(tall(one), tall(other)) / 2 ? down : middle(one, 0) - middle(other, 0);
  });
}
