import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellStretches,
  fieldStretches,
  placesOf,
  shownPart,
  stripScale,
} from '../../src-renderer/features/micr/micr-geometry.ts';

const at = (character: string, x: number) => ({
  character,
  confidence: 1,
  doubtful: false,
  box: { x, y: 10, width: 8, height: 20 },
  alternatives: [],
});

describe('the enlarged MICR line', () => {
  it('has a place for each character of its text, gaps that the reading left out too', () => {
    const characters = [at('1', 0), at('2', 30)];
    const places = placesOf({ readText: '1 2', characters });
    expect(places.map(({ character }) => character).join('')).toBe('1 2');
    expect(places[1]?.box).toMatchObject({ x: 8, width: 22 });
    const whole = [at('1', 0), at(' ', 10), at('2', 30)];
    expect(placesOf({ readText: '1 2', characters: whole })).toEqual(whole);
  });

  it('shows its characters with a little paper round them, and no more of the strip than there is', () => {
    expect(shownPart({ width: 400, height: 90 }, [at('1', 100), at('2', 200)])).toEqual({
      x: 88,
      y: 4,
      width: 132,
      height: 32,
    });
    expect(shownPart({ width: 400, height: 90 }, [])).toEqual({ x: 0, y: 0, width: 400, height: 90 });
    expect(shownPart({ width: 210, height: 30 }, [at('1', 0), at('2', 200)])).toEqual({
      x: 0,
      y: 4,
      width: 210,
      height: 26,
    });
  });

  it('fits into its room whatever the strip', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 100, max: 2000 }),
        (width, height, room) => {
          const scale = stripScale({ width, height }, { width: room, height: 40 });
          expect(width * scale).toBeLessThanOrEqual(room + 1e-6);
          expect(height * scale).toBeLessThanOrEqual(Math.max(40, height * 0.01) + 1e-6);
        },
      ),
    );
  });

  it('gives each character a cell round its middle, and no two the same spot', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 3, max: 60 }), { minLength: 1, maxLength: 60 }), (steps) => {
        let x = 0;
        const characters = steps.map((step) => ({ box: { x: (x += step + 8), y: 0, width: 8, height: 20 } }));
        const cells = cellStretches(characters, 0.5);
        cells.forEach((cell, place) => {
          const middle = ((characters[place]?.box.x ?? 0) + 4) * 0.5;
          expect(cell.left).toBeLessThanOrEqual(middle);
          expect(cell.left + cell.width).toBeGreaterThanOrEqual(middle);
          const next = cells[place + 1];
          if (next) expect(cell.left + cell.width).toBeLessThanOrEqual(next.left + 1e-6);
        });
      }),
    );
  });

  it('draws a field under its first to its last character, and leaves out one without any', () => {
    const cells = [0, 10, 20, 30].map((left) => ({ left, width: 10 }));
    const field = { name: 'a', label: 'A', text: '12', check: null };
    const drawn = fieldStretches(
      [
        { ...field, from: 1, to: 3 },
        { ...field, from: 2, to: 2 },
        { ...field, from: 9, to: 12 },
      ],
      cells,
    );
    expect(drawn.map(({ stretch }) => stretch)).toEqual([{ left: 11, width: 18 }]);
  });
});
