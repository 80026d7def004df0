import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { movePen } from '../../src-main/sample/kinematics.ts';
import { letterForm } from '../../src-main/sample/letters.ts';
import { traceExtent } from '../../src-main/sample/render.ts';
import { seededRandom } from '../../src-main/sample/seeded.ts';
import { createSigner, writeGenuine, writeImitation } from '../../src-main/sample/signer.ts';
import type { Trace } from '../../src-main/sample/signer.ts';
import { shapeDistance } from './shape-distance.ts';

const bytesOf = (trace: Trace) =>
  Buffer.from(new Float64Array(trace.points.flatMap(({ x, y, pressure, time }) => [x, y, pressure, time])).buffer);

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('movement', () => {
  const tempo = { duration: 0.15, onset: 0.5, sigma: 0.28, jitter: 0.05 };
  const place = (x: number, y: number, cusp = false) => ({ x, y, cusp, rest: 0 });

  test('starts at the first place and comes to rest at the last', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 }), fc.boolean()), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.integer(),
        (targets, seed) => {
          const places = targets.map(([x, y, cusp]) => place(x, y, cusp));
          const samples = movePen(places, tempo, 1, seededRandom(seed));
          expect(samples[0]?.time).toBe(1);
          expect(
            Math.hypot((samples[0]?.x ?? NaN) - (places[0]?.x ?? 0), (samples[0]?.y ?? NaN) - (places[0]?.y ?? 0)),
          ).toBeLessThan(0.2);
          const [end, aim] = [samples.at(-1), places.at(-1)];
          expect(Math.hypot((end?.x ?? NaN) - (aim?.x ?? 0), (end?.y ?? NaN) - (aim?.y ?? 0))).toBeLessThan(0.5);
        },
      ),
    );
  });

  test('is fastest in the middle of a stroke, and skewed to its start', () => {
    const samples = movePen([place(0, 0), place(10, 0)], { ...tempo, sigma: 0.4 }, 0, seededRandom(1));
    const speeds = samples.slice(1).map((sample, index) => sample.x - (samples[index]?.x ?? 0));
    const peak = speeds.indexOf(Math.max(...speeds)) / speeds.length;
    expect(peak).toBeGreaterThan(0.1);
    expect(peak).toBeLessThan(0.5);
  });

  test('needs a place', () => {
    expect(() => movePen([], tempo, 0, seededRandom(1))).toThrow('at least one place');
  });
});

test('every letter has a form, and other characters are named', () => {
  for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') {
    const form = letterForm(letter);
    expect(form.advance, letter).toBeGreaterThan(0.3);
    for (const run of [...form.runs, ...form.later]) {
      for (const target of run) expect(Number.isFinite(target.x) && Number.isFinite(target.y), letter).toBe(true);
    }
  }
  expect(() => createSigner(1, 'Zoé')).toThrow('No cursive form for "é"');
  expect(() => createSigner(1, ' ')).toThrow('at least one letter');
});

describe('signers', () => {
  test('the same seed writes the same trace, another seed another', () => {
    for (const seed of [0, 1, 'a word']) {
      const [one, two] = [createSigner(seed), createSigner(seed)];
      expect(bytesOf(writeGenuine(one, 3)).equals(bytesOf(writeGenuine(two, 3)))).toBe(true);
      const forger = createSigner('forger');
      expect(bytesOf(writeImitation(one, forger, 1, 0.4)).equals(bytesOf(writeImitation(two, forger, 1, 0.4)))).toBe(
        true,
      );
      expect(bytesOf(writeGenuine(one, 3)).equals(bytesOf(writeGenuine(one, 4)))).toBe(false);
    }
    expect(bytesOf(writeGenuine(createSigner(1), 1)).equals(bytesOf(writeGenuine(createSigner(2), 1)))).toBe(false);
  });

  test('every trace is a signature of a person’s size, with pressure and time that make sense', () => {
    for (let seed = 0; seed < 60; seed++) {
      const signer = createSigner(seed);
      const forger = createSigner(seed + 1000);
      for (const trace of [writeGenuine(signer, 0), writeImitation(signer, forger, 0, 0)]) {
        const { left, right, top, bottom } = traceExtent(trace);
        expect(right - left, `width of ${seed}`).toBeGreaterThan(8);
        expect(right - left, `width of ${seed}`).toBeLessThan(130);
        expect(bottom - top, `height of ${seed}`).toBeGreaterThan(2.5);
        expect(bottom - top, `height of ${seed}`).toBeLessThan(45);
        const wrong = trace.points.filter(
          ({ pressure, time }, index) =>
            !(pressure >= 0 && pressure <= 1 && time >= (trace.points[index - 1]?.time ?? 0)),
        );
        expect(wrong).toEqual([]);
        expect(trace.points.at(-1)?.pressure).toBe(0);
      }
    }
  });

  test('genuine signatures of one signer differ, and lie nearer to each other than imitations and other hands', () => {
    const among: number[] = [];
    const imitations: number[] = [];
    const clumsy: number[] = [];
    const others: number[] = [];
    let nearest = 0;
    for (let seed = 0; seed < 30; seed++) {
      const signer = createSigner(seed);
      const forger = createSigner(seed + 500);
      const genuine = [0, 1, 2, 3].map((repetition) => writeGenuine(signer, repetition));
      const pairs = genuine.flatMap((one, index) => genuine.slice(index + 1).map((two) => shapeDistance(one, two)));
      expect(Math.min(...pairs)).toBeGreaterThan(0);
      among.push(mean(pairs));
      const forged = writeImitation(signer, forger, 0, 0.5);
      imitations.push(mean(genuine.map((one) => shapeDistance(one, forged))));
      clumsy.push(mean(genuine.map((one) => shapeDistance(one, writeImitation(signer, forger, 0, 0)))));
      others.push(mean(genuine.map((one) => shapeDistance(one, writeGenuine(forger, 0)))));
      if ((imitations.at(-1) ?? 0) > (among.at(-1) ?? 0)) nearest++;
    }
    expect(mean(imitations)).toBeGreaterThan(1.2 * mean(among));
    expect(mean(clumsy)).toBeGreaterThan(mean(imitations));
    expect(mean(others)).toBeGreaterThan(mean(clumsy));
    expect(nearest).toBeGreaterThanOrEqual(22);
  });

  test('genuine signatures of one signer cover much of the same place', () => {
    const overlaps = Array.from({ length: 10 }, (_, seed) => {
      const [one, two] = [0, 1].map((repetition) => traceExtent(writeGenuine(createSigner(seed), repetition)));
      if (!one || !two) return 0;
      const common = (low: 'left' | 'top', high: 'right' | 'bottom') =>
        (Math.min(one[high], two[high]) - Math.max(one[low], two[low])) /
        (Math.max(one[high], two[high]) - Math.min(one[low], two[low]));
      return common('left', 'right') * common('top', 'bottom');
    });
    expect(Math.min(...overlaps)).toBeGreaterThan(0.4);
  });

  test('an imitation is slower than the hand it copies, and less so with skill', () => {
    for (let seed = 0; seed < 8; seed++) {
      const signer = createSigner(seed);
      const forger = createSigner(seed + 500);
      const lasts = (trace: Trace) => trace.points.at(-1)?.time ?? 0;
      const clumsy = lasts(writeImitation(signer, forger, 0, 0));
      const skilled = lasts(writeImitation(signer, forger, 0, 0.8));
      expect(clumsy).toBeGreaterThan(1.5 * lasts(writeGenuine(signer, 0)));
      expect(clumsy).toBeGreaterThan(skilled);
    }
  });
});
