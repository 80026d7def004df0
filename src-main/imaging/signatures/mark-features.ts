import type { ChequeInk, InkComponent } from '../cheque-ink/types.ts';
import { familyOf, millimetresOf, nearestRow, nearestRule } from './surroundings.ts';

/** A mark of a cheque's ink that is large enough to be told apart, with what the classifier is told of it. */
export interface Mark {
  readonly component: InkComponent;
  /** One value for each of {@link markFeatureNames}. */
  readonly features: Float64Array;
}

/** What the classifier of marks is told of each. Lengths are in millimetres, places in shares of the cheque. */
export const markFeatureNames = [
  'width',
  'height',
  'aspect',
  'fill',
  'strokeWidth',
  'strokeAgainstTypical',
  'strokeLength',
  'crossings',
  'darkness',
  'darknessAgainstPen',
  'blue',
  'warm',
  'hueShare',
  'printed',
  'left',
  'centre',
  'right',
  'top',
  'middle',
  'bottom',
  'edge',
  'ruleBelow',
  'ruleLength',
  'ruleStart',
  'alongRule',
  'rowBelow',
  'rowWidth',
  'rowAbove',
  'likeNeighbours',
  'largestNeighbour',
  'inkAround',
  'printAround',
  'sizeRank',
  'sizeShare',
  'inkBelow',
  'inkRight',
  'marks',
  'penMarks',
] as const;

/** Marks smaller than this in both directions, in millimetres, are too small to be told apart: dots, specks, bits. */
const smallestMark = 1.3;
/** More marks than this (the largest) aren't looked at: such a page is no cheque. */
const mostMarks = 600;
/** From here on a mark counts as print. */
const printLimit = 0.5;
/** How far off a mark still has a say in its neighbour's features, in millimetres. */
const neighbourhood = 10;

/** Marks large enough to be told apart, with their features; in the order of their labels. */
export function measureMarks(ink: ChequeInk, dotsPerInch: number | null): Mark[] {
  const unit = millimetresOf(ink, dotsPerInch);
  const chosen = largestOf(ink.components, smallestMark / unit);
  const surroundings = surroundingsOf(ink, chosen);
  const crossings = crossingsOf(ink);
  return chosen.map((component) => ({
    component,
    features: featuresOf(component, ink, unit, surroundings, crossings),
  }));
}

function largestOf(components: readonly InkComponent[], smallest: number): InkComponent[] {
  const sized = components.filter(({ box }) => Math.max(box.width, box.height) >= smallest);
  if (sized.length <= mostMarks) return sized;
  return sized
    .toSorted((one, other) => sizeOf(other) - sizeOf(one))
    .slice(0, mostMarks)
    .sort((one, other) => one.label - other.label);
}

/** What is there of the whole cheque, and each mark's neighbours. */
interface Surroundings {
  readonly penDarkness: number;
  readonly largest: number;
  readonly hueAreas: ReadonlyMap<string, number>;
  readonly penArea: number;
  readonly penMarks: readonly InkComponent[];
  readonly ranks: ReadonlyMap<InkComponent, number>;
  /** The chosen marks by their left edge, to walk over neighbours. */
  readonly byLeft: readonly InkComponent[];
  readonly marks: number;
}

function surroundingsOf(ink: ChequeInk, chosen: readonly InkComponent[]): Surroundings {
  const penMarks = chosen.filter(({ printed }) => printed < printLimit);
  const bySize = penMarks.toSorted((one, other) => sizeOf(other) - sizeOf(one));
  const hueAreas = new Map<string, number>();
  let penArea = 0;
  for (const { hue, area } of penMarks) {
    const family = familyOf(hue);
    hueAreas.set(family, (hueAreas.get(family) ?? 0) + area);
    penArea += area;
  }
  return {
    penDarkness: typicalDarkness(penMarks, penArea),
    largest: bySize[0] ? sizeOf(bySize[0]) : 1,
    hueAreas,
    penArea: Math.max(1, penArea),
    penMarks,
    ranks: new Map(bySize.map((component, rank) => [component, rank])),
    byLeft: chosen.toSorted((one, other) => one.box.x - other.box.x),
    marks: ink.components.length,
  };
}

/** The darkness that half of the marks' area reaches. */
function typicalDarkness(marks: readonly InkComponent[], area: number): number {
  let left = area / 2;
  for (const mark of marks.toSorted((one, other) => one.darkness - other.darkness)) {
    left -= mark.area;
    if (left <= 0) return Math.max(0.02, mark.darkness);
  }
  return 0.5;
}

/** Runs of ink to a row, for each label: how often a row crosses the mark's strokes. */
function crossingsOf({ runs, components }: ChequeInk): Uint32Array {
  const counts = new Uint32Array(Math.max(runs.count, components.length) + 1);
  for (const label of runs.runLabel) counts[label]! += 1;
  return counts;
}

function featuresOf(
  component: InkComponent,
  ink: ChequeInk,
  unit: number,
  all: Surroundings,
  crossings: Uint32Array,
): Float64Array {
  const { box, area, strokeWidth, darkness, hue, printed } = component;
  const { width, height } = ink;
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  const [centre, middle] = [box.x + box.width / 2, box.y + box.height / 2];
  const family = familyOf(hue);
  const rule = nearestRule(ink.rules, box, unit);
  const row = nearestRow(ink.printedRows, box, unit);
  const near = neighboursOf(component, all.byLeft, unit);
  const far = farOf(component, all.penMarks);
  return Float64Array.of(
    box.width * unit,
    box.height * unit,
    Math.log(box.width / box.height),
    area / (box.width * box.height),
    strokeWidth * unit,
    ink.strokeWidth > 0 ? strokeWidth / ink.strokeWidth : 1,
    area / Math.max(1, strokeWidth) / (box.width + box.height),
    crossings[component.label]! / box.height,
    darkness,
    darkness / all.penDarkness,
    family === 'blue' ? 1 : 0,
    family === 'warm' ? 1 : 0,
    (all.hueAreas.get(family) ?? 0) / all.penArea,
    printed,
    box.x / width,
    centre / width,
    right / width,
    box.y / height,
    middle / height,
    bottom / height,
    Math.min(box.x, box.y, width - right, height - bottom) * unit,
    rule.below,
    rule.length,
    rule.start / width,
    rule.along,
    row.below,
    row.width,
    row.above,
    near.like,
    near.largest * unit * unit,
    near.ink / Math.max(1, area),
    near.print / Math.max(1, near.print + near.ink),
    all.ranks.get(component) ?? all.penMarks.length,
    sizeOf(component) / all.largest,
    far.below,
    far.right,
    Math.log(1 + all.marks),
    all.penMarks.length,
  );
}

interface Neighbours {
  /** How many marks beside it are about as tall. */
  readonly like: number;
  /** Size of the largest one, in square pixels. */
  readonly largest: number;
  /** Pixels of ink and of print in the neighbourhood. */
  readonly ink: number;
  readonly print: number;
}

function neighboursOf(component: InkComponent, byLeft: readonly InkComponent[], unit: number): Neighbours {
  const reach = neighbourhood / unit;
  const { box } = component;
  const [left, right] = [box.x - reach, box.x + box.width + reach];
  const [top, bottom] = [box.y - reach / 2, box.y + box.height + reach / 2];
  let [like, largest, ink, print] = [0, 0, 0, 0];
  for (const other of byLeft) {
    if (other.box.x > right) break;
    if (other === component || other.box.x + other.box.width < left) continue;
    if (other.box.y > bottom || other.box.y + other.box.height < top) continue;
    if (other.printed < printLimit) ink += other.area;
    else print += other.area;
    largest = Math.max(largest, sizeOf(other));
    const overlap = Math.min(box.y + box.height, other.box.y + other.box.height) - Math.max(box.y, other.box.y);
    const ratio = other.box.height / box.height;
    if (overlap > 0.5 * Math.min(box.height, other.box.height) && ratio > 0.6 && ratio < 1.7) like += 1;
  }
  return { like, largest, ink, print };
}

/** Share of the other pen marks' area that lies wholly below, and wholly to the right. */
function farOf(component: InkComponent, penMarks: readonly InkComponent[]): { below: number; right: number } {
  const foot = component.box.y + component.box.height;
  const end = component.box.x + component.box.width;
  let [all, below, right] = [0, 0, 0];
  for (const other of penMarks) {
    if (other === component) continue;
    all += other.area;
    if (other.box.y >= foot) below += other.area;
    if (other.box.x >= end) right += other.area;
  }
  return all === 0 ? { below: 0, right: 0 } : { below: below / all, right: right / all };
}

function sizeOf({ box }: InkComponent): number {
  return box.width * box.height;
}
