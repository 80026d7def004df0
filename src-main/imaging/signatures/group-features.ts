import type { ChequeInk } from '../cheque-ink/types.ts';
import type { Box } from '../image.ts';
import type { WeighedMark } from './link-features.ts';
import { familyOf, nearestRow, nearestRule } from './surroundings.ts';

/** Marks that may together be one signature. */
export interface MarkGroup {
  readonly marks: readonly WeighedMark[];
  /** Their extent, in working pixels. */
  readonly box: Box;
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
  'betterGroups',
  'otherInk',
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

/**
 * Measures groups of marks.
 *
 * @param marks all of the cheque's, grouped or not.
 * @param unit millimetres to a working pixel.
 * @returns for each group, one value for each of {@link groupFeatureNames}.
 */
export function measureGroups(
  groups: readonly MarkGroup[],
  marks: readonly WeighedMark[],
  ink: ChequeInk,
  unit: number,
): Float64Array[] {
  const pen = marks.filter(({ component }) => component.printed < 0.5);
  const likeliest = groups.map((group) => Math.max(...group.marks.map(({ logOdds }) => logOdds)));
  return groups.map((group, index) => {
    const { box } = group;
    const sums = sumsOf(group);
    const hue = familyOf(
      group.marks.toSorted((one, other) => other.component.area - one.component.area)[0]!.component.hue,
    );
    let [penInk, sameHue, inside] = [0, 0, 0];
    for (const { component } of pen) {
      penInk += component.area;
      if (familyOf(component.hue) === hue) sameHue += component.area;
    }
    for (const mark of marks)
      if (!group.marks.includes(mark) && covers(box, mark.component.box)) inside += mark.component.area;
    const rule = nearestRule(ink.rules, box, unit);
    const row = nearestRow(ink.printedRows, box, unit);
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
      likeliest[index]!,
      sums.logOdds / sums.area,
      Math.min(...group.marks.map(({ logOdds }) => logOdds)),
      group.marks.length,
      sums.area * unit * unit,
      sums.length / (box.width + box.height),
      sums.largest / sums.area,
      sums.area / Math.max(1, penInk),
      sums.printed / sums.area,
      (sums.stroke / sums.area) * unit,
      sums.darkness / sums.area,
      hue === 'blue' ? 1 : 0,
      hue === 'warm' ? 1 : 0,
      sameHue / Math.max(1, penInk),
      rule.below,
      rule.length,
      rule.along,
      row.below,
      row.above,
      pen.length,
      likeliest.filter((other) => other > likeliest[index]!).length,
      inside / sums.area,
    );
  });
}

function sumsOf(
  group: MarkGroup,
): Record<'area' | 'logOdds' | 'length' | 'largest' | 'printed' | 'stroke' | 'darkness', number> {
  const sums = { area: 0, logOdds: 0, length: 0, largest: 0, printed: 0, stroke: 0, darkness: 0 };
  for (const { component, logOdds } of group.marks) {
    const { area, strokeWidth } = component;
    sums.area += area;
    sums.logOdds += area * logOdds;
    sums.length += area / Math.max(1, strokeWidth);
    sums.largest = Math.max(sums.largest, area);
    sums.printed += area * component.printed;
    sums.stroke += area * strokeWidth;
    sums.darkness += area * component.darkness;
  }
  return sums;
}

/** Whether a box's middle lies within another. */
function covers(box: Box, other: Box): boolean {
  const [x, y] = [other.x + other.width / 2, other.y + other.height / 2];
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}
