import { beforeAll, describe, expect, it } from 'vitest';
import { differencesOf } from '../../src-main/desk/explain-differences.ts';
import { alignSignatures } from '../../src-main/imaging/align.ts';
import { findLooseInk } from '../../src-main/imaging/differences/counterparts.ts';
import { measureShape } from '../../src-main/imaging/differences/shape.ts';
import { readStrokes, type Strokes } from '../../src-main/imaging/differences/strokes.ts';
import type { GreyImage } from '../../src-main/imaging/image.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { renderTrace } from '../../src-main/sample/render.ts';
import { createSigner, writeGenuine, type Signer, type Trace, type TracePoint } from '../../src-main/sample/signer.ts';

interface Read {
  readonly clean: GreyImage;
  readonly strokes: Strokes;
}

function read(trace: Trace): Read {
  const { clean } = extractSignature(renderTrace(trace, { dpi: 200 }));
  const strokes = readStrokes(clean);
  if (!strokes) throw new Error('The signature holds no ink.');
  return { clean, strokes };
}

/** The kinds of the reasons, the furthest out first. */
function reasons(questioned: Read, specimens: readonly Read[]): string[] {
  const nearestFirst = specimens
    .map((specimen) => ({ ...specimen, alignment: alignSignatures(specimen.clean, questioned.clean) }))
    .sort((one, other) => other.alignment.overlap - one.alignment.overlap);
  const placed = nearestFirst.map(({ clean, strokes, alignment }, at) => ({
    strokes,
    alignment,
    nearestOver: at === 0 ? null : alignSignatures(clean, nearestFirst[0]!.clean),
  }));
  const { extra, missing } = findLooseInk(questioned.strokes, placed);
  return differencesOf({
    questioned: measureShape(questioned.strokes),
    specimens: specimens.map(({ strokes }) => measureShape(strokes)),
    loose: { extra: extra.largest, missing: missing.largest },
  })
    .filter(({ outside }) => outside > 1)
    .map(({ kind }) => kind);
}

const changed = (trace: Trace, change: (point: TracePoint) => Partial<TracePoint>): Trace => ({
  ...trace,
  points: trace.points.map((point) => ({ ...point, ...change(point) })),
});

/** Leans a signature by an angle in degrees, to the right above 0. */
const leaning = (trace: Trace, angle: number): Trace =>
  changed(trace, ({ x, y }) => ({ x: x - y * Math.tan((angle * Math.PI) / 180) }));

/** Shakes the pen to and fro, in millimetres, once every 1.2 mm of its way. */
function shaken(trace: Trace, height: number): Trace {
  let way = 0;
  let last: TracePoint | null = null;
  return changed(trace, (point) => {
    const [dx, dy] = last ? [point.x - last.x, point.y - last.y] : [0, 0];
    const length = Math.hypot(dx, dy);
    way += length;
    last = point;
    if (length === 0) return {};
    const off = height * Math.sin((2 * Math.PI * way) / 1.2);
    return { x: point.x - (dy / length) * off, y: point.y + (dx / length) * off };
  });
}

/** Adds a line well below the signature's right half. */
function underlined(trace: Trace): Trace {
  const down = trace.points.filter(({ pressure }) => pressure > 0);
  const right = Math.max(...down.map(({ x }) => x));
  const left = (Math.min(...down.map(({ x }) => x)) + right) / 2;
  const low = Math.max(...down.map(({ y }) => y)) + 6;
  const end = trace.points.at(-1)!.time;
  const line = Array.from({ length: 101 }, (_none, at) => ({
    x: left + ((right - left) * at) / 100,
    y: low - at / 100,
    pressure: at === 100 ? 0 : 0.6,
    time: end + (at + 1) / 100,
  }));
  return { ...trace, points: [...trace.points, ...line] };
}

const signers: readonly Signer[] = ['why 1', 'why 2', 'why 3'].map((seed) => createSigner(seed));

describe.each(signers)('signatures of $name', { timeout: 90_000 }, (signer) => {
  let specimens: Read[] = [];
  let plain: Trace;
  beforeAll(() => {
    plain = writeGenuine(signer, 'questioned 1');
    specimens = [1, 2, 3, 4, 5].map((repetition) => read(writeGenuine(signer, `specimen ${repetition}`)));
  }, 60_000);

  it('give the slant as the first reason when one leans', () => {
    expect(reasons(read(leaning(plain, -35)), specimens)[0]).toBe('slant');
  });

  it('give the tremor as the first reason when one shakes', () => {
    expect(reasons(read(shaken(plain, 0.25)), specimens)[0]).toBe('tremor');
  });

  it('name the extra stroke when one has another line', () => {
    expect(reasons(read(underlined(plain)), specimens)).toContain('extra-stroke');
  });

  it('name the missing stroke when one lacks a line that all others have', () => {
    const lined = [1, 2, 3, 4, 5].map((repetition) => read(underlined(writeGenuine(signer, `specimen ${repetition}`))));
    expect(reasons(read(plain), lined)).toContain('missing-stroke');
  });

  it('give few reasons when nothing was changed', () => {
    const found = [1, 2].flatMap((repetition) => reasons(read(writeGenuine(signer, `other ${repetition}`)), specimens));
    expect(found.length).toBeLessThanOrEqual(1);
  });
});
