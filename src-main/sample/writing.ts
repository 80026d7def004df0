import { movePen } from './kinematics.ts';
import type { Place, Sample, Tempo } from './kinematics.ts';
import type { MotorPlan, PlannedTarget } from './motor-plan.ts';
import { seededRandom } from './seeded.ts';
import type { SeededRandom } from './seeded.ts';
import type { Hand, Pen, Signer, Trace, TracePoint } from './signer.ts';

/** What makes one execution of a plan differ from the plan. */
interface Execution {
  readonly hand: Hand;
  readonly pen: Pen;
  /** Moves a target (x-heights, upright). */
  readonly moved: (target: PlannedTarget) => { x: number; y: number };
  /** Relative deviation of the timing of strokes. */
  readonly jitter: number;
  /** Amplitude of the tremor, in millimetres. */
  readonly tremor: number;
  /** Chance that the pen rests at a target. */
  readonly hesitation: number;
  /** Chance that a long stroke is drawn in two. */
  readonly division: number;
  /** Chance that the pen is lifted at a cusp where the plan runs on. */
  readonly breaks: number;
}

/** A slowly varying deviation over the length of a signature: a few sines of random phase, standard deviation 1. */
function slowDrift(random: SeededRandom, wavelength: number): (position: number) => number {
  const waves = [1, 1.7, 2.9].map((factor) => ({
    rate: (2 * Math.PI * factor) / (wavelength * random.uniform(0.85, 1.15)),
    phase: random.uniform(0, 2 * Math.PI),
    size: random.normal(0, 1) / Math.sqrt(factor) / 1.3,
  }));
  return (position) => waves.reduce((sum, { rate, phase, size }) => sum + size * Math.sin(rate * position + phase), 0);
}

/** Physiological tremor, 7 to 11 Hz (Elble and Koller, "Tremor", 1990), standard deviation about 1. */
function tremor(random: SeededRandom): (time: number) => number {
  const waves = [0, 1, 2].map(() => ({
    rate: 2 * Math.PI * random.uniform(6, 11),
    phase: random.uniform(0, 2 * Math.PI),
    size: random.normal(0, 0.8),
    swell: random.uniform(0, 2 * Math.PI),
  }));
  return (time) =>
    waves.reduce(
      (sum, { rate, phase, size, swell }) =>
        sum + size * (1 + 0.6 * Math.sin(2.4 * time + swell)) * Math.sin(rate * time + phase),
      0,
    );
}

/** Pressure along a run: harder downwards, softer when fast, tapering where the pen lands and leaves. */
function press(samples: readonly Sample[], hand: Hand, random: SeededRandom): number[] {
  const unrest = slowDrift(random, 0.9);
  const last = samples.length - 1;
  let smooth = hand.pressure;
  return samples.map((sample, index) => {
    const before = samples[Math.max(0, index - 2)] ?? sample;
    const after = samples[Math.min(last, index + 2)] ?? sample;
    const span = Math.max(1e-6, after.time - before.time);
    const speed = Math.hypot(after.x - before.x, after.y - before.y) / span;
    const down = speed < 1 ? 0 : (after.y - before.y) / span / speed;
    const wanted =
      hand.pressure + 0.35 * hand.contrast * down - 0.12 * Math.min(1.5, speed / 120) + 0.05 * unrest(sample.time);
    smooth += (wanted - smooth) * 0.12;
    const edge = Math.min(index + 1, (last - index + 1) * 0.7) / (0.02 * 400);
    return Math.max(0.06, Math.min(1, smooth * Math.min(1, 0.45 + 0.55 * edge)));
  });
}

function execute(plan: MotorPlan, execution: Execution, random: SeededRandom): Trace {
  const { hand, pen } = execution;
  const lean = Math.tan(hand.slant);
  const cosine = Math.cos(hand.rise);
  const sine = Math.sin(hand.rise);
  const tempo: Tempo = { duration: hand.duration, onset: hand.onset, sigma: hand.sigma, jitter: execution.jitter };
  const shakeX = tremor(random.child('tremor x'));
  const shakeY = tremor(random.child('tremor y'));
  const points: TracePoint[] = [];
  let clock = 0;
  const writeRun = (places: readonly Place[]) => {
    const samples = movePen(places, tempo, clock, random);
    const pressures = press(samples, hand, random);
    samples.forEach((sample, index) =>
      points.push({
        x: sample.x + execution.tremor * shakeX(sample.time),
        y: sample.y + execution.tremor * shakeY(sample.time),
        pressure: pressures[index] ?? hand.pressure,
        time: sample.time,
      }),
    );
    const end = points.at(-1);
    if (!end) return;
    points.push({ ...end, pressure: 0, time: end.time + 1 / 400 });
    clock = end.time + random.uniform(0.08, 0.22) * (1 + 3 * execution.hesitation);
  };
  for (const run of plan.runs) {
    let places: Place[] = [];
    for (const target of run) {
      const moved = execution.moved(target);
      const x = (moved.x + moved.y * lean) * hand.xHeight;
      const y = moved.y * hand.xHeight;
      const place: Place = {
        x: x * cosine - y * sine,
        y: -(x * sine + y * cosine),
        cusp: target.cusp,
        rest: random.chance(execution.hesitation) ? random.uniform(0.05, 0.3) : 0,
      };
      const before = places.at(-1);
      if (before && random.chance(execution.division) && Math.hypot(place.x - before.x, place.y - before.y) > 3) {
        const off = () => random.normal(0, 0.05 * hand.xHeight);
        places.push({ x: (before.x + place.x) / 2 + off(), y: (before.y + place.y) / 2 + off(), cusp: false, rest: 0 });
      }
      places.push(place);
      if (target.cusp && places.length > 2 && random.chance(execution.breaks)) {
        writeRun(places);
        places = [{ ...place, x: place.x + random.normal(0, 0.2), y: place.y + random.normal(0, 0.2), rest: 0 }];
      }
    }
    if (places.length > 0) writeRun(places);
  }
  return { points, pen };
}

/** Per-letter scale and shift, fixed for one execution. */
function unitChanges(units: number, scale: number, shift: number, random: SeededRandom) {
  return Array.from({ length: units }, () => ({
    x: 1 + random.normal(0, scale),
    y: 1 + random.normal(0, scale),
    shift: random.normal(0, shift),
  }));
}

/** Anchors of the letters, round which they grow and shrink: the mean x of their targets. */
function unitCentres(plan: MotorPlan): number[] {
  const sums = Array.from({ length: plan.units }, () => ({ x: 0, count: 0 }));
  for (const { unit, x } of plan.runs.flat()) {
    const sum = sums[unit];
    if (sum) {
      sum.x += x;
      sum.count++;
    }
  }
  return sums.map(({ x, count }) => x / Math.max(1, count));
}

/**
 * Writes a signer's own signature once: the same plan, with the natural variation of one hand in size, slant, base
 * line, proportions, targets, timing and pressure (Diaz-Cabrera, Ferrer and Morales, "Modeling the lexical morphology of
 * Western handwritten signatures", PLoS ONE 10, 2015; Ferrer and others, as in kinematics.ts).
 *
 * @param repetition which of the signer's signatures: any whole number or word; the same one gives the same trace.
 */
export function writeGenuine(signer: Signer, repetition: number | string): Trace {
  const random = seededRandom('genuine', signer.seed, signer.name, repetition);
  const { hand, plan, pen } = signer;
  const amount = hand.variability;
  const stretch = 1 + random.normal(0, 0.05 * amount);
  const tall = 1 + random.normal(0, 0.05 * amount);
  const driftX = slowDrift(random.child('drift x'), 9);
  const driftY = slowDrift(random.child('drift y'), 9);
  const baseLine = slowDrift(random.child('base line'), 22);
  const letters = unitChanges(plan.units, 0.07 * amount, 0.09 * amount, random.child('letters'));
  const centres = unitCentres(plan);
  const targets = random.child('targets');
  return execute(
    plan,
    {
      hand: {
        ...hand,
        xHeight: hand.xHeight * (1 + random.normal(0, 0.04 * amount)),
        slant: hand.slant + random.normal(0, 0.05 * amount),
        rise: hand.rise + random.normal(0, 0.025 * amount),
        duration: hand.duration * (1 + random.normal(0, 0.06 * amount)),
        onset: hand.onset * (1 + random.normal(0, 0.04 * amount)),
        pressure: hand.pressure + random.normal(0, 0.05 * amount),
      },
      pen: { ...pen, width: pen.width * (1 + random.normal(0, 0.07)) },
      moved: ({ x, y, unit }) => {
        const own = letters[unit] ?? { x: 1, y: 1, shift: 0 };
        const centre = centres[unit] ?? x;
        return {
          x:
            (centre + (x - centre) * own.x + own.shift + 0.12 * amount * driftX(x)) * stretch +
            targets.normal(0, 0.05 * amount),
          y:
            (y * own.y + 0.09 * amount * driftY(x + 3 * y) + 0.16 * amount * baseLine(x)) * tall +
            targets.normal(0, 0.05 * amount),
        };
      },
      jitter: 0.06 * amount,
      tremor: 0.012,
      hesitation: 0,
      division: 0,
      breaks: 0,
    },
    random.child('movement'),
  );
}

/**
 * Writes another person's copy of a signature: roughly the right shape, but drawn rather than written. Slower, with
 * tremor, hesitations and lifts where the original runs on; strokes drawn one by one, so that they are less round;
 * proportions, slant and pressure pulled towards the forger's own.
 *
 * @param forger the person who copies; their hand shows through.
 * @param skill 0 (a clumsy copy) to 1 (nearly the hand itself).
 */
export function writeImitation(signer: Signer, forger: Signer, repetition: number | string, skill: number): Trace {
  const random = seededRandom('imitation', signer.seed, signer.name, forger.seed, forger.name, repetition, skill);
  const lack = 1 - Math.max(0, Math.min(1, skill));
  // Even a practised forger doesn't see everything.
  const error = 0.25 + 0.75 * lack;
  const { hand, plan } = signer;
  const own = forger.hand;
  const towards = (mine: number, theirs: number, share: number) => mine + (theirs - mine) * share * lack;
  // The forger's picture of the model is wrong in the same way each time they try: this part doesn't know the repetition.
  const habit = seededRandom('copying', signer.seed, signer.name, forger.seed, forger.name);
  const misread = unitChanges(plan.units, 0.26 * error, 0.36 * error, habit.child('letters'));
  const misplaced = slowDrift(habit.child('drift'), 12);
  const misproportion = 1 + habit.normal(0, 0.22 * error);
  const misshapen = habit.child('shape');
  const shapes = new Map(plan.runs.flat().map((target) => [target, misshapen.normal(0, 0.17 * error)] as const));
  const letters = unitChanges(plan.units, 0.07, 0.09, random.child('letters'));
  const drift = slowDrift(random.child('drift'), 9);
  const centres = unitCentres(plan);
  const targets = random.child('targets');
  const slowness = 1 + 1.6 * lack;
  return execute(
    plan,
    {
      hand: {
        xHeight: towards(hand.xHeight, own.xHeight, 0.4) * (1 + random.normal(0, 0.05)),
        slant: towards(hand.slant, own.slant, 0.6) + random.normal(0, 0.03),
        rise: towards(hand.rise, own.rise, 0.8) + random.normal(0, 0.02),
        duration: hand.duration * slowness,
        onset: Math.min(0.95, hand.onset + 0.35 * lack),
        sigma: towards(hand.sigma, own.sigma, 0.7),
        pressure: towards(hand.pressure, Math.min(0.85, own.pressure + 0.12), 0.8),
        contrast: hand.contrast * (1 - 0.7 * lack),
        variability: own.variability,
      },
      pen: { ...forger.pen, width: forger.pen.width * (1 + random.normal(0, 0.05)) },
      moved: (target) => {
        const { x, y, unit } = target;
        const wrong = misread[unit] ?? { x: 1, y: 1, shift: 0 };
        const now = letters[unit] ?? { x: 1, y: 1, shift: 0 };
        const centre = centres[unit] ?? x;
        const shape = shapes.get(target) ?? 0;
        return {
          x:
            (centre + (x - centre) * wrong.x * now.x + wrong.shift + now.shift) * misproportion +
            shape +
            targets.normal(0, 0.05),
          y:
            y * wrong.y * now.y +
            0.3 * error * misplaced(x) +
            0.1 * drift(x + 3 * y) -
            0.7 * shape +
            targets.normal(0, 0.05),
        };
      },
      jitter: 0.06 + 0.12 * lack,
      tremor: 0.012 + 0.035 * lack,
      hesitation: 0.12 * lack,
      division: 0.6 * lack,
      breaks: 0.1 * lack,
    },
    random.child('movement'),
  );
}
