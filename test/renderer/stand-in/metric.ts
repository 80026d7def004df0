import type {
  bankMetricCalls,
  BankMetricView,
  MetricFigures,
  MetricReport,
} from '../../../src-main/contract/bank-metric.ts';
import { CallFailure, type Handlers } from '../../../src-main/contract/calls.ts';
import { standInCurves } from './curves.ts';
import { standInModel } from './facts.ts';

function figures(curve: keyof typeof standInCurves, errors: readonly [number, number], match: number): MetricFigures {
  const { points } = standInCurves[curve];
  const shares = { match, review: 0.95 - match, mismatch: 0.05 };
  const forged = { match: 0.02, review: 0.3, mismatch: 0.68 };
  return {
    randomError: errors[0],
    decidedError: errors[1],
    random: points.map(({ score, randomAccept, falseReject }) => ({ score, falseAccept: randomAccept, falseReject })),
    decided: points.map(({ score, falseAccept, falseReject }) => ({ score, falseAccept, falseReject })),
    bands: { genuine: shares, random: forged, decidedGenuine: shares, decidedForgery: forged },
  };
}

export const standInReport: MetricReport = {
  model: { id: standInModel.id, hash: 'a'.repeat(64) },
  madeAt: '2026-11-25T09:00:00Z',
  madeBy: 'mwalker',
  signatories: 1180,
  specimens: 5420,
  decisions: { genuine: 310, forgery: 42 },
  declined: null,
  why: "On signatories left out of the fit (2710 genuine comparisons), the error against other people's signatures falls from 3.1 % to 2.2 %.",
  matrix: { share: 0.3, leastShrinkage: 0.8 },
  before: figures('one', [0.031, 0.089], 0.78),
  after: figures('many', [0.022, 0.061], 0.86),
  changes: {
    lookedAt: 200,
    leftOut: 3,
    checks: [
      {
        check: 'check-7',
        account: '0042137711',
        at: '2026-11-20T09:00:00Z',
        before: { verdict: 'review', score: 1.2 },
        after: { verdict: 'match', score: 3.4 },
      },
    ],
  },
};

/** The metric of a bank in memory. `outcome`: what the next fit comes to. */
export class StandInMetric {
  outcome: MetricReport = standInReport;
  view: BankMetricView = { inForce: null, judges: true, proposed: null, declined: null, history: [] };

  handlers(): Pick<Handlers, keyof typeof bankMetricCalls> {
    const set = (change: Partial<BankMetricView>) => {
      this.view = { ...this.view, ...change };
      return this.view;
    };
    const done = (what: 'adopted' | 'undone', hash: string) => [
      ...this.view.history,
      { what, hash, operator: 'mwalker', at: '2026-11-25T10:00:00Z' },
    ];
    return {
      bankMetric: async () => this.view,
      proposeMetric: async () =>
        this.outcome.declined === null
          ? set({ proposed: { hash: 'b'.repeat(64), report: this.outcome } })
          : { ...this.view, declined: this.outcome },
      dismissMetric: async () => set({ proposed: null }),
      adoptMetric: async ({ hash }) => {
        const { proposed } = this.view;
        if (proposed?.hash !== hash)
          throw new CallFailure({ fault: 'invalid', message: 'Another proposal waits by now. Look at that one.' });
        return set({ inForce: proposed, proposed: null, history: done('adopted', hash) });
      },
      undoMetric: async ({ hash }) => set({ inForce: null, history: done('undone', hash) }),
    };
  }
}
