import type { ChequeInk, InkHue } from '../cheque-ink/types.ts';
import type { Box } from '../image.ts';
import type { WeighedMark } from './link-features.ts';
import { familyOf, nearestRow, nearestRule } from './surroundings.ts';

/** Marks that may together be one signature. */
export interface MarkGroup {
  readonly marks: readonly WeighedMark[];
  /** Their extent, in working pixels. */
  readonly box: Box;
  /** Whether it was cut off another that it touches, so that nothing outside its box is its own. */
  readonly cut?: boolean;
}

/** What the classifier of signatures is told of each group. Lengths are in millimetres, places in shares of the cheque. */
export const groupFeatureNames = [
  'width',
  'height',
  'aspect',
  'fill',
  'left',
  'centre',
  'right',
  'top',
  'middle',
  'bottom',
  'edge',
  'likeliest',
  'meanLogOdds',
  'leastLogOdds',
  'marks',
  'ink',
  'strokeLength',
  'largestShare',
  'inkShare',
  'printed',
  'strokeWidth',
  'darkness',
  'blue',
  'warm',
  'hueShare',
  'ruleBelow',
  'ruleLength',
  'alongRule',
  'rowBelow',
  'rowAbove',
  'penMarks',
  'otherInk',
  'gapAcross',
  'gapDown',
  'likeliestOutside',
  'outsideAcross',
  'outsideDown',
  'outsideWidth',
  'rulesUnder',
  'cut',
] as const;

/** The extent of several boxes. */
export function unionOf(boxes: readonly Box[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** What is measured once for all groups of a cheque. */
export interface GroupScene {
  readonly marks: readonly WeighedMark[];
  readonly penMarks: readonly WeighedMark[];
  readonly penInk: number;
  /** The pen marks' ink by family of hue. */
  readonly hueInk: Readonly<Record<'blue' | 'warm' | 'none', number>>;
  readonly ink: ChequeInk;
  /** Millimetres to a working pixel. */
  readonly unit: number;
}

/** Prepares the measuring of groups of a cheque's marks. */
export function groupScene(marks: readonly WeighedMark[], ink: ChequeInk, unit: number): GroupScene {
  const penMarks = marks.filter(({ component }) => component.printed < 0.5);
  const hueInk = { blue: 0, warm: 0, none: 0 };
  let penInk = 0;
  for (const { component } of penMarks) {
    hueInk[familyOf(component.hue)] += component.area;
    penInk += component.area;
  }
  return { marks, penMarks, penInk, hueInk, ink, unit };
}

/** Measures a group of marks: one value for each of {@link groupFeatureNames}. */
export function measureGroup(group: MarkGroup, scene: GroupScene): Float64Array {
  const { ink, unit, marks } = scene;
  const { box } = group;
  const sums = sumsOf(group);
  const hue = familyOf(sums.hue);
  const own = new Set(group.marks.map(({ component }) => component.label));
  let inside = 0;
  for (const { component } of marks)
    if (!own.has(component.label) && covers(box, component.box)) inside += component.area;
  const rule = nearestRule(ink.rules, box, unit);
  const row = nearestRow(ink.printedRows, box, unit);
  const outside = likelyOutside(box, own, scene);
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  return Float64Array.of(
    box.width * unit,
    box.height * unit,
    Math.log(box.width / box.height),
    sums.area / (box.width * box.height),
    box.x / ink.width,
    (box.x + box.width / 2) / ink.width,
    right / ink.width,
    box.y / ink.height,
    (box.y + box.height / 2) / ink.height,
    bottom / ink.height,
    Math.min(box.x, box.y, ink.width - right, ink.height - bottom) * unit,
    sums.likeliest,
    sums.logOdds / sums.area,
    sums.unlikeliest,
    group.marks.length,
    sums.area * unit * unit,
    sums.length / (box.width + box.height),
    sums.largest / sums.area,
    sums.area / Math.max(1, scene.penInk),
    sums.printed / sums.area,
    (sums.stroke / sums.area) * unit,
    sums.darkness / sums.area,
    hue === 'blue' ? 1 : 0,
    hue === 'warm' ? 1 : 0,
    scene.hueInk[hue] / Math.max(1, scene.penInk),
    rule.below,
    rule.length,
    rule.along,
    row.below,
    row.above,
    scene.penMarks.length,
    inside / sums.area,
    widestGap(group, 'x', 'width') * unit,
    widestGap(group, 'y', 'height') * unit,
    outside.likeliest,
    outside.across * unit,
    outside.down * unit,
    outside.width * unit,
    rulesUnder(box, ink),
    group.cut ? 1 : 0,
  );
}

/** The widest stretch along one direction that no mark of a group reaches into, in pixels. */
function widestGap(group: MarkGroup, start: 'x' | 'y', length: 'width' | 'height'): number {
  const sorted = group.marks.map(({ component }) => component.box).sort((one, other) => one[start] - other[start]);
  let [end, widest] = [Infinity, 0];
  for (const box of sorted) {
    widest = Math.max(widest, box[start] - end);
    end = end === Infinity ? box[start] + box[length] : Math.max(end, box[start] + box[length]);
  }
  return widest;
}

/** The likeliest of the marks that lie closest outside a group: how likely, and how far off, in pixels. */
function likelyOutside(
  box: Box,
  own: ReadonlySet<number>,
  { marks, unit }: GroupScene,
): { likeliest: number; across: number; down: number; width: number } {
  const far = 40 / unit;
  let found = { likeliest: -9, across: far, down: far, width: 0 };
  let nearest = far;
  for (const mark of marks) {
    if (mark.logOdds < -1 || own.has(mark.component.label)) continue;
    const other = mark.component.box;
    const across = Math.max(box.x, other.x) - Math.min(box.x + box.width, other.x + other.width);
    const down = Math.max(box.y, other.y) - Math.min(box.y + box.height, other.y + other.height);
    const distance = Math.hypot(Math.max(0, across), Math.max(0, down));
    if (distance > nearest || (distance === nearest && mark.logOdds <= found.likeliest)) continue;
    nearest = distance;
    found = { likeliest: mark.logOdds, across, down, width: other.width };
  }
  return found;
}

/** How many different rules run through a group or close below it, side by side or one above the other. */
function rulesUnder(box: Box, ink: ChequeInk): number {
  let count = 0;
  for (const { direction, from, to, startAt, endAt } of ink.rules) {
    if (direction !== 'across') continue;
    const at = (startAt + endAt) / 2;
    const shared = Math.min(to, box.x + box.width) - Math.max(from, box.x);
    if (shared > 0.2 * box.width && at > box.y + 0.2 * box.height && at < box.y + 1.3 * box.height) count += 1;
  }
  return count;
}

interface GroupSums {
  area: number;
  logOdds: number;
  length: number;
  largest: number;
  printed: number;
  stroke: number;
  darkness: number;
  likeliest: number;
  unlikeliest: number;
  /** Of the largest mark. */
  hue: InkHue;
}

function sumsOf(group: MarkGroup): GroupSums {
  const sums: GroupSums = {
    area: 0,
    logOdds: 0,
    length: 0,
    largest: 0,
    printed: 0,
    stroke: 0,
    darkness: 0,
    likeliest: -Infinity,
    unlikeliest: Infinity,
    hue: 'neutral',
  };
  for (const { component, logOdds } of group.marks) {
    const { area, strokeWidth } = component;
    sums.area += area;
    sums.logOdds += area * logOdds;
    sums.length += area / Math.max(1, strokeWidth);
    sums.printed += area * component.printed;
    sums.stroke += area * strokeWidth;
    sums.darkness += area * component.darkness;
    sums.likeliest = Math.max(sums.likeliest, logOdds);
    sums.unlikeliest = Math.min(sums.unlikeliest, logOdds);
    if (area <= sums.largest) continue;
    sums.largest = area;
    sums.hue = component.hue;
  }
  return sums;
}

/** Whether a box's middle lies within another. */
function covers(box: Box, other: Box): boolean {
  const [x, y] = [other.x + other.width / 2, other.y + other.height / 2];
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}
