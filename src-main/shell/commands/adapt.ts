import { resolve } from 'node:path';
import type { MetricReport } from '../../contract/bank-metric.ts';
import type { AdaptOutput, AdaptStanding } from '../../contract/cli-adapt.ts';
import { jsonOption, storeOption, UsageError, type Command, type CommandResult } from '../command.ts';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function reportLines({ why, before, after, changes, signatories, specimens, decisions }: MetricReport): string[] {
  const bands = (of: 'genuine' | 'random', words: string): string[] =>
    before && after
      ? [
          `  ${words}: match ${percent(before.bands[of].match)} → ${percent(after.bands[of].match)}, review ${percent(before.bands[of].review)} → ${percent(after.bands[of].review)}, mismatch ${percent(before.bands[of].mismatch)} → ${percent(after.bands[of].mismatch)}`,
        ]
      : [];
  const { genuine, forgery } = decisions;
  return [
    `  ${why}`,
    `  From ${specimens} specimens of ${signatories} signatories${genuine + forgery > 0 ? `, ${genuine} decisions for genuine and ${forgery} for forged` : ', without decisions'}.`,
    ...bands('genuine', 'Genuine signatures left out'),
    ...bands('random', "Other people's signatures"),
    `  ${changes.checks.length} of the last ${changes.lookedAt} verdicts would be another one.`,
  ];
}

function resultOf(output: AdaptStanding & Partial<Pick<AdaptOutput, 'report'>>): CommandResult {
  const { inForce, judges, proposed, report } = output;
  const inForceWords = `In force: ${inForce ?? ''}${judges ? '' : ' (made for another package: it does not judge)'}`;
  const lines = [
    inForce === null ? 'The package judges alone.' : inForceWords,
    ...(proposed === null ? [] : [`Proposed: ${proposed}`]),
    ...(report ? [report.declined ? 'No metric is proposed.' : 'What was found:', ...reportLines(report)] : []),
    ...(proposed === null ? [] : [`To let it judge: countersign adapt adopt --store DIR --hash ${proposed}`]),
  ];
  return { output, text: lines.join('\n'), exitCode: 0 };
}

/** `countersign adapt`. */
export const adapt: Command = {
  name: 'adapt',
  summary: "Fits a metric to the bank's own signatures, tries it on signatories left out, and proposes it or declines.",
  usage: ['--store DIR [--labels] [--json]'],
  options: [storeOption, { name: 'labels', help: "also learn from clerks' decisions" }, jsonOption],
  notes: ['What judges stays as it is until a supervisor adopts the proposal.'],
  async run(given, host) {
    const { adaptStore } = await import('../../desk/adapt/adapt-command.ts');
    return resultOf(await adaptStore(host, { store: resolve(given.required('store')), labels: given.given('labels') }));
  },
};

/** `countersign adapt show`. */
export const adaptShow: Command = {
  name: 'adapt show',
  summary: "Shows the bank's metric in force and the one that waits.",
  usage: ['--store DIR [--json]'],
  options: [storeOption, jsonOption],
  async run(given, host) {
    const { showMetric } = await import('../../desk/adapt/adapt-command.ts');
    return resultOf(await showMetric(host, { store: resolve(given.required('store')) }));
  },
};

/** `countersign adapt adopt`. */
export const adaptAdopt: Command = {
  name: 'adapt adopt',
  summary: 'Lets the proposed metric judge cheques.',
  usage: ['--store DIR --hash SHA256 [--json]'],
  options: [
    storeOption,
    { name: 'hash', value: 'SHA256', required: true, help: 'the hash of the proposal that you looked at' },
    jsonOption,
  ],
  notes: ['The adoption is on record. Verdicts name the metric that they were made by.'],
  async run(given, host) {
    const hash = given.required('hash').toLowerCase();
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new UsageError('--hash takes the 64 hexadecimal digits of a SHA-256.');
    const { adoptMetric } = await import('../../desk/adapt/adapt-command.ts');
    return resultOf(await adoptMetric(host, { store: resolve(given.required('store')), hash }));
  },
};

/** `countersign adapt dismiss`. */
export const adaptDismiss: Command = {
  name: 'adapt dismiss',
  summary: 'Takes the proposed metric away.',
  usage: ['--store DIR [--json]'],
  options: [storeOption, jsonOption],
  async run(given, host) {
    const { dismissMetric } = await import('../../desk/adapt/adapt-command.ts');
    return resultOf(await dismissMetric(host, { store: resolve(given.required('store')) }));
  },
};

/** `countersign adapt undo`. */
export const adaptUndo: Command = {
  name: 'adapt undo',
  summary: 'Takes the metric in force back: the one before, or the package alone, judges again.',
  usage: ['--store DIR [--json]'],
  options: [storeOption, jsonOption],
  async run(given, host) {
    const { undoMetric } = await import('../../desk/adapt/adapt-command.ts');
    return resultOf(await undoMetric(host, { store: resolve(given.required('store')) }));
  },
};
