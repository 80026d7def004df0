/**
 * The fourteen characters of E-13B, after the dimensions of ISO 1004-1: 0.117 inch high, strokes one or two units of
 * 0.013 inch, a handful of edges on half units. Drawn from those dimensions, not taken from a font file.
 */
import { micrPitch, outlinePath, type MicrGlyph, type MicrGlyphSet } from './glyph.ts';

/** Half of the design unit of 0.013 inch, in millimetres; every edge below lies on this grid. */
const halfUnit = 0.1651;

/** Characters stand at the right of a box 7 units wide, which leaves this much of the pitch at its left. */
const left = (micrPitch - 14 * halfUnit) / 2;

type Rectangle = readonly [number, number, number, number];
type Corner = readonly [number, number];

interface Drawing {
  readonly character: string;
  /** Outlines in half units, x to the right from the box's left edge (0 to 14), y down (0 to 18). */
  readonly outlines: readonly (readonly Corner[])[];
  /** The same ink as rectangles that may touch but don't overlap. */
  readonly rectangles: readonly Rectangle[];
  /** Outlines inside others (holes) come after them and run the other way. Radius of each outline in half units. */
  readonly radii?: readonly number[];
}

/** A rectangle's corners clockwise; `hole` turns them round, so that both fill rules leave it open. */
function box([x0, y0, x1, y1]: Rectangle, hole = false): Corner[] {
  const corners: Corner[] = [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
  return hole ? corners.reverse() : corners;
}

/** A symbol made of separate blocks. */
const blocks = (character: string, rectangles: readonly Rectangle[]): Drawing => ({
  character,
  rectangles,
  outlines: rectangles.map((rectangle) => box(rectangle)),
});

/** An outline by its corners, written as alternating x and y moves: x, y, x, y … from the first corner on. */
function walk(start: Corner, ...steps: readonly number[]): Corner[] {
  const corners: Corner[] = [start];
  let [x, y] = start;
  for (const [index, step] of steps.entries()) {
    if (index % 2 === 0) x = step;
    else y = step;
    corners.push([x, y]);
  }
  return corners;
}

const drawings: readonly Drawing[] = [
  {
    character: '0',
    outlines: [box([0, 0, 14, 18]), box([2, 2, 12, 16], true)],
    radii: [4, 2],
    rectangles: [
      [0, 0, 14, 2],
      [0, 16, 14, 18],
      [0, 2, 2, 16],
      [12, 2, 14, 16],
    ],
  },
  {
    character: '1',
    outlines: [walk([6, 0], 10, 10, 14, 18, 6, 10, 8, 3, 6)],
    rectangles: [
      [6, 0, 10, 3],
      [8, 3, 10, 10],
      [6, 10, 14, 18],
    ],
  },
  {
    character: '2',
    outlines: [walk([6, 0], 14, 10, 8, 16, 14, 18, 6, 8, 12, 2, 6)],
    rectangles: [
      [6, 0, 14, 2],
      [12, 2, 14, 8],
      [6, 8, 14, 10],
      [6, 10, 8, 16],
      [6, 16, 14, 18],
    ],
  },
  {
    character: '3',
    outlines: [walk([4, 0], 12, 9, 14, 18, 4, 16, 10, 10, 4, 8, 10, 2, 4)],
    rectangles: [
      [4, 0, 12, 2],
      [10, 2, 12, 8],
      [4, 8, 10, 10],
      [10, 8, 12, 9],
      [10, 9, 14, 18],
      [4, 16, 10, 18],
    ],
  },
  {
    character: '4',
    outlines: [walk([2, 0], 6, 12, 10, 10, 14, 18, 10, 14, 2)],
    rectangles: [
      [2, 0, 6, 14],
      [6, 12, 10, 14],
      [10, 10, 14, 18],
    ],
  },
  {
    character: '5',
    outlines: [walk([4, 0], 14, 2, 6, 8, 14, 18, 4, 16, 12, 10, 4)],
    rectangles: [
      [4, 0, 14, 2],
      [4, 2, 6, 8],
      [4, 8, 14, 10],
      [12, 10, 14, 16],
      [4, 16, 14, 18],
    ],
  },
  {
    character: '6',
    outlines: [walk([2, 0], 10, 5, 8, 2, 4, 10, 14, 18, 2), box([4, 12, 12, 16], true)],
    rectangles: [
      [2, 0, 10, 2],
      [8, 2, 10, 5],
      [2, 2, 4, 18],
      [4, 10, 14, 12],
      [12, 12, 14, 16],
      [4, 16, 14, 18],
    ],
  },
  {
    character: '7',
    outlines: [
      [
        [4, 0],
        [14, 0],
        [14, 8],
        [10, 9.65],
        [10, 18],
        [8, 18],
        [8, 8.35],
        [12, 6.65],
        [12, 2],
        [6, 2],
        [6, 6],
        [4, 6],
      ],
    ],
    rectangles: [
      [4, 0, 14, 2],
      [4, 2, 6, 6],
      [12, 2, 14, 8],
      [8, 8, 10, 18],
      [10, 7.5, 12, 9],
    ],
  },
  {
    character: '8',
    outlines: [walk([2, 0], 12, 9, 14, 18, 0, 9, 2), box([4, 2, 10, 8], true), box([4, 10, 10, 16], true)],
    rectangles: [
      [2, 0, 12, 2],
      [2, 2, 4, 9],
      [10, 2, 12, 9],
      [4, 8, 10, 9],
      [0, 9, 14, 10],
      [0, 10, 4, 18],
      [10, 10, 14, 18],
      [4, 16, 10, 18],
    ],
  },
  {
    character: '9',
    outlines: [walk([2, 0], 14, 18, 10, 10, 2), box([4, 2, 12, 8], true)],
    rectangles: [
      [2, 0, 14, 2],
      [2, 2, 4, 10],
      [12, 2, 14, 8],
      [4, 8, 14, 10],
      [10, 10, 14, 18],
    ],
  },
  blocks('⑆', [
    [0, 3, 4, 15],
    [8, 0, 14, 6],
    [8, 12, 14, 18],
  ]),
  blocks('⑇', [
    [0, 10, 4, 18],
    [6, 4.5, 8, 13.5],
    [10, 0, 14, 8],
  ]),
  blocks('⑈', [
    [0, 3, 2, 15],
    [4, 3, 6, 15],
    [8, 1, 14, 9],
  ]),
  blocks('⑉', [
    [0, 5, 4, 13],
    [6, 5, 10, 13],
    [12, 5, 14, 13],
  ]),
];

function glyphOf({ character, outlines, rectangles, radii }: Drawing): MicrGlyph {
  const placed = outlines.map((outline) => outline.map(([x, y]) => [left + x * halfUnit, y * halfUnit] as const));
  return {
    character,
    path: placed.map((outline, index) => outlinePath([outline], (radii?.[index] ?? 1) * halfUnit)).join(''),
    rectangles: rectangles.map(
      ([x0, y0, x1, y1]) => [left + x0 * halfUnit, y0 * halfUnit, left + x1 * halfUnit, y1 * halfUnit] as const,
    ),
  };
}

/** E-13B: digits 0 to 9, then ⑆ transit, ⑇ amount, ⑈ on-us, ⑉ dash. */
export const e13bGlyphs: MicrGlyphSet = {
  font: 'e13b',
  pitch: micrPitch,
  height: 18 * halfUnit,
  glyphs: drawings.map(glyphOf),
};
