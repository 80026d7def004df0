import { letterForm } from './letters.ts';
import type { LetterTarget } from './letters.ts';
import type { SeededRandom } from './seeded.ts';

/** A point of a signature's plan: x-heights, y upwards from the base line, upright. */
export interface PlannedTarget extends LetterTarget {
  /** Which letter or flourish of the signature it belongs to, counted from 0. */
  readonly unit: number;
}

/** What a signer means to write: runs of virtual targets, with the pen lifted between the runs. */
export interface MotorPlan {
  readonly runs: readonly (readonly PlannedTarget[])[];
  /** How many letters and flourishes there are. */
  readonly units: number;
}

/** How a name becomes a signature. */
export interface SignatureStyle {
  /** Which part of the name is written. */
  readonly form: 'full' | 'initial' | 'surname';
  /** Height of the capitals, relative to the alphabet's. */
  readonly capitalScale: number;
  /** Width of the letters, relative to the alphabet's. */
  readonly width: number;
  /** Letters of each word that stay clear; what follows runs out into a wave. */
  readonly clearLetters: number;
  /** How much of the height is left from letter to letter after that, 0.5 to 1. */
  readonly fading: number;
  /** Gap between words, in x-heights. */
  readonly wordGap: number;
  /** How far ascenders and descenders reach, relative to the alphabet's. */
  readonly reach: number;
  /** What closes the signature. */
  readonly flourish: 'none' | 'tail' | 'underline' | 'loop-under' | 'swoosh' | 'zigzag' | 'strike';
  /** Whether dots and bars are written. */
  readonly dots: boolean;
  /** Whether a full stop ends it. */
  readonly stop: boolean;
}

/** Draws a style. */
export function drawStyle(random: SeededRandom): SignatureStyle {
  return {
    form: random.pick(['full', 'full', 'initial', 'initial', 'initial', 'surname']),
    capitalScale: random.uniform(0.9, 1.9),
    width: random.uniform(0.8, 1.35),
    clearLetters: random.chance(0.35) ? 20 : 1 + random.integer(4),
    fading: random.uniform(0.55, 0.9),
    wordGap: random.uniform(0.1, 0.9),
    reach: random.uniform(0.75, 1.3),
    flourish: random.pick(['none', 'tail', 'tail', 'underline', 'loop-under', 'swoosh', 'swoosh', 'zigzag', 'strike']),
    dots: random.chance(0.75),
    stop: random.chance(0.15),
  };
}

/** This writer's own form of the letters: the alphabet's targets moved, always in the same way for the same letter. */
function ownForm(run: readonly LetterTarget[], random: SeededRandom, amount: number): LetterTarget[] {
  return run.map(({ x, y, cusp }) => ({ x: x + random.normal(0, amount), y: y + random.normal(0, amount), cusp }));
}

interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly low: number;
}

function flourishRuns(kind: SignatureStyle['flourish'], bounds: Bounds, exit: LetterTarget, random: SeededRandom) {
  const { left, right } = bounds;
  const span = Math.max(4, right - left);
  const low = Math.min(-0.9, Math.max(bounds.low - 0.3, -2)) * random.uniform(0.8, 1.3);
  const at = (share: number, y: number, cusp = false): LetterTarget => ({ x: left + span * share, y, cusp });
  const wobble = () => random.normal(0, 0.12);
  const start = random.uniform(-0.08, 0.25);
  switch (kind) {
    case 'none':
      return { joined: [], apart: [] };
    case 'tail': {
      const rise = random.uniform(-1.2, 1.8);
      const length = random.uniform(1.5, 5);
      return {
        joined: [
          { x: exit.x + length * 0.5, y: exit.y + rise * 0.2 - 0.2, cusp: false },
          { x: exit.x + length, y: exit.y + rise, cusp: false },
        ],
        apart: [],
      };
    }
    case 'underline':
      return {
        joined: [],
        apart: [[at(start, low), at(0.5, low + 0.25 + wobble()), at(random.uniform(0.8, 1.1), low + 0.5)]],
      };
    case 'loop-under':
      return {
        joined: [
          { x: exit.x + 1, y: exit.y + 0.5, cusp: false },
          { x: exit.x + 0.6, y: low * 0.7, cusp: false },
          at(0.4, low + wobble()),
          at(start, low - 0.2),
          at(start - 0.06, low - 0.6),
          at(start + 0.05, low - 0.9),
          at(0.5, low - 0.5 + wobble()),
          at(random.uniform(0.8, 1.1), low - 0.1),
        ],
        apart: [],
      };
    case 'swoosh':
      return {
        joined: [
          { x: exit.x + 1.3, y: exit.y + 0.6, cusp: false },
          { x: exit.x + 1.2, y: low * 0.6, cusp: false },
          at(0.45, low + wobble()),
          at(start, low + 0.3),
        ],
        apart: [],
      };
    case 'zigzag':
      return {
        joined: [],
        apart: [
          [
            at(start, low + 0.2),
            at(0.9, low + 0.5 + wobble(), true),
            at(start + 0.2, low - 0.3, true),
            at(0.75, low - 0.2),
          ],
        ],
      };
    case 'strike':
      return { joined: [], apart: [[at(start, 0.4 + wobble()), at(0.5, 0.6), at(random.uniform(1, 1.2), 1.4)]] };
  }
}

/**
 * Lays a name out as a signature.
 *
 * @param name words of the letters A to Z, separated by spaces.
 * @throws Error when the name is empty or has another character.
 */
export function planSignature(name: string, style: SignatureStyle, random: SeededRandom): MotorPlan {
  const words = name.split(' ').filter((word) => word !== '');
  if (words.length === 0) throw new Error('A signature needs a name of at least one letter.');
  const written = style.form === 'surname' ? words.slice(-1) : words;
  const runs: PlannedTarget[][] = [];
  let current: PlannedTarget[] = [];
  let cursor = 0;
  let unit = -1;
  const lift = () => {
    if (current.length > 0) runs.push(current);
    current = [];
  };
  written.forEach((fullWord, wordIndex) => {
    const isLast = wordIndex === written.length - 1;
    const word = style.form === 'initial' && !isLast ? fullWord.slice(0, 1) : fullWord;
    const later: PlannedTarget[][] = [];
    let height = 1;
    [...word].forEach((letter, letterIndex) => {
      unit++;
      const form = letterForm(letter);
      const isCapital = letter !== letter.toLowerCase();
      if (letterIndex >= style.clearLetters) height *= style.fading;
      const faded = letterIndex >= style.clearLetters && height < 0.85;
      const own = random.child('letter', letter);
      const scaleX = style.width * (isCapital ? Math.sqrt(style.capitalScale) : 0.35 + 0.65 * height);
      const place = ({ x, y, cusp }: LetterTarget): PlannedTarget => {
        const beyond = y > 1 ? 1 + (y - 1) * style.reach : y < 0 ? y * style.reach : y;
        return { x: cursor + x * scaleX, y: isCapital ? y * style.capitalScale : beyond * height, cusp, unit };
      };
      form.runs.forEach((run, runIndex) => {
        if (runIndex > 0) lift();
        const shaped = ownForm(run, own, isCapital ? 0.1 : 0.07);
        // A letter that has run out keeps its extremes only.
        const kept = faded && shaped.length > 4 ? shaped.filter((_, index) => index % 2 === 0) : shaped;
        current.push(...kept.map(place));
      });
      if (style.dots) later.push(...form.later.map((run) => ownForm(run, own, 0.15).map(place)));
      if (!form.joins) lift();
      cursor += form.advance * scaleX;
    });
    if (!isLast || style.flourish === 'none') lift();
    if (!isLast) {
      runs.push(...later);
      cursor += style.wordGap;
    } else {
      unit++;
      const targets = [...runs.flat(), ...current];
      const bounds = {
        left: Math.min(...targets.map((target) => target.x)),
        right: Math.max(...targets.map((target) => target.x)),
        low: Math.min(...targets.map((target) => target.y)),
      };
      const exit = current.at(-1) ?? { x: cursor, y: 0, cusp: false };
      const { joined, apart } = flourishRuns(style.flourish, bounds, exit, random.child('flourish'));
      const own = (target: LetterTarget): PlannedTarget => ({ ...target, unit });
      current.push(...joined.map(own));
      lift();
      runs.push(...later, ...apart.map((run) => run.map(own)));
      if (style.stop)
        runs.push([
          own({ x: bounds.right + 0.8, y: 0, cusp: false }),
          own({ x: bounds.right + 0.9, y: 0.05, cusp: false }),
        ]);
    }
  });
  return { runs, units: unit + 1 };
}
