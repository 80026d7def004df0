import type { Box } from '../image.ts';
import type { AskedCheque } from './ask-net.ts';
import { logOddsAt } from './net-said.ts';
import type { VotedGroup } from './group-votes.ts';

/** Log-odds of what is surely not the group's. */
const never = -6;
/** Ink so near the group's in pixels of the plane may be its soft edge. */
const reach = 1;

/**
 * Which pixels of a cheque's foreground are one group's ink, at the cheque's resolution: those where what the net said of the
 * plane, read between its pixels, is for it.
 *
 * @param context the part of the cheque that is asked about.
 * @returns 1 where they may be, else 0; `context.width * context.height`.
 */
export function penOfGroup({ said, scale }: AskedCheque, group: VotedGroup, context: Box): Uint8Array {
  const field = fieldOf(said, group);
  const pen = new Uint8Array(context.width * context.height);
  const left = field.x * scale;
  const top = field.y * scale;
  const [fromX, toX] = [Math.max(context.x, left), Math.min(context.x + context.width, left + field.width * scale)];
  const [fromY, toY] = [Math.max(context.y, top), Math.min(context.y + context.height, top + field.height * scale)];
  const { odds, width, height } = field;
  const live = liveOf(field);
  const columns = new Int32Array(Math.max(0, toX - fromX));
  const shares = new Float64Array(columns.length);
  for (let x = fromX; x < toX; x += 1) {
    const across = (x - left + 0.5) / scale - 0.5;
    const column = Math.max(0, Math.min(width - 2, Math.floor(across)));
    columns[x - fromX] = column;
    shares[x - fromX] = Math.max(0, Math.min(1, across - column));
  }
  for (let y = fromY; y < toY; y += 1) {
    const down = (y - top + 0.5) / scale - 0.5;
    const row = Math.max(0, Math.min(height - 2, Math.floor(down)));
    const downShare = Math.max(0, Math.min(1, down - row));
    const at = (y - context.y) * context.width - context.x;
    for (let x = fromX; x < toX; x += 1) {
      const from = row * width + columns[x - fromX]!;
      if (!live[from]) continue;
      const acrossShare = shares[x - fromX]!;
      const upper = odds[from]! + (odds[from + 1]! - odds[from]!) * acrossShare;
      const lower = odds[from + width]! + (odds[from + width + 1]! - odds[from + width]!) * acrossShare;
      if (upper + (lower - upper) * downShare > 0) pen[at + x] = 1;
    }
  }
  return pen;
}

/** Where any of a pixel, the next, and the two below is likely: between others nothing can be. */
function liveOf({ odds, width, height }: ReturnType<typeof fieldOf>): Uint8Array {
  const live = new Uint8Array(width * height);
  for (let at = 0; at < width * (height - 1) - 1; at += 1)
    if (odds[at]! > 0 || odds[at + 1]! > 0 || odds[at + width]! > 0 || odds[at + width + 1]! > 0) live[at] = 1;
  return live;
}

/** Log-odds round a group, with what isn't the group's as never; a box of at least two pixels to each side. */
function fieldOf(said: AskedCheque['said'], { box, mask }: VotedGroup): Box & { readonly odds: Float32Array } {
  const margin = reach + 1;
  const x = Math.max(0, box.x - margin);
  const y = Math.max(0, box.y - margin);
  const width = Math.max(2, Math.min(said.width, box.x + box.width + margin) - x);
  const height = Math.max(2, Math.min(said.height, box.y + box.height + margin) - y);
  const odds = new Float32Array(width * height).fill(never);
  for (let row = 0; row < box.height; row += 1) {
    for (let column = 0; column < box.width; column += 1) {
      if (!mask[row * box.width + column]) continue;
      // The group's pixel and those beside it, unless they are another's: a stroke's edge may be too faint to be asked about.
      for (let dy = -reach; dy <= reach; dy += 1) {
        for (let dx = -reach; dx <= reach; dx += 1) {
          const [atX, atY] = [box.x + column + dx - x, box.y + row + dy - y];
          if (atX < 0 || atY < 0 || atX >= width || atY >= height) continue;
          const own = isOwn({ box, mask }, column + dx, row + dy);
          const value = logOddsAt(said, Math.min(said.width - 1, atX + x), Math.min(said.height - 1, atY + y));
          odds[atY * width + atX] = own ? value : Math.min(0, value);
        }
      }
    }
  }
  return { x, y, width, height, odds };
}

function isOwn({ box, mask }: Pick<VotedGroup, 'box' | 'mask'>, column: number, row: number): boolean {
  return column >= 0 && row >= 0 && column < box.width && row < box.height && mask[row * box.width + column] === 1;
}
