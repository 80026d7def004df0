import type { LevelledPlane } from '../paper.ts';
import { strongLevel } from './levels.ts';

/** Density from which a pixel is foreground, as a share of the strong marks'. */
const weakShare = 0.22;

/** 1 on what is dark beside the paper of a levelled plane, be it pen or print; `width * height`. */
export function foregroundOf({ width, height, density, noise }: LevelledPlane): Uint8Array {
  const floor = Math.max(12, Math.round(3 * noise));
  const strongest = strongLevel(density, floor);
  const foreground = new Uint8Array(width * height);
  if (strongest === 0) return foreground;
  const low = Math.max(floor, Math.round(strongest * weakShare));
  for (let at = 0; at < density.length; at += 1) if (density[at]! >= low) foreground[at] = 1;
  return foreground;
}
