import type { Difference, DifferenceKind, DifferenceMap } from '../../../src-main/contract/check.ts';
import type { Size } from '../scan/box-geometry.ts';
import { contourLevels } from './contours.ts';

/** Whether any part of a map is worth showing. */
export function standsOut({ values }: DifferenceMap): boolean {
  return values.some((value) => value >= contourLevels[0]);
}

/** Where a point of a picture lies, in words. */
function placeWords(x: number, y: number, { width, height }: Size): string {
  const across = ['left', '', 'right'][Math.min(2, Math.max(0, Math.floor((3 * x) / width)))]!;
  const down = ['upper', '', 'lower'][Math.min(2, Math.max(0, Math.floor((3 * y) / height)))]!;
  if (across === '' && down === '') return 'in the middle';
  if (across === '') return down === 'upper' ? 'at the top' : 'at the bottom';
  return down === '' ? `at the ${across}` : `at the ${down} ${across}`;
}

/**
 * What a map shows, in words: where it parts most, and a second place far from it where one stands out as well.
 * @param crop the questioned clean crop, whose pixels the map's box is in
 */
export function mapWords(map: DifferenceMap, crop: Size): string {
  if (!standsOut(map)) return 'Nothing stands out: no part lies far from the specimens.';
  const { box, columns, rows } = map;
  const cells = map.values
    .map((value, index) => ({
      value,
      x: box.x + ((index % columns) + 0.5) * (box.width / columns),
      y: box.y + (Math.floor(index / columns) + 0.5) * (box.height / rows),
    }))
    .sort((a, b) => b.value - a.value);
  const first = cells[0]!;
  const second = cells.find(
    ({ value, x, y }) =>
      value >= Math.max(contourLevels[1], 0.7 * first.value) &&
      (Math.abs(x - first.x) > crop.width / 3 || Math.abs(y - first.y) > crop.height / 2),
  );
  const place = placeWords(first.x, first.y, crop);
  const other = second ? placeWords(second.x, second.y, crop) : place;
  const also = other === place ? '' : `, and ${other}`;
  return `It differs most from the specimens ${place}${also}.`;
}

/** What a measured difference is about, as a heading. */
export const differenceTitles: Record<DifferenceKind, string> = {
  proportions: 'Proportions',
  slant: 'Slant',
  'missing-stroke': 'Missing stroke',
  'extra-stroke': 'Extra stroke',
  tremor: 'Tremor',
  pressure: 'Pen pressure',
  spacing: 'Spacing',
};

/** A measured value with its unit, as precise as the sentence beside it: degrees whole, the rest to one decimal below ten. */
export function measuredText(value: number, unit: Difference['unit']): string {
  const written = Math.abs(value).toFixed(unit === '°' || Math.abs(value) >= 9.95 ? 0 : 1);
  const sign = value < 0 && Number(written) !== 0 ? '\u2212' : '';
  const space = unit === '' || unit === '°' ? '' : '\u00a0';
  return `${sign}${written}${space}${unit}`;
}
