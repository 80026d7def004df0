import type { MetricFigures, MetricReport } from '../../../src-main/contract/bank-metric.ts';
import { counted } from '../result/words.ts';

/** A share in per cent, with one decimal below ten. */
export function shareText(share: number): string {
  const percent = share * 100;
  return `${percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

/** What a metric was made of. */
export function madeOfText({ signatories, specimens, decisions }: MetricReport): string {
  const labels = decisions.genuine + decisions.forgery;
  const known = labels === 0 ? '' : `, and ${counted(labels, 'decision')} of clerks`;
  return `${counted(specimens, 'specimen')} of ${counted(signatories, 'signatory', 'signatories')}${known}`;
}

/** A kind of held-out comparison with its shares in the bands. */
export interface BandRow {
  readonly title: string;
  readonly before: MetricFigures['bands']['genuine'];
  readonly after: MetricFigures['bands']['genuine'];
}

/** The kinds of comparison that both figures have. */
export function bandRows(before: MetricFigures, after: MetricFigures): BandRow[] {
  const kinds = [
    ['genuine', 'Genuine signatures'],
    ['random', "Other people's signatures"],
    ['decidedGenuine', 'Accepted by clerks'],
    ['decidedForgery', 'Returned by clerks as not genuine'],
  ] as const;
  return kinds.flatMap(([kind, title]) => {
    const [then, now] = [before.bands[kind], after.bands[kind]];
    return then && now ? [{ title, before: then, after: now }] : [];
  });
}
