import type { EvaluateOutput } from '../../contract/cli-evaluate.ts';

type Measured = NonNullable<EvaluateOutput['conditions']>[string];

/**
 * Error rates by condition as a table for people: a line for each set, number of specimens and condition, the clean scans
 * first, and at the end the condition that is worst for skilled forgeries at the largest number of specimens.
 */
export function conditionsTable(output: EvaluateOutput): string {
  const measured = Object.values(output.conditions ?? {});
  const width = Math.max('no condition'.length, ...measured.map(({ title }) => title.length));
  const lines = ['Specimens clean, questioned signatures under a condition; equal error rates in %.'];
  for (const [set, byNumber] of Object.entries(output.sets)) {
    for (const specimens of Object.keys(byNumber)) {
      const line = (title: string, sets: EvaluateOutput['sets'], refused: number | undefined) => {
        const result = sets[set]?.[specimens];
        const rates = [result?.skilledEer, result?.randomEer, result?.genuineAtFar1];
        return [
          title.padEnd(width),
          ...rates.map((rate) => percent(rate).padStart(20)),
          String(refused ?? '').padStart(15),
        ];
      };
      lines.push(
        '',
        `${set}, ${specimens} ${specimens === '1' ? 'specimen' : 'specimens'}`,
        [
          ''.padEnd(width),
          ...['skilled', 'random', 'genuine at 1 %'].map((name) => name.padStart(20)),
          'scans refused'.padStart(15),
        ].join(' '),
        line('no condition', output.sets, undefined).join(' '),
        ...measured.map(({ title, sets, refusedScans }) => line(title, sets, refusedScans[set]).join(' ')),
      );
    }
  }
  return [...lines, '', worstLine(output, measured)].join('\n');
}

function percent(rate: { value: number; low: number; high: number } | null | undefined): string {
  if (!rate) return 'no trials';
  const number = (value: number) => (100 * value).toFixed(1);
  return `${number(rate.value)} (${number(rate.low)}–${number(rate.high)})`;
}

function worstLine(output: EvaluateOutput, measured: readonly Measured[]): string {
  const specimens = String(
    Math.max(...Object.values(output.sets).flatMap((byNumber) => Object.keys(byNumber).map(Number))),
  );
  let worst: { title: string; set: string; value: number } | null = null;
  for (const { title, sets } of measured) {
    for (const [set, byNumber] of Object.entries(sets)) {
      const value = byNumber[specimens]?.skilledEer?.value;
      if (value !== undefined && (!worst || value > worst.value)) worst = { title, set, value };
    }
  }
  return worst
    ? `Worst, ${specimens} ${specimens === '1' ? 'specimen' : 'specimens'}: ${worst.title} on ${worst.set}, skilled EER ${(100 * worst.value).toFixed(1)} %.`
    : 'No condition has trials against skilled forgeries.';
}
