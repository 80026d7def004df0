import type { ScanFault } from './errors.ts';
import type { InkMeasures } from './measures.ts';

/** Why a region's ink isn't taken for a signature. */
export interface Implausibility {
  readonly fault: ScanFault;
  /** A plain sentence for a clerk. */
  readonly message: string;
}

interface Rule {
  readonly broken: (measures: InkMeasures) => boolean;
  readonly what: string;
}

/**
 * Limits lie outside what 3,069 scans of real signatures of 83 writers show; beside each is the most (or least) of theirs.
 */
const rules: readonly Rule[] = [
  // A picture of light and shade: real paper 0.96 and up; this leaves room for shadows of a phone's picture.
  { broken: (ink) => ink.paperEvenness < 0.55, what: 'The region looks like a photograph, not ink on paper' },
  // At most 0.105, on a coarse scan of dense writing.
  { broken: (ink) => ink.paperNoise > 0.13, what: 'The region is too grainy to tell ink from paper' },
  // At least 0.25.
  { broken: (ink) => ink.inkLevel < 0.12, what: 'The marks in the region are too faint for ink' },
  // At least 2,200 pixels and 69 by 154; a small scan has an eighth of the pixels.
  {
    broken: (ink) => ink.inkPixels < 120 || Math.max(ink.inkWidth, ink.inkHeight) < 24,
    what: 'There is too little ink in the region for a signature',
  },
  // Between 0.63 and 7.9.
  {
    broken: (ink) => ink.inkWidth > 14 * ink.inkHeight || ink.inkHeight > 5 * ink.inkWidth,
    what: 'The ink in the region is one thin band',
  },
  // Between 0.021 and 0.285.
  { broken: (ink) => ink.inkShare > 0.42, what: 'The region is mostly covered with ink' },
  // At most 0.084.
  {
    broken: (ink) => ink.strokeWidth > 0.11 * Math.min(ink.inkHeight, ink.inkWidth),
    what: 'The marks in the region are too thick for a pen',
  },
  // Between 1.28 and 5.1.
  { broken: (ink) => ink.strokeLength < 0.75, what: 'There is too little writing in the region for a signature' },
  {
    broken: (ink) => ink.strokeLength > 7 || ink.marks > 60,
    what: 'There is too much writing or print in the region for one signature',
  },
  // At most 9.
  { broken: (ink) => ink.borderRuns > 13, what: 'The marks in the region run out of it on all sides' },
  // At most 0.36 and 0.70; more on coarse scans.
  {
    broken: (ink) => ink.straightOutline > 0.46 || ink.longestStraight > 0.8,
    what: 'The region shows straight print, a form, a chart or a code',
  },
  // At most 0; a cheque's signature line is one.
  { broken: (ink) => ink.linesInside > 1, what: 'The region shows straight print, a form, a chart or a code' },
  // At most 0.043.
  { broken: (ink) => ink.solidShare > 0.09, what: 'The region shows solid shapes, not strokes of a pen' },
  // None.
  { broken: (ink) => ink.hues >= 3, what: 'The region shows a picture in several colours' },
  // At least 0.18.
  { broken: (ink) => ink.ringStray < 0.14, what: 'The region shows a round stamp or shape' },
  // Six scans of hand-printed letters are as regular, but none of their lines is as straight as print.
  {
    broken: (ink) => ink.marks >= 9 && ink.onBaseline >= 0.8 && ink.heightSpread <= 0.42 && ink.printedLetters > 0,
    what: 'The region shows printed letters',
  },
  {
    broken: (ink) => ink.marks >= 24 && ink.onBaseline >= 0.6 && ink.heightSpread <= 0.55,
    what: 'The region shows printed letters',
  },
  // 43 marks and a largest one of a tenth, but never together.
  {
    broken: (ink) => ink.marks > 24 && ink.speckShare > 0.3,
    what: 'The region is full of specks',
  },
  {
    broken: (ink) => ink.strokeLength > 4 && ink.inkShare > 0.3,
    what: 'The region is mostly covered with ink',
  },
];

/**
 * Tells whether a region's ink can be a signature at all: its share, extent, stroke width, straightness and regularity.
 * It judges no identity; what passes may still be anyone's.
 *
 * @returns null when it can, else the fault and a sentence that says what the region looks like and what to do.
 */
export function judgePlausibility(measures: InkMeasures): Implausibility | null {
  const rule = rules.find(({ broken }) => broken(measures));
  if (!rule) return null;
  return {
    fault: 'not-a-signature',
    message: `${rule.what}. Draw the box round the signature alone, or scan the cheque again.`,
  };
}
