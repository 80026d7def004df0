/** A mark as a letter that may stand on a base line, in pixels. */
export interface Letter {
  readonly middle: number;
  readonly bottom: number;
  readonly tall: number;
}

/** Steepest base line, as rise over run. */
const steepest = 0.15;

/**
 * The letters on the line through two of them that most others stand on.
 *
 * @param height of a letter in pixels; the two that give the line lie at least three heights apart.
 * @param tolerance how far from the line a letter may end, in pixels.
 * @param furthest how far apart the two may lie, in heights.
 * @returns those that stand on it, in the order given; empty where no two letters give a line.
 */
export function bestBaseline<Found extends Letter>(
  letters: readonly Found[],
  height: number,
  tolerance: number,
  furthest = Infinity,
): Found[] {
  let best: { one: Found; slope: number; standing: number } | null = null;
  for (const one of letters) {
    for (const other of letters) {
      const run = other.middle - one.middle;
      if (run < 3 * height || run > furthest * height) continue;
      const slope = (other.bottom - one.bottom) / run;
      if (Math.abs(slope) > steepest) continue;
      let standing = 0;
      for (const letter of letters) {
        if (Math.abs(letter.bottom - one.bottom - slope * (letter.middle - one.middle)) <= tolerance) standing += 1;
      }
      if (!best || standing > best.standing) best = { one, slope, standing };
    }
  }
  if (!best) return [];
  const { one, slope } = best;
  return letters.filter(
    (letter) => Math.abs(letter.bottom - one.bottom - slope * (letter.middle - one.middle)) <= tolerance,
  );
}
