import type { EvaluateOutput } from '../../contract/cli-evaluate.ts';

/** Error rates for people, by data set and number of specimens. */
export function ratesText(output: Pick<EvaluateOutput, 'model' | 'provider' | 'sets'>): string {
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  const rate = (measured: { value: number; low: number; high: number } | null) =>
    measured
      ? `${percent(measured.value)} (${(100 * measured.low).toFixed(1)}–${(100 * measured.high).toFixed(1)})`
      : 'no trials';
  const shares = (measured: { match: number; review: number; mismatch: number } | null) =>
    measured
      ? `match ${percent(measured.match)}, review ${percent(measured.review)}, mismatch ${percent(measured.mismatch)}`
      : 'no trials';
  const lines = [`Model ${output.model} on ${output.provider}. Rates with 95 % intervals over writers.`];
  for (const [set, byNumber] of Object.entries(output.sets)) {
    for (const [specimens, result] of Object.entries(byNumber)) {
      const { counts, bands } = result;
      lines.push(
        '',
        `${set}, ${specimens} ${specimens === '1' ? 'specimen' : 'specimens'}`,
        `  equal error rate, skilled forgeries   ${rate(result.skilledEer)}`,
        `  equal error rate, random forgeries    ${rate(result.randomEer)}`,
        `  mean of the writers' own (skilled)    ${rate(result.writerMeanEer)}`,
        `  genuines above 1 % skilled accepted   ${rate(result.genuineAtFar1)}`,
        ...(['genuine', 'skilled', 'random'] as const).map((kind) => `  ${kind.padEnd(8)} ${shares(bands[kind])}`),
        ...(result.skilledMatchBound === null || result.skilledMatchBound === undefined
          ? []
          : [`  skilled forgeries in match: at most ${percent(result.skilledMatchBound)}, at 95 % confidence`]),
        `  trials: ${String(counts.genuine)} genuine, ${String(counts.skilled)} skilled, ${String(counts.random)} random; ${String(counts.refused)} refused`,
      );
    }
  }
  return lines.join('\n');
}
