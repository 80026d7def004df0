// Weighs log-odds of two kinds into calibrated ones (Platt 1999, with two inputs).
export interface Calibration {
  readonly first: number;
  readonly second: number;
  readonly shift: number;
}

/** Fits by plain gradient steps, drawn a little towards equal halves: the same rows give the same numbers. */
export function calibrate(rows: readonly (readonly [number, number])[], yes: readonly (0 | 1)[]): Calibration {
  let [first, second, shift] = [0.5, 0.5, 0];
  const pull = 2;
  for (let step = 0; step < 4000; step += 1) {
    let [g0, g1, g2] = [pull * (first - 0.5), pull * (second - 0.5), 0.2 * pull * shift];
    for (const [at, [one, other]] of rows.entries()) {
      const miss = 1 / (1 + Math.exp(-first * one - second * other - shift)) - yes[at]!;
      g0 += miss * one;
      g1 += miss * other;
      g2 += miss;
    }
    const rate = 0.2 / Math.max(1, rows.length);
    first -= rate * g0;
    second -= rate * g1;
    shift -= 2 * rate * g2;
  }
  return { first, second, shift };
}
