import type { ChequeInk, InkComponent, PrintedRule } from '../cheque-ink/types.ts';
import type { Box } from '../image.ts';

/** Cheques are about so many millimetres tall, where the resolution isn't known. */
const usualHeight = 84;
/** Stands for "none there" among distances, in millimetres. */
const farAway = 60;

/**
 * Millimetres to a pixel of the working plane.
 *
 * @param dotsPerInch of the cheque; null where unknown: it is then taken to be as tall as cheques are.
 */
export function millimetresOf(ink: ChequeInk, dotsPerInch: number | null): number {
  return dotsPerInch ? (25.4 * ink.scale) / dotsPerInch : usualHeight / ink.height;
}

/** How a box lies to the printed rule nearest to its foot. Lengths in millimetres. */
export interface RulePlace {
  readonly below: number;
  readonly length: number;
  readonly start: number;
  readonly along: number;
}

/** The rule that lies nearest to a mark's foot, above or below, along its width. */
export function nearestRule(rules: readonly PrintedRule[], box: Box, unit: number): RulePlace {
  const foot = box.y + box.height;
  const centre = box.x + box.width / 2;
  let found: RulePlace = { below: farAway, length: 0, start: 0, along: 0.5 };
  let nearest = farAway;
  for (const rule of rules) {
    if (rule.direction !== 'across' || rule.to < box.x || rule.from > box.x + box.width) continue;
    const length = Math.max(1, rule.to - rule.from);
    const along = (centre - rule.from) / length;
    const below = (rule.startAt + (rule.endAt - rule.startAt) * Math.min(1, Math.max(0, along)) - foot) * unit;
    // What hangs below its rule is nearer to it than what stands as far above the next.
    const distance = below < 0 ? Math.max(0, -below - box.height * unit * 0.6) : below;
    if (distance >= nearest) continue;
    nearest = distance;
    found = { below: Math.max(-farAway, below), length: length * unit, start: rule.from, along };
  }
  return found;
}

/** How far below and above a mark the nearest rows of print lie that run along its width. */
export function nearestRow(
  rows: readonly Box[],
  box: Box,
  unit: number,
): { below: number; width: number; above: number } {
  let [below, width, above] = [farAway, 0, farAway];
  const middle = box.y + box.height / 2;
  for (const row of rows) {
    if (row.x > box.x + box.width || row.x + row.width < box.x) continue;
    if (row.y >= middle) {
      const distance = (row.y - box.y - box.height) * unit;
      if (distance < below) [below, width] = [distance, row.width * unit];
    } else {
      above = Math.min(above, (box.y - row.y - row.height) * unit);
    }
  }
  return { below, width, above };
}

/** Hues that a pen's ink and print's have in common: blue, warm (what a red light takes away), none. */
export function familyOf(hue: InkComponent['hue']): 'blue' | 'warm' | 'none' {
  if (hue === 'neutral') return 'none';
  return hue === 'blue' || hue === 'cyan' ? 'blue' : 'warm';
}
