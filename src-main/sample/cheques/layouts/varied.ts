import { seededRandom } from '../../seeded.ts';
import type { SeededRandom } from '../../seeded.ts';
import type { Area } from '../geometry.ts';
import type { BackgroundFamily, ChequeLayout, DateForm, Label, SignatureLine, WritingLine } from '../layout.ts';
import { boldFace, narrowFace, plainFace, serifFace, slantedFace } from '../type.ts';
import type { Typeface } from '../type.ts';
import { tunedLayouts } from './tuned.ts';

/** How many forms there are that no bank would print. */
const count = 96;

const faces: readonly [Typeface, ...Typeface[]] = [plainFace, serifFace, slantedFace, boldFace, narrowFace];
const dateForms: readonly [DateForm, ...DateForm[]] = ['slashed', 'month', 'boxed', 'dotted'];
const rules: readonly [WritingLine['rule'], ...WritingLine['rule'][]] = ['line', 'line', 'dots', 'microprint', 'none'];
const below: readonly [string | null, ...(string | null)[]] = [
  null,
  'Authorised signatory',
  'Please sign above this line',
  'Signature',
  'For the account holder',
];
const phrases: readonly [string, ...string[]] = [
  'Not negotiable',
  'Account payee only',
  'Valid for six months from date of issue',
  'Security features on the back',
  'Member of the clearing house',
  'Stamp here',
];
const [firstTuned, ...otherTuned] = tunedLayouts;
const backgrounds: readonly [BackgroundFamily, ...BackgroundFamily[]] = [
  firstTuned.backgrounds[0],
  ...tunedLayouts.flatMap((layout) => layout.backgrounds),
];

let made: readonly [ChequeLayout, ...ChequeLayout[]] | null = null;

/**
 * The forms to tune on, rearranged at random: other sizes, other places, other print. What learns from these can't learn by
 * heart where a form has its parts. Nothing of a held-out form is in them.
 */
export function variedLayouts(): readonly [ChequeLayout, ...ChequeLayout[]] {
  made ??= [variedLayout(0), ...Array.from({ length: count - 1 }, (_, at) => variedLayout(at + 1))];
  return made;
}

function variedLayout(number: number): ChequeLayout {
  const random = seededRandom('varied layout', number);
  const base = random.pick([firstTuned, ...otherTuned]);
  const paper = {
    width: Math.round(base.paper.width * random.uniform(0.9, 1.12)),
    height: Math.round(base.paper.height * random.uniform(0.94, 1.14)),
  };
  const [across, down] = [paper.width / base.paper.width, paper.height / base.paper.height];
  const micr = { ...base.micr, base: paper.height - (base.paper.height - base.micr.base) };
  const lowest = micr.base - 5;
  const mirrored = random.chance(0.4);
  const strayX = (x: number, width: number, stray: number): number =>
    within((mirrored ? paper.width - x - width : x) + random.uniform(-stray, stray), 2, paper.width - width - 2);
  const strayY = (y: number, stray: number, least: number, most: number): number =>
    within(y * down + random.uniform(-stray, stray), least, most);
  const line = <Line extends WritingLine>(from: Line, stray: number): Line => {
    const width = Math.min(from.width * across * random.uniform(0.85, 1.05), paper.width - 6);
    return {
      ...from,
      width,
      x: strayX(from.x * across, width, stray),
      y: strayY(from.y, stray, 8, lowest),
      rule: random.pick(rules),
    };
  };
  const area = (from: Area, stray: number): Area => {
    const width = Math.min(from.width * across, paper.width - 4);
    return {
      ...from,
      width,
      x: strayX(from.x * across, width, stray),
      y: strayY(from.y, stray, 0, micr.base - from.height),
    };
  };
  const signatures = signatureLines(base, paper, lowest, random.child('signatures'));
  const face = random.pick(faces);
  const labels = base.labels
    .filter(() => random.chance(0.85))
    .map((label): Label => {
      const size = label.size * random.uniform(0.8, 1.3);
      return {
        ...label,
        size,
        x: mirrored ? within(paper.width - label.x * across - 14, 2, paper.width - 12) : label.x * across,
        y: strayY(label.y, 1.5, size + 0.5, lowest),
        ...(mirrored ? { align: 'left', most: 44 } : {}),
        face: random.chance(0.5) ? face : random.pick(faces),
      };
    });
  for (let more = random.integer(4); more > 0; more -= 1) {
    const size = random.uniform(1.2, 3.2);
    labels.push({
      text: random.pick(phrases),
      size,
      x: random.uniform(4, paper.width * 0.7),
      y: random.uniform(6, lowest),
      most: paper.width * 0.28,
      coloured: random.chance(0.4),
      face: random.pick(faces),
    });
  }
  return {
    ...base,
    id: `varied-${String(number + 1)}`,
    set: 'varied',
    paper,
    micr,
    date: line(base.date, 4),
    payee: line(base.payee, 3),
    words: base.words.map((from) => line(from, 3)) as [WritingLine, ...WritingLine[]],
    amount: area(base.amount, 4),
    amountBox: random.chance(0.6),
    memo: base.memo && random.chance(0.8) ? line(base.memo, 5) : null,
    signatures,
    labels,
    boxes: base.boxes.filter(() => random.chance(0.7)).map((box) => area(box, 3)),
    logo: area(base.logo, 6),
    dateForm: random.pick(dateForms),
    backgrounds: [random.pick(backgrounds), random.pick(backgrounds), random.pick(backgrounds)],
    hues: [random.integer(360), random.integer(360)],
    face,
    crossing: random.chance(0.4) ? (base.crossing ?? { x: 4, y: 2, width: 34, height: 18 }) : null,
    clearBand: random.chance(0.5),
  };
}

/** One to three lines for signatures, anywhere in the lower half, one above the other or side by side. */
function signatureLines(
  { signatures: [first] }: ChequeLayout,
  paper: ChequeLayout['paper'],
  lowest: number,
  random: SeededRandom,
): [SignatureLine, ...SignatureLine[]] {
  const lines = random.pick([1, 1, 2, 2, 3]);
  const stacked = random.chance(0.5);
  const width = Math.min(random.uniform(42, 78), stacked ? paper.width - 10 : (paper.width - 10) / lines);
  const left = random.uniform(4, Math.max(5, paper.width - 4 - width * (stacked ? 1 : lines)));
  const gap = random.uniform(9, 15);
  const deepest = lowest - random.uniform(0, 9);
  const line = (at: number): SignatureLine => ({
    ...first,
    width: stacked ? width : width * 0.94,
    x: stacked ? left : left + width * at,
    y: stacked ? Math.max(16, deepest - gap * (lines - 1 - at)) : deepest,
    rule: random.pick(rules),
    above: random.chance(0.3) ? 'For {holder}' : null,
    below: random.pick(below),
  });
  return [line(0), ...Array.from({ length: lines - 1 }, (_, at) => line(at + 1))];
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(Math.max(least, most), value));
}
