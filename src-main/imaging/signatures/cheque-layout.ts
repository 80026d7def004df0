import type { Box } from '../image.ts';

/** A rectangle in shares of a cheque's width and height, 0 to 1, origin at the top left. */
export interface ChequeShare {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a bank's cheques have their parts. What isn't known is null; nothing of it is needed to read a cheque. */
export interface ChequeLayout {
  readonly name: string;
  /** Paper size in millimetres. */
  readonly paper: { readonly width: number; readonly height: number } | null;
  /** Where whoever draws the cheque signs; room for two, where two sign. */
  readonly signature: ChequeShare | null;
  readonly payee: ChequeShare | null;
  readonly amount: ChequeShare | null;
  readonly date: ChequeShare | null;
  readonly micr: ChequeShare | null;
}

/** How a box on a cheque lies to the parts that a layout names. */
export interface LayoutPlace {
  /** Share of the box within the signature's part, 0 to 1; null where the layout doesn't name it. */
  readonly inSignature: number | null;
  /** Greatest share of the box within a part that is somebody else's: payee, amount, date or MICR line, 0 to 1. */
  readonly inOther: number;
}

/** Hands overshoot a drawn part by so much of its size, to each side. */
const overshoot = 0.15;

/**
 * Tells how a box lies to the parts of a layout.
 *
 * @param box in pixels of the cheque.
 * @param size of the cheque in pixels.
 */
export function placeOnLayout(
  box: Box,
  size: { readonly width: number; readonly height: number },
  layout: ChequeLayout,
): LayoutPlace {
  const within = (part: ChequeShare, margin: number): number => {
    const left = (part.x - margin * part.width) * size.width;
    const right = (part.x + (1 + margin) * part.width) * size.width;
    const top = (part.y - margin * part.height) * size.height;
    const bottom = (part.y + (1 + margin) * part.height) * size.height;
    const wide = Math.min(right, box.x + box.width) - Math.max(left, box.x);
    const tall = Math.min(bottom, box.y + box.height) - Math.max(top, box.y);
    return wide > 0 && tall > 0 ? (wide * tall) / (box.width * box.height) : 0;
  };
  const others = [layout.payee, layout.amount, layout.date, layout.micr];
  return {
    inSignature: layout.signature ? within(layout.signature, overshoot) : null,
    inOther: Math.max(0, ...others.map((part) => (part ? within(part, 0) : 0))),
  };
}
