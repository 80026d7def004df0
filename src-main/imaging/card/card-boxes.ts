import { labelComponents, type Components } from '../components.ts';
import type { Box, RasterImage } from '../image.ts';
import { levelAt } from '../page/reduced-page.ts';

/** Cells along a card's long side, about: a hair line of a form still shows, as the darkest pixel of its cell. */
const longSide = 1000;
/** Cells so many levels darker than the paper round them are ink. */
const inkStep = 40;
/** Side of the tiles whose paper is measured, in cells. */
const tile = 32;
/** A printed rule runs straight for so many cells at least: about a centimetre of a page across, less down. */
const leastRule = { across: 36, down: 18 };
/** What rules enclose counts as a box from this size on, in cells: about 18 by 6 millimetres of a page. */
const leastBox = { width: 60, height: 20 };
/** A box is at most this share of the card, wider than high, and holds most of what lies between its edges: a pen's straight strokes take some. */
const mostShare = 0.5;
const leastFilled = 0.7;

/** A box that is printed on a card. */
export interface CardBox {
  /** Its inside, in pixels of the card; where the card lies askew, the corners hold some of the rules. */
  readonly box: Box;
  /** Pixels to a side of a cell. */
  readonly factor: number;
  /** For each row of cells of the box, the first and the last one within the rules, counted from the box's left. */
  readonly rows: readonly (readonly [first: number, last: number])[];
  /** The same for each column, counted from its top. */
  readonly columns: readonly (readonly [first: number, last: number])[];
}

interface Cells {
  readonly width: number;
  readonly height: number;
  /** Pixels to a side of a cell. */
  readonly factor: number;
  /** 1 where a cell holds ink. */
  readonly ink: Uint8Array;
}

/**
 * Finds the boxes that are printed on a signature card: what printed rules enclose on all four sides, apart or as the cells of a
 * table. A card laid askew by up to two degrees is fine; it has to stand upright.
 *
 * @param card grey or colour
 * @returns in reading order: row by row, from the left
 */
export function findCardBoxes(card: RasterImage): CardBox[] {
  const cells = cellsOf(card);
  const { width, height, factor } = cells;
  const rules = rulesOf(cells);
  const inside = Uint8Array.from(rules, (rule) => 1 - rule);
  const found = labelComponents(inside, width, height);
  const boxes: CardBox[] = [];
  for (let label = 1; label <= found.count; label += 1) {
    const [left, right] = [found.left[label]!, found.right[label]!];
    const [top, bottom] = [found.top[label]!, found.bottom[label]!];
    const [wide, high] = [right - left + 1, bottom - top + 1];
    if (left === 0 || top === 0 || right === width - 1 || bottom === height - 1) continue;
    if (wide < leastBox.width || high < leastBox.height || high > wide) continue;
    if (wide * high > mostShare * width * height || found.area[label]! < leastFilled * wide * high) continue;
    const box = { x: left * factor, y: top * factor, width: wide * factor, height: high * factor };
    boxes.push({ box, factor, ...extentsOf(found, label, width) });
  }
  return inReadingOrder(boxes);
}

/** How far a component reaches in each of its rows and columns. */
function extentsOf(found: Components, label: number, width: number): Pick<CardBox, 'rows' | 'columns'> {
  const [left, top] = [found.left[label]!, found.top[label]!];
  const none = (count: number) => Array.from({ length: count }, (): [number, number] => [Infinity, -Infinity]);
  const rows = none(found.bottom[label]! - top + 1);
  const columns = none(found.right[label]! - left + 1);
  const reach = (extent: [number, number], place: number): void => {
    extent[0] = Math.min(extent[0], place);
    extent[1] = Math.max(extent[1], place);
  };
  for (let run = 0; run < found.runLabel.length; run += 1) {
    if (found.runLabel[run] !== label) continue;
    const y = Math.floor(found.runStart[run]! / width);
    const [from, to] = [found.runStart[run]! - y * width - left, found.runEnd[run]! - y * width - left];
    reach(rows[y - top]!, from);
    reach(rows[y - top]!, to - 1);
    for (let x = from; x < to; x += 1) reach(columns[x]!, y - top);
  }
  return { rows, columns };
}

/** Boxes row by row: those whose middles lie within the height of the row's first are in its row. */
function inReadingOrder(boxes: readonly CardBox[]): CardBox[] {
  const left = [...boxes].sort((one, other) => one.box.y - other.box.y);
  const ordered: CardBox[] = [];
  while (left.length > 0) {
    const { y, height } = left[0]!.box;
    const inRow = left.filter(({ box }) => box.y + box.height / 2 < y + height);
    for (const box of inRow) left.splice(left.indexOf(box), 1);
    ordered.push(...inRow.sort((one, other) => one.box.x - other.box.x));
  }
  return ordered;
}

function cellsOf(card: RasterImage): Cells {
  const factor = Math.max(1, Math.round(Math.max(card.width, card.height) / longSide));
  const width = Math.max(1, Math.floor(card.width / factor));
  const height = Math.max(1, Math.floor(card.height / factor));
  const darkest = new Uint8Array(width * height).fill(255);
  for (let y = 0; y < height * factor; y += 1) {
    const row = Math.floor(y / factor) * width;
    for (let x = 0; x < width * factor; x += 1) {
      const at = row + Math.floor(x / factor);
      const level = levelAt(card, x, y);
      if (level < darkest[at]!) darkest[at] = level;
    }
  }
  return { width, height, factor, ink: inkOf(darkest, width, height) };
}

/** Ink against the paper of its tile: the level that four in five cells don't pass. */
function inkOf(darkest: Uint8Array, width: number, height: number): Uint8Array {
  const ink = new Uint8Array(width * height);
  for (let top = 0; top < height; top += tile) {
    for (let left = 0; left < width; left += tile) {
      const [bottom, right] = [Math.min(height, top + tile), Math.min(width, left + tile)];
      const levels: number[] = [];
      for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) levels.push(darkest[y * width + x]!);
      const paper = levels.sort((one, other) => one - other)[Math.floor(levels.length * 0.8)]!;
      for (let y = top; y < bottom; y += 1)
        for (let x = left; x < right; x += 1) if (darkest[y * width + x]! <= paper - inkStep) ink[y * width + x] = 1;
    }
  }
  return ink;
}

/** 1 where a printed rule lies, a cell wider than it is to every side. */
function rulesOf({ width, height, ink }: Cells): Uint8Array {
  const rules = new Uint8Array(width * height);
  const mark = (x: number, y: number): void => {
    for (let down = Math.max(0, y - 1); down <= Math.min(height - 1, y + 1); down += 1)
      rules.fill(1, down * width + Math.max(0, x - 1), down * width + Math.min(width, x + 2));
  };
  straightRuns(
    height,
    width,
    leastRule.across,
    (line, along) => inkNear(ink, width, height, along, line, 'across'),
    mark,
  );
  const markDown = (along: number, line: number): void => mark(line, along);
  straightRuns(
    width,
    height,
    leastRule.down,
    (line, along) => inkNear(ink, width, height, line, along, 'down'),
    markDown,
  );
  return rules;
}

/** Whether a cell or its neighbour beside the line holds ink: a rule laid askew steps from row to row. */
function inkNear(
  ink: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
  way: 'across' | 'down',
): boolean {
  const at = y * width + x;
  if (ink[at]) return true;
  if (way === 'across') return (y > 0 && ink[at - width] === 1) || (y < height - 1 && ink[at + width] === 1);
  return (x > 0 && ink[at - 1] === 1) || (x < width - 1 && ink[at + 1] === 1);
}

/** Calls `mark(along, line)` for each cell of every unbroken run of ink along a line that is long enough. */
function straightRuns(
  lines: number,
  length: number,
  least: number,
  isInk: (line: number, along: number) => boolean,
  mark: (along: number, line: number) => void,
): void {
  for (let line = 0; line < lines; line += 1) {
    let from = 0;
    for (let along = 0; along <= length; along += 1) {
      if (along < length && isInk(line, along)) continue;
      if (along - from >= least) for (let at = from; at < along; at += 1) mark(at, line);
      from = along + 1;
    }
  }
}
