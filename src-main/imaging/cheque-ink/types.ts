import type { Components } from '../components.ts';
import type { Box } from '../image.ts';
import type { Implausibility } from '../plausibility.ts';
import type { ExtractedSignature } from '../signature.ts';

/** A mark's colour: one of six hues of 60° each, or none, as every mark of a grey or bitonal scan. */
export type InkHue = 'neutral' | 'red' | 'yellow' | 'green' | 'cyan' | 'blue' | 'magenta';

/** A connected mark of dark foreground: strokes of a pen, or print that isn't certainly print. */
export interface InkComponent {
  /** Its number in the components it was found among, from 1. */
  readonly label: number;
  /** In pixels of the plane it was found on: the working plane of `chequeInk`, the cheque in `cleanSignature`. */
  readonly box: Box;
  /** Pixels. */
  readonly area: number;
  /** Twice its area over its outline's length: the width of a long stroke, in pixels. */
  readonly strokeWidth: number;
  /** Share of the paper's light that its dark parts take away, 0 to 1. */
  readonly darkness: number;
  readonly hue: InkHue;
  /**
   * How much it looks like print, 0 to 1: from 0.5 it stands in a row of separate marks of even height and stroke on a
   * straight base line, or is made of straight edges across and down; a hand's joined writing is near 0.
   */
  readonly printed: number;
}

/** A printed line that was taken off, in working pixels. */
export interface PrintedRule {
  readonly direction: 'across' | 'down';
  /** Where it starts and ends along its direction. */
  readonly from: number;
  readonly to: number;
  /** Where its middle lies across its direction, at the start and at the end. */
  readonly startAt: number;
  readonly endAt: number;
  readonly thickness: number;
}

/** What is known of a cheque before its ink is looked at. */
export interface ChequeInkHints {
  /** The MICR line's box in pixels of the cheque; left out or null where none was read. */
  readonly micr?: Box | null;
  readonly dotsPerInch?: number | null;
}

/**
 * The dark foreground of a whole cheque at about 100 dots per inch, without what is certainly paper, background or print:
 * frames, rules, microprint, regular rows of print, the MICR line.
 */
export interface ChequeInk {
  /** Pixels of the cheque to a pixel of this plane, a whole number from 1. A plane pixel (x, y) starts at cheque pixel (x·scale, y·scale). */
  readonly scale: number;
  /** Size of the plane. */
  readonly width: number;
  readonly height: number;
  /** 0 paper … 255 no light at all, `width * height`: what each pixel takes away of the light of the paper round it. */
  readonly density: Uint8Array;
  /** 1 on foreground, else 0; `width * height`. */
  readonly mask: Uint8Array;
  /** The mask's components as runs; `components[n].label` is a number in here. */
  readonly runs: Components;
  /** One for each component, in the order of their labels. */
  readonly components: readonly InkComponent[];
  /** Rules and frame sides that were taken off. */
  readonly rules: readonly PrintedRule[];
  /** Rows of print that were taken off, each one's box in working pixels. */
  readonly printedRows: readonly Box[];
  /** Typical stroke width of the mask in working pixels; 0 where it is empty. */
  readonly strokeWidth: number;
}

/** How the ink of one signature is taken out of a cheque. */
export interface CleanSignatureOptions {
  /** The MICR line's box in pixels of the cheque: print that runs through the region, where it does. */
  readonly micr?: Box | null;
  /** Left out or null where it isn't known: then it follows from `ink` or from the cheque's width. */
  readonly dotsPerInch?: number | null;
  /** The cheque's ink as `chequeInk` gave it, for its scale. */
  readonly ink?: ChequeInk;
  /**
   * false: ink that `extractSignature` would refuse as no signature's is returned nevertheless, with the reason beside it, for
   * a caller who knows better why it is one.
   */
  readonly gate?: boolean;
  /**
   * Asked for each mark of the cleaned region, its box in pixels of the cheque and its hue neutral: whether it is the
   * signature's. Marks that lie for the most part outside the region never are.
   */
  readonly keep?: (component: InkComponent) => boolean;
}

/** Pixels of a signature's ink. */
export interface SignatureMask {
  /** In pixels of the cheque; the ink's box. */
  readonly box: Box;
  /** 1 on ink, else 0; `box.width * box.height`. */
  readonly data: Uint8Array;
}

/** A signature taken out of a whole cheque. */
export interface CleanedSignature extends ExtractedSignature {
  readonly mask: SignatureMask;
  /** Why what was taken out is hardly a signature; only with `gate: false`, else it is thrown. */
  readonly refusal: Implausibility | null;
}
