import type { PrintedRule } from './types.ts';

/** Lengths in millimetres: the shortest stretch of a rule in one row of pixels, and the shortest rules. */
const shortestRun = 4.5;
const shortestAcross = 16;
const shortestDown = 7.5;
/** The widest gap (a stroke that crosses, a dropped pixel) that a rule is followed over, in millimetres. */
const widestGap = 2.5;
/** No pen's upright stroke is as straight and longer than this, in millimetres. */
const longestStroke = 25;
/** Steepest rule as rise over run, and how far it may stray from straight, root mean square in pixels. */
const steepest = 0.035;
const straightness = 0.55;

/** What may count as a rule on a plane of some resolution, in its pixels. */
interface Limits {
  readonly run: number;
  readonly shortest: number;
  readonly gap: number;
  readonly thickest: number;
}

function limitsOf(millimetre: number, shortest: number): Limits {
  return {
    run: Math.max(12, Math.round(shortestRun * millimetre)),
    shortest: shortest * millimetre,
    gap: widestGap * millimetre,
    // A third of a millimetre, and the soft edges.
    thickest: Math.round(0.3 * millimetre + 1.6),
  };
}

/** A view of a mask with a rule's direction as "along". */
interface Lay {
  readonly mask: Uint8Array;
  readonly length: number;
  readonly breadth: number;
  readonly alongStep: number;
  readonly acrossStep: number;
}

interface Run {
  readonly across: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Takes printed rules and the sides of frames out of a whole cheque's mask. What crosses them stays: a rule's pixels go
 * only where nothing thicker than the rule lies across it.
 *
 * @param mask 1 on foreground; changed in place.
 * @param millimetre pixels to a millimetre.
 * @returns the rules, in the mask's pixels.
 */
export function dropRules(mask: Uint8Array, width: number, height: number, millimetre: number): PrintedRule[] {
  const across: Lay = { mask, length: width, breadth: height, alongStep: 1, acrossStep: width };
  const down: Lay = { mask, length: height, breadth: width, alongStep: width, acrossStep: 1 };
  const rules: PrintedRule[] = [];
  // Both directions are looked for before anything is erased, so that corners are seen whole.
  const wide = limitsOf(millimetre, shortestAcross);
  const tall = limitsOf(millimetre, shortestDown);
  const found = [
    { lay: across, direction: 'across' as const, rules: findRules(longRuns(across, wide.run), across, wide) },
    { lay: down, direction: 'down' as const, rules: findRules(longRuns(down, tall.run), down, tall) },
  ];
  const level = found[0]!.rules;
  for (const { lay, direction, rules: straight } of found) {
    for (const rule of straight) {
      if (direction === 'down' && !isFrameSide(rule, level, height, millimetre)) continue;
      erase(lay, rule);
      rules.push({ direction, ...rule });
    }
  }
  return rules;
}

/**
 * Whether an upright line is a frame's side: it is longer than a hand's stroke, or ends on a rule or at the picture's edge on
 * both sides. An upright stroke of a pen may end on a rule too, but hardly with both its ends.
 */
function isFrameSide(
  side: Omit<PrintedRule, 'direction'>,
  rules: readonly Omit<PrintedRule, 'direction'>[],
  height: number,
  millimetre: number,
): boolean {
  if (side.to - side.from > longestStroke * millimetre) return true;
  const reach = 0.8 * millimetre + 1;
  const anchored = (end: number, at: number): boolean =>
    end < reach ||
    end > height - 1 - reach ||
    rules.some((rule) => {
      if (at < rule.from - reach || at > rule.to + reach) return false;
      const share = (at - rule.from) / Math.max(1, rule.to - rule.from);
      return Math.abs(rule.startAt + share * (rule.endAt - rule.startAt) - end) <= reach;
    });
  return anchored(side.from, side.startAt) && anchored(side.to, side.endAt);
}

/** Runs along of at least so many pixels, in order across and then along. A look at a few pixels of each line finds them all. */
function longRuns({ mask, length, breadth, alongStep, acrossStep }: Lay, shortest: number): Run[] {
  const runs: Run[] = [];
  const step = Math.max(1, shortest >> 1);
  for (let across = 0; across < breadth; across += 1) {
    const start = across * acrossStep;
    for (let along = step - 1; along < length; along += step) {
      if (!mask[start + along * alongStep]) continue;
      let from = along;
      while (from > 0 && mask[start + (from - 1) * alongStep]) from -= 1;
      let to = along;
      while (to < length - 1 && mask[start + (to + 1) * alongStep]) to += 1;
      if (to - from + 1 >= shortest) runs.push({ across, from, to });
      while (along + step <= to) along += step;
    }
  }
  return runs;
}

/** Joins runs that go on from each other, and keeps the straight, thin, long ones. */
function findRules(runs: readonly Run[], lay: Lay, limits: Limits): Omit<PrintedRule, 'direction'>[] {
  const groups = runs.map((_run, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (groups[root] !== root) root = groups[root]!;
    groups[index] = root;
    return root;
  };
  for (let one = 0; one < runs.length; one += 1) {
    const run = runs[one]!;
    for (let other = one + 1; other < runs.length && runs[other]!.across <= run.across + 1; other += 1) {
      const next = runs[other]!;
      if (next.from <= run.to + limits.gap && next.to >= run.from - limits.gap) groups[rootOf(other)] = rootOf(one);
    }
  }
  const chains = new Map<number, Run[]>();
  runs.forEach((run, index) => {
    const root = rootOf(index);
    const chain = chains.get(root);
    if (chain) chain.push(run);
    else chains.set(root, [run]);
  });
  const rules: Omit<PrintedRule, 'direction'>[] = [];
  for (const chain of chains.values()) {
    const rule = straightRule(chain, lay, limits);
    if (rule) rules.push(rule);
  }
  return rules;
}

/**
 * The line through a chain of runs, where it is one. Each run weighs by its length, its two ends standing for it; runs that
 * lie beside the line (a flourish that touches it) are left out of a second and a third fit.
 */
function straightRule(chain: readonly Run[], lay: Lay, limits: Limits): Omit<PrintedRule, 'direction'> | null {
  let runs = chain;
  for (let fit = 0; fit < 3; fit += 1) {
    const line = lineThrough(runs);
    if (line.to - line.from + 1 < limits.shortest) return null;
    if (Math.abs(line.slope) <= steepest && line.thickness <= limits.thickest && line.excess <= straightness ** 2) {
      const startAt = line.across + line.slope * (line.from - line.along);
      const endAt = line.across + line.slope * (line.to - line.along);
      const rule = { from: line.from, to: line.to, startAt, endAt, thickness: line.thickness };
      return goesOn(rule, chain, runs) || coverage(lay, rule) < 0.85 ? null : rule;
    }
    const reach = Math.max(1.5, fit === 0 ? Math.sqrt(line.stray) : limits.thickest / 2);
    runs = runs.filter((run) => {
      const middle = (run.from + run.to) / 2;
      return Math.abs(run.across - line.across - line.slope * (middle - line.along)) <= reach;
    });
    if (runs.length === 0) return null;
  }
  return null;
}

/** Whether a run that isn't the line's own goes on from one of its ends, as the stroke of a hand does that is straight for a while. */
function goesOn(rule: Omit<PrintedRule, 'direction'>, chain: readonly Run[], own: readonly Run[]): boolean {
  if (own.length === chain.length) return false;
  const mine = new Set(own);
  const near = rule.thickness + 1;
  return chain.some((run) => {
    if (mine.has(run)) return false;
    const overEnd = run.from <= rule.to + 2 && run.to > rule.to + 2 && Math.abs(run.across - rule.endAt) <= near;
    const beforeStart =
      run.to >= rule.from - 2 && run.from < rule.from - 2 && Math.abs(run.across - rule.startAt) <= near;
    return overEnd || beforeStart;
  });
}

/** The line that fits runs best, where it starts and ends, and how far they stray from it beyond what its thickness makes. */
function lineThrough(runs: readonly Run[]) {
  let [from, to] = [Infinity, -1];
  let [weight, along, across, square, product] = [0, 0, 0, 0, 0];
  for (const run of runs) {
    const length = run.to - run.from + 1;
    const middle = (run.from + run.to) / 2;
    from = Math.min(from, run.from);
    to = Math.max(to, run.to);
    weight += length;
    along += length * middle;
    across += length * run.across;
    square += length * (middle * middle + (length * length) / 12);
    product += length * middle * run.across;
  }
  along /= weight;
  across /= weight;
  const spread = square / weight - along * along;
  const slope = spread > 0 ? (product / weight - along * across) / spread : 0;
  let stray = 0;
  for (const run of runs) {
    const middle = (run.from + run.to) / 2;
    stray += (run.to - run.from + 1) * (run.across - across - slope * (middle - along)) ** 2;
  }
  stray /= weight;
  const thickness = Math.max(1, Math.round(weight / (to - from + 1)));
  // A rule of t rows strays from its middle by √((t² − 1) / 12) through its thickness alone.
  return { from, to, along, across, slope, thickness, stray, excess: stray - (thickness * thickness - 1) / 12 };
}

function coverage(lay: Lay, rule: Pick<PrintedRule, 'from' | 'to' | 'startAt' | 'endAt'>): number {
  let inked = 0;
  const slope = (rule.endAt - rule.startAt) / Math.max(1, rule.to - rule.from);
  for (let along = rule.from; along <= rule.to; along += 1) {
    const across = Math.round(rule.startAt + slope * (along - rule.from));
    for (let at = Math.max(0, across - 1); at <= Math.min(lay.breadth - 1, across + 1); at += 1) {
      if (!lay.mask[along * lay.alongStep + at * lay.acrossStep]) continue;
      inked += 1;
      break;
    }
  }
  return inked / (rule.to - rule.from + 1);
}

/** Takes a rule's pixels away where the run across it is no longer than the rule is thick and a soft edge on each side. */
function erase(lay: Lay, rule: Omit<PrintedRule, 'direction'>): void {
  const { mask, breadth, alongStep, acrossStep } = lay;
  const slope = (rule.endAt - rule.startAt) / Math.max(1, rule.to - rule.from);
  const reach = (rule.thickness + 1) >> 1;
  for (let along = rule.from; along <= rule.to; along += 1) {
    const start = along * alongStep;
    const centre = Math.round(rule.startAt + slope * (along - rule.from));
    for (let across = Math.max(0, centre - reach); across <= Math.min(breadth - 1, centre + reach); across += 1) {
      if (!mask[start + across * acrossStep]) continue;
      let first = across;
      while (first > 0 && mask[start + (first - 1) * acrossStep]) first -= 1;
      let last = across;
      while (last < breadth - 1 && mask[start + (last + 1) * acrossStep]) last += 1;
      if (last - first + 1 > rule.thickness + 1) {
        across = last;
        continue;
      }
      for (let pixel = first; pixel <= last; pixel += 1) mask[start + pixel * acrossStep] = 0;
    }
  }
}
