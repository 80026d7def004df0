import { drawStyle, planSignature } from './motor-plan.ts';
import type { MotorPlan, SignatureStyle } from './motor-plan.ts';
import { seededRandom } from './seeded.ts';

export { writeGenuine, writeImitation } from './writing.ts';

/** How a hand executes a plan: the habits that stay when the text changes. */
export interface Hand {
  /** Height of a small letter, in millimetres. */
  readonly xHeight: number;
  /** Lean to the right, in radians. */
  readonly slant: number;
  /** Rise of the base line, in radians. */
  readonly rise: number;
  /** Duration of a stroke of 2 mm, in seconds. */
  readonly duration: number;
  /** Start of a stroke after the one before, as a share of its duration. */
  readonly onset: number;
  /** Skew of the speed profile. */
  readonly sigma: number;
  /** Mean pressure, 0 to 1. */
  readonly pressure: number;
  /** How much harder down strokes are than up strokes, 0 to 1. */
  readonly contrast: number;
  /** How far repetitions differ, about 0.6 (steady) to 1.5 (careless). */
  readonly variability: number;
}

/** The pen a signer usually holds. */
export interface Pen {
  /** Width of the line at mean pressure, in millimetres. */
  readonly width: number;
  /** sRGB, 0 to 255. */
  readonly colour: readonly [number, number, number];
}

/** A person who doesn't exist, with a signature. */
export interface Signer {
  readonly seed: number | string;
  /** First and last name. */
  readonly name: string;
  readonly style: SignatureStyle;
  readonly plan: MotorPlan;
  readonly hand: Hand;
  readonly pen: Pen;
}

/** One position of the pen. */
export interface TracePoint {
  /** Millimetres to the right of the signature's start. */
  readonly x: number;
  /** Millimetres below the base line (negative above it). */
  readonly y: number;
  /** 0 (pen up) to 1. */
  readonly pressure: number;
  /** Seconds since the first point. */
  readonly time: number;
}

/** One written signature. The last point before the pen is lifted is followed by a point of pressure 0. */
export interface Trace {
  readonly points: readonly TracePoint[];
  readonly pen: Pen;
}

const firstNames = [
  'Anna', 'Bernard', 'Clara', 'David', 'Elena', 'Frederik', 'Greta', 'Henry', 'Ines', 'Jonas', 'Katja', 'Leonard',
  'Marta', 'Nora', 'Oskar', 'Paula', 'Rafael', 'Sophia', 'Tobias', 'Ursula', 'Victor', 'Wanda', 'Yara', 'Zoltan',
  'Emil', 'Julia', 'Kaspar', 'Lydia', 'Magnus', 'Rosalind', 'Stefan', 'Thea',
] as const; // prettier-ignore

const lastNames = [
  'Abelard', 'Brandt', 'Castellan', 'Dorfman', 'Engels', 'Falkner', 'Gallagher', 'Holloway', 'Ingram', 'Jansen',
  'Keller', 'Lindqvist', 'Marchetti', 'Novak', 'Okafor', 'Pemberton', 'Quist', 'Rosenberg', 'Sandoval', 'Thornbury',
  'Underhill', 'Varga', 'Whitfield', 'Yilmaz', 'Zeller', 'Hartmann', 'Bellamy', 'Kowalski', 'Delgado', 'Mistry',
] as const; // prettier-ignore

const inks: readonly [Pen['colour'], ...Pen['colour'][]] = [
  [28, 38, 120],
  [20, 30, 96],
  [38, 60, 150],
  [24, 24, 30],
  [36, 36, 44],
  [14, 16, 40],
];

/**
 * Invents a signer: a name, a plan of the signature, a hand and a pen. The same seed gives the same signer.
 *
 * @param name written instead of an invented one; words of the letters A to Z.
 */
export function createSigner(seed: number | string, name?: string): Signer {
  const random = seededRandom('signer', seed);
  const naming = random.child('name');
  const fullName = name ?? `${naming.pick(firstNames)} ${naming.pick(lastNames)}`;
  const style = drawStyle(random.child('style'));
  const hand = random.child('hand');
  const pen = random.child('pen');
  return {
    seed,
    name: fullName,
    style,
    plan: planSignature(fullName, style, random.child('plan')),
    hand: {
      xHeight: hand.uniform(1.7, 3),
      slant: hand.normal(0.25, 0.16),
      rise: hand.normal(0.04, 0.05),
      duration: hand.uniform(0.13, 0.2),
      onset: hand.uniform(0.42, 0.6),
      sigma: hand.uniform(0.2, 0.36),
      pressure: hand.uniform(0.5, 0.75),
      contrast: hand.uniform(0.1, 0.5),
      variability: hand.uniform(0.7, 1.3),
    },
    pen: { width: pen.uniform(0.3, 0.55), colour: pen.pick(inks) },
  };
}
