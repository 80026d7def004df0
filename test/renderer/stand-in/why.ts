import type { DifferenceMap, Verdict, Why } from '../../../src-main/contract/check.ts';

const rows = 12;
const columns = 22;

interface Hill {
  /** Where it stands, in shares of the map, how high (0 to 1) and how wide. */
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly width: number;
}

/** A map of soft hills over a crop that is wider than the model's canvas is: it reaches past it above and below. */
function hills(crop: { width: number; height: number }, all: readonly Hill[]): DifferenceMap {
  const values = Array.from({ length: rows * columns }, (_, index) => {
    const x = ((index % columns) + 0.5) / columns;
    const y = (Math.floor(index / columns) + 0.5) / rows;
    const at = all.map((hill) => {
      const away = Math.hypot((x - hill.x) * 2, y - hill.y) / hill.width;
      return hill.height * Math.exp(-away * away);
    });
    return Math.min(1, Math.max(0.03, ...at));
  });
  const height = (crop.width * rows) / columns;
  return { rows, columns, values, box: { x: 0, y: (crop.height - height) / 2, width: crop.width, height } };
}

const hillsOf: Record<Verdict, readonly Hill[]> = {
  match: [{ x: 0.4, y: 0.4, height: 0.18, width: 0.3 }],
  review: [{ x: 0.85, y: 0.4, height: 0.6, width: 0.22 }],
  mismatch: [
    { x: 0.15, y: 0.36, height: 0.95, width: 0.25 },
    { x: 0.8, y: 0.6, height: 0.8, width: 0.3 },
  ],
};

const reasonsOf: Record<Verdict, Why['reasons']> = {
  match: [],
  review: [
    {
      kind: 'slant',
      text: 'Leans 17° to the right; the specimens lean 7° to 10° to the right.',
      questioned: 17.2,
      specimens: 8.4,
      unit: '°',
    },
  ],
  mismatch: [
    {
      kind: 'tremor',
      text: 'Less steady strokes: their edges waver by 23 % of the stroke width; in the specimens by 8.1 % to 11 %.',
      questioned: 23.1,
      specimens: 9.4,
      unit: '%',
    },
    {
      kind: 'missing-stroke',
      text: "A stroke that the specimens share isn't here: 12 % of the length of their strokes.",
      questioned: 12.3,
      specimens: 0.8,
      unit: '%',
    },
    {
      kind: 'slant',
      text: 'Leans 4° to the left; the specimens lean 7° to 10° to the right.',
      questioned: -4,
      specimens: 8.4,
      unit: '°',
    },
  ],
};

/** What the stand-in app says about why, for a crop of this size. A match stays pale, and nothing stands out. */
export function standInWhy(verdict: Verdict, crop: { width: number; height: number }): Why {
  return { map: hills(crop, hillsOf[verdict]), reasons: reasonsOf[verdict] };
}
