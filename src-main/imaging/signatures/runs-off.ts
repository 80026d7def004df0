import type { SignatureMask } from '../cheque-ink/types.ts';
import type { Box } from '../image.ts';

/** Whether ink comes within so many pixels of the cheque's edge. */
export function runsOff({ box, data }: SignatureMask, size: Pick<Box, 'width' | 'height'>, reach: number): boolean {
  const inked = (column: number, row: number): boolean => data[row * box.width + column] === 1;
  const columns = (from: number, to: number): boolean => {
    for (let row = 0; row < box.height; row += 1)
      for (let column = from; column < to; column += 1) if (inked(column, row)) return true;
    return false;
  };
  const rows = (from: number, to: number): boolean => {
    for (let row = from; row < to; row += 1)
      for (let column = 0; column < box.width; column += 1) if (inked(column, row)) return true;
    return false;
  };
  const overRight = box.x + box.width - (size.width - reach);
  const overBottom = box.y + box.height - (size.height - reach);
  return (
    (box.x < reach && columns(0, Math.min(box.width, reach - box.x))) ||
    (box.y < reach && rows(0, Math.min(box.height, reach - box.y))) ||
    (overRight > 0 && columns(Math.max(0, box.width - overRight), box.width)) ||
    (overBottom > 0 && rows(Math.max(0, box.height - overBottom), box.height))
  );
}
