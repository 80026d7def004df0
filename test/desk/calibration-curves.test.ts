import { describe, expect, it } from 'vitest';
import { calibrationCurves, curvesForWindow, type CurveTrial } from '../../src-main/desk/calibration-curves.ts';
import { crossFit, fitCalibration, type CalibrationTrial } from '../../src-main/metric/fit-calibration.ts';
import { upperBoundOfShare } from '../../src-main/metric/binomial.ts';
import type { TrialKind } from '../../src-main/metric/protocol.ts';
import { seededRandom } from '../../src-main/metric/seeded.ts';
import { parseManifest } from '../../src-main/model/manifest.ts';

const middles: Record<TrialKind, number> = { genuine: 0.3, skilled: 0.7, random: 1.2 };

/** Trials of four writers; every tenth can't be judged. */
function trials(count: number): CurveTrial[] {
  const random = seededRandom(count);
  return ['a', 'b', 'c', 'd'].flatMap((writer) =>
    (['genuine', 'skilled', 'random'] as const).flatMap((kind) =>
      Array.from({ length: 20 }, (_, index): CurveTrial => {
        const joined = middles[kind] + 0.6 * (random.next() - 0.5);
        return {
          dataset: 'set',
          writer,
          kind,
          specimens: ['s'],
          questioned: `${writer} ${kind} ${index % 5}`,
          questionedWriter: kind === 'random' ? (writer === 'a' ? 'b' : 'a') : writer,
          features: index % 10 === 9 ? null : { joined, spread: count === 1 ? 0 : 0.2, relative: 0, count },
        };
      }),
    ),
  );
}

const all = { one: trials(1), two: trials(2), many: trials(3) };
const judged = (list: readonly CurveTrial[]): CalibrationTrial[] =>
  list.flatMap(({ features, ...trial }) => (features ? [{ ...trial, features }] : []));
const calibration = fitCalibration(
  { one: judged(all.one), two: judged(all.two), many: judged(all.many) },
  { method: 'mean-of-best-two', thresholds: { confidence: 0 } },
);

describe('the curves of a calibration', () => {
  const curves = calibrationCurves(calibration, all);

  it('are exact at its thresholds, on scores crossed by writer, with what can’t be judged as an error', () => {
    for (const group of ['one', 'two', 'many'] as const) {
      const { matchAbove } = calibration.groups[group].thresholds!;
      const crossed = crossFit(judged(all[group]), group);
      const skilled = judged(all[group]).flatMap(({ kind }, at) => (kind === 'skilled' ? [crossed[at]!] : []));
      const refused = all[group].filter(({ kind, features }) => kind === 'skilled' && features === null).length;
      const passing = skilled.filter((score) => score >= matchAbove).length + refused;
      const point = curves[group].find(({ score }) => score === matchAbove);
      expect(refused).toBe(8);
      expect(point?.falseAccept).toBe(passing / (skilled.length + refused));
      expect(curves.signatures[group]).toEqual({ writers: 4, genuine: 20, skilled: 20 });
    }
  });

  it('fit the manifest, which refuses a curve that turns back', () => {
    const where = (value: unknown): string => {
      const parsed = parseManifest({ ...manifest, curves: value });
      return parsed.ok ? 'fits' : parsed.field;
    };
    const template = { file: 'twin.onnx', input: 'ink', output: 'template' };
    const manifest = {
      format: 'countersign-model/1',
      id: 'made',
      version: '1.0.0',
      title: 'Made',
      towers: { reference: template, questioned: template },
      input: { width: 176, height: 96, element: 'float32', imagingVersion: '1' },
      template: { dimension: 4 },
      metric: { kind: 'euclidean' },
      joining: { method: 'mean-of-best-two' },
      calibration,
      files: {},
      golden: { file: 'golden.json', tolerance: { cpu: 1, accelerator: 1 } },
      errorRates: {},
      training: { date: '2026-01-01', licence: 'none', datasets: [] },
    };
    expect(where(undefined)).toBe('fits');
    expect(where(JSON.parse(JSON.stringify(curves)))).toBe('fits');
    expect(where({ ...curves, two: curves.two.toReversed() })).toBe('curves.two');
    expect(where({ ...curves, many: [{ ...curves.many[0], falseReject: 1.5 }, curves.many[1]] })).toBe(
      'curves.many.0.falseReject',
    );
  });

  it('go to the window with the bound of every share, for the number of different forgeries', () => {
    const shown = curvesForWindow(curves);
    expect(curvesForWindow(undefined)).toBeNull();
    expect(curvesForWindow(curves)).toBe(shown);
    for (const point of shown!.many.points)
      expect(point.falseAcceptUpper).toBe(upperBoundOfShare(point.falseAccept, 20, 0.95));
    expect(shown!.many).toMatchObject({ writers: 4, genuine: 20, skilled: 20 });
  });
});
