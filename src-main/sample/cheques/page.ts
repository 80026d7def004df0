import type { Affine } from '../../imaging/affine.ts';
import type { SeededRandom } from '../seeded.ts';
import type { ScanCondition } from './conditions.ts';
import { lieMap } from './geometry.ts';
import type { Lie } from './geometry.ts';

/** A page, and where each cheque lies on it. */
export interface PagePlan {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** From each cheque's millimetres to the page's pixels. */
  readonly maps: readonly Affine[];
  /** Whether paper covers all of it. */
  readonly covered: boolean;
}

type Paper = { readonly width: number; readonly height: number };

const shifted = (map: Affine, x: number, y: number): Affine => ({ ...map, e: map.e + x, f: map.f + y });

/** Lays one or two cheques on a page. */
export function planPage(papers: readonly Paper[], condition: ScanCondition, random: SeededRandom): PagePlan {
  const { dotsPerInch, lie, page } = condition;
  const scale = dotsPerInch / 25.4;
  const [first, second] = papers.map((paper, at) => {
    const own: Lie = at === 0 ? lie : { ...lie, skew: lie.skew * 0.4 + random.normal(0, 0.3) };
    return lieMap(paper, own, dotsPerInch);
  });
  if (!first) throw new RangeError('A page needs a cheque.');
  if (page === 'two' && second) {
    const gap = random.uniform(2, 14) * scale;
    const edge = random.uniform(1, 6) * scale;
    const upright = lie.turn % 180 === 0;
    const apart = upright ? first.height + gap : first.width + gap;
    const width = Math.ceil((upright ? Math.max(first.width, second.width) : apart + second.width) + 2 * edge);
    const height = Math.ceil((upright ? apart + second.height : Math.max(first.height, second.height)) + 2 * edge);
    const maps = [
      shifted(first.map, edge, edge),
      shifted(second.map, edge + (upright ? 0 : apart), edge + (upright ? apart : 0)),
    ];
    return { width, height, maps, covered: false };
  }
  if (page === 'larger') {
    const sheets =
      dotsPerInch <= 200
        ? ([
            [210, 297],
            [216, 279],
            [236, 150],
            [250, 140],
          ] as const)
        : ([
            [232, 128],
            [240, 150],
          ] as const);
    const [across, down] = random.pick(
      sheets as unknown as [readonly [number, number], ...(readonly [number, number])[]],
    );
    const width = Math.ceil(Math.max(across * scale, first.width + 4 * scale));
    const height = Math.ceil(Math.max(down * scale, first.height + 4 * scale));
    const x = (width - first.width) * random.uniform(0.02, 0.98);
    const y = (height - first.height) * random.uniform(0.02, 0.98);
    return { width, height, maps: [shifted(first.map, x, y)], covered: false };
  }
  if (lie.skew === 0) {
    // A feeder's picture ends with the paper, give or take a pixel.
    const width = Math.floor(first.width + 0.02);
    const height = Math.floor(first.height + 0.02);
    return { width, height, maps: [first.map], covered: true };
  }
  const edge = random.chance(0.6) ? 0 : random.uniform(0.3, 3) * scale;
  return {
    width: Math.ceil(first.width + 2 * edge),
    height: Math.ceil(first.height + 2 * edge),
    maps: [shifted(first.map, edge, edge)],
    covered: false,
  };
}
