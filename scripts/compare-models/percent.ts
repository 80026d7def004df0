import type * as v from 'valibot';
import type { evaluationSchema } from '../../src-main/contract/cli-evaluate.ts';

/** One set with one number of specimens, as manifests and checks keep it. */
export type Figures = v.InferOutput<typeof evaluationSchema>;
/** By data set, then number of specimens. */
export type Sets = Readonly<Record<string, Readonly<Record<string, Figures>>>>;

/** A share in per cent, to one decimal. */
export const percent = (share: number): string => (100 * share).toFixed(1);

/** A rate in per cent with its 95 % interval; a dash where there is none. */
export const rate = (value: Figures['skilledEer'] | undefined): string =>
  value ? `${percent(value.value)} (${percent(value.low)}–${percent(value.high)})` : '–';

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
