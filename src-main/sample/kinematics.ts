import type { SeededRandom } from './seeded.ts';

/**
 * Handwriting as rapid movement: the Sigma-Lognormal model. A stroke is an arc from one virtual target to the next,
 * run through with a speed that is lognormal in time; strokes overlap in time and add up as vectors, which rounds the
 * corners as a hand does.
 *
 * R. Plamondon, "A kinematic theory of rapid human movements, I and II", Biological Cybernetics 72 (1995).
 * C. O'Reilly and R. Plamondon, "Development of a Sigma-Lognormal representation for on-line signatures",
 * Pattern Recognition 42 (2009).
 * M. A. Ferrer, M. Diaz-Cabrera and A. Morales, "Static signature synthesis: a neuromotor inspired approach for
 * biometrics", IEEE TPAMI 37 (2015).
 */

/** A place to be passed or reached, in millimetres, y downwards as in pictures. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly cusp: boolean;
  /** How long the pen rests here, in seconds; 0 in fluent writing. */
  readonly rest: number;
}

/** How a hand moves. */
export interface Tempo {
  /** Duration of a stroke of 2 mm, in seconds. */
  readonly duration: number;
  /** How much later a stroke starts than the one before, as a share of its duration: small is fluent, 1 is drawn. */
  readonly onset: number;
  /** Skew of the speed profile (the lognormal's sigma), 0.1 to 0.5. */
  readonly sigma: number;
  /** Relative deviation of each stroke's duration and onset from its plan. */
  readonly jitter: number;
}

/** A sampled position: millimetres and seconds. */
export interface Sample {
  readonly x: number;
  readonly y: number;
  readonly time: number;
}

/** Samples a second of every trace. */
export const sampleRate = 400;

/** The error function, to 1.5e-7 (Abramowitz and Stegun, 7.1.26). */
function errorFunction(value: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(value));
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const result = 1 - series * Math.exp(-value * value);
  return value < 0 ? -result : result;
}

function wrapAngle(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}

/** The direction of travel at each place: along its neighbours, and one-sided at cusps (two values: in, out). */
function directions(places: readonly Place[]): { into: number; out: number }[] {
  return places.map((place, index) => {
    const before = places[index - 1];
    const after = places[index + 1];
    const into = before ? Math.atan2(place.y - before.y, place.x - before.x) : undefined;
    const out = after ? Math.atan2(after.y - place.y, after.x - place.x) : undefined;
    if (into === undefined || out === undefined || place.cusp || place.rest > 0) {
      return { into: into ?? out ?? 0, out: out ?? into ?? 0 };
    }
    const through = into + wrapAngle(out - into) / 2;
    return { into: through, out: through };
  });
}

/**
 * Moves the pen through the places of one run, pen down, and samples the path.
 *
 * @param places at least one; a single place gives a dot.
 * @param start time of the first sample, in seconds.
 * @returns samples at {@link sampleRate}, at least one.
 */
export function movePen(places: readonly Place[], tempo: Tempo, start: number, random: SeededRandom): Sample[] {
  const first = places[0];
  if (!first) throw new Error('movePen needs at least one place.');
  const turns = directions(places);
  const sigma = tempo.sigma;
  // The stroke's 99.7 % support, exp(mu - 3 sigma) to exp(mu + 3 sigma), is its duration.
  const spread = Math.exp(3 * sigma) - Math.exp(-3 * sigma);
  const strokes: { begin: number; mu: number; length: number; from: number; bend: number }[] = [];
  let onset = 0;
  let previous = 0;
  let end = 0;
  for (let index = 1; index < places.length; index++) {
    const from = places[index - 1] as Place;
    const to = places[index] as Place;
    const chord = Math.hypot(to.x - from.x, to.y - from.y);
    const angle = Math.atan2(to.y - from.y, to.x - from.x);
    const bend = Math.max(-3, Math.min(3, wrapAngle((turns[index]?.into ?? angle) - (turns[index - 1]?.out ?? angle))));
    // Isochrony: the longer the movement, the faster, so that the duration grows slowly.
    const duration =
      tempo.duration * Math.pow(Math.max(chord, 0.2) / 2, 0.3) * Math.max(0.5, random.normal(1, tempo.jitter));
    if (index > 1) onset += tempo.onset * previous * Math.max(0.5, random.normal(1, tempo.jitter)) + from.rest;
    previous = duration;
    const mu = Math.log(duration / spread);
    const half = Math.abs(bend) / 2;
    strokes.push({
      begin: onset - Math.exp(mu - 3 * sigma),
      mu,
      length: half < 1e-3 ? chord : (chord * half) / Math.sin(half),
      from: angle - bend / 2,
      bend,
    });
    end = Math.max(end, onset + duration);
  }
  const count = Math.max(1, Math.ceil(end * sampleRate) + 1);
  const xs = new Float64Array(count);
  const ys = new Float64Array(count);
  // Where the finished strokes have brought the pen: written as steps, summed up below.
  const stepX = new Float64Array(count + 1);
  const stepY = new Float64Array(count + 1);
  for (const { begin, mu, length, from, bend } of strokes) {
    // The closed form of the integral over time of speed times direction, both functions of the share done.
    const straight = Math.abs(bend) < 1e-3;
    const alongX = (share: number) =>
      straight ? length * share * Math.cos(from) : (length / bend) * (Math.sin(from + bend * share) - Math.sin(from));
    const alongY = (share: number) =>
      straight ? length * share * Math.sin(from) : (length / bend) * (Math.cos(from) - Math.cos(from + bend * share));
    const active = Math.max(0, Math.ceil(begin * sampleRate));
    const done = Math.min(count, Math.ceil((begin + Math.exp(mu + 5 * sigma)) * sampleRate));
    for (let index = active; index < done; index++) {
      const elapsed = index / sampleRate - begin;
      if (elapsed <= 0) continue;
      const share = (1 + errorFunction((Math.log(elapsed) - mu) / (sigma * Math.SQRT2))) / 2;
      xs[index] = (xs[index] ?? 0) + alongX(share);
      ys[index] = (ys[index] ?? 0) + alongY(share);
    }
    stepX[done] = (stepX[done] ?? 0) + alongX(1);
    stepY[done] = (stepY[done] ?? 0) + alongY(1);
  }
  let finishedX = first.x;
  let finishedY = first.y;
  for (let index = 0; index < count; index++) {
    finishedX += stepX[index] ?? 0;
    finishedY += stepY[index] ?? 0;
    xs[index] = (xs[index] ?? 0) + finishedX;
    ys[index] = (ys[index] ?? 0) + finishedY;
  }
  return Array.from(xs, (x, index) => ({ x, y: ys[index] ?? 0, time: start + index / sampleRate }));
}
