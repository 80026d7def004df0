import { describe, expect, test } from 'vitest';
import type { EvaluateOutput } from '../../src-main/contract/cli-evaluate.ts';
import { readArguments } from '../../src-main/shell/command-arguments.ts';
import { conditionsTable } from '../../src-main/shell/commands/conditions-table.ts';
import { evaluate, readConditions } from '../../src-main/shell/commands/evaluate.ts';

const rate = (value: number) => ({ value, low: value / 2, high: value * 2 });
const evaluation = (skilled: number): EvaluateOutput['sets'][string][string] => ({
  skilledEer: rate(skilled),
  randomEer: rate(0.01),
  writerMeanEer: null,
  genuineAtFar1: rate(0.4),
  bands: { genuine: null, skilled: null, random: null },
  counts: { genuine: 1, skilled: 1, random: 0, refused: 0 },
});
const output: EvaluateOutput = {
  model: 'm',
  provider: 'cpu',
  split: null,
  sets: { hill: { '1': evaluation(0.1), '5': evaluation(0.05) } },
  conditions: {
    wet: {
      title: 'wet paper',
      refusedScans: { hill: 7 },
      sets: { hill: { '1': evaluation(0.31), '5': evaluation(0.08) } },
    },
    cold: {
      title: 'cold ink',
      refusedScans: { hill: 0 },
      sets: { hill: { '1': evaluation(0.12), '5': evaluation(0.085) } },
    },
  },
};

describe('the table of conditions', () => {
  test('has a line for each condition, the clean scans first, and the worst at the end', () => {
    const lines = conditionsTable(output).split('\n');
    expect(lines.filter((line) => line.startsWith('no condition'))).toHaveLength(2);
    expect(lines.find((line) => line.startsWith('wet paper'))).toMatch(
      /^wet paper +31\.0 \(15\.5–62\.0\) +1\.0 \(0\.5–2\.0\) +40\.0 \(20\.0–80\.0\) +7$/,
    );
    expect(lines.indexOf('hill, 1 specimen')).toBeLessThan(lines.indexOf('hill, 5 specimens'));
    // The largest number of specimens decides, not the worst of all lines.
    expect(lines.at(-1)).toBe('Worst, 5 specimens: cold ink on hill, skilled EER 8.5 %.');
  });

  test('says so where nothing was tried against skilled forgeries', () => {
    const none = { ...evaluation(0), skilledEer: null };
    const sets = { hill: { '1': none } };
    const table = conditionsTable({
      ...output,
      sets,
      conditions: { wet: { title: 'wet', refusedScans: { hill: 0 }, sets } },
    });
    expect(table).toContain('no trials');
    expect(table).toContain('No condition has trials against skilled forgeries.');
  });
});

describe('--conditions', () => {
  test.each([
    [['--index', 'f'], null],
    [['--index', 'f', '--conditions'], 'all'],
    [['--conditions', '--index', 'f'], 'all'],
    [['--conditions', 'faint-ink,jpeg-20', '--index', 'f'], 'faint-ink,jpeg-20'],
    [['--conditions=grey-100', '--index', 'f'], 'grey-100'],
  ])('%j: %s', (words, value) => {
    expect(readArguments(evaluate, words).value('conditions')).toBe(value);
  });

  test('takes ids in any order, once each, or all', () => {
    const known = [{ id: 'wet' }, { id: 'cold' }, { id: 'old' }] as const;
    expect(readConditions('all', known)).toEqual(['wet', 'cold', 'old']);
    expect(readConditions('old, wet,old', known)).toEqual(['wet', 'old']);
    expect(() => readConditions('wet,rain', known)).toThrow(
      '--conditions knows no "rain"; there are wet, cold, old, and all.',
    );
  });
});
