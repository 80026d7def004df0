import { planSignature } from './motor-plan.ts';
import type { MotorPlan, PlannedTarget, SignatureStyle } from './motor-plan.ts';
import { setText } from './print-font.ts';
import { seededRandom } from './seeded.ts';
import type { Signer, Trace } from './signer.ts';
import { writeGenuine } from './writing.ts';

const plainStyle: SignatureStyle = {
  form: 'full',
  capitalScale: 0.8,
  width: 0.9,
  clearLetters: 99,
  fading: 1,
  wordGap: 0.9,
  reach: 0.75,
  flourish: 'none',
  dots: true,
  stop: false,
};

/** Figures and marks, one run of the pen for each stroke of the typeface. */
function planFigures(text: string): MotorPlan {
  const runs = setText(text).runs.map(({ points, smooth }) =>
    points.map(({ x, y }): PlannedTarget => ({ x: x / 3.2, y: y / 3.2, cusp: !smooth, unit: 0 })),
  );
  return { runs, units: 1 };
}

/**
 * Fills in one field of a form in a signer's hand: smaller and plainer than the signature.
 *
 * @param kind `letters`: joined writing (words of the letters A to Z); `figures`: digits and marks, one by one.
 */
export function fillField(signer: Signer, text: string, kind: 'letters' | 'figures', field: string): Trace {
  const plan =
    kind === 'figures'
      ? planFigures(text)
      : planSignature(text, plainStyle, seededRandom('filling', signer.seed, 'plan'));
  const hand = {
    ...signer.hand,
    xHeight: kind === 'figures' ? 2.3 : 2,
    slant: signer.hand.slant * 0.7,
    rise: 0,
    variability: 0.6,
    onset: kind === 'figures' ? 0.75 : signer.hand.onset,
  };
  return writeGenuine({ ...signer, plan, hand }, field);
}
