import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ChequeInk, InkComponent } from '../../../src-main/imaging/cheque-ink/types.ts';
import { labelComponents } from '../../../src-main/imaging/components.ts';
import { cutInTwo } from '../../../src-main/imaging/signatures/cut-in-two.ts';
import { unionOf } from '../../../src-main/imaging/signatures/group-features.ts';
import { chooseGroups, groupsWithin, growGroups } from '../../../src-main/imaging/signatures/group-marks.ts';
import type { WeighedMark } from '../../../src-main/imaging/signatures/link-features.ts';

function markAt(label: number, x: number, y: number, width: number, height: number, logOdds = 2): WeighedMark {
  const component: InkComponent = {
    label,
    box: { x, y, width, height },
    area: Math.round((width * height) / 4),
    strokeWidth: 2,
    darkness: 0.7,
    hue: 'neutral',
    printed: 0,
  };
  return { component, features: new Float64Array(0), logOdds };
}

const noHalves = (): readonly [] => [];

it('joins along sure links, leaves the rest apart, and drops what no mark speaks for', () => {
  const marks = [
    markAt(1, 0, 0, 20, 10),
    markAt(2, 22, 0, 5, 5, 0),
    markAt(3, 80, 0, 20, 10),
    markAt(4, 0, 90, 9, 9, -4),
  ];
  const trees = growGroups(marks, [
    { one: 0, other: 1, logOdds: 2 },
    { one: 0, other: 2, logOdds: -6 },
    { one: 0, other: 3, logOdds: -7 },
  ]);
  expect(trees.map((tree) => tree.marks.map(({ component }) => component.label))).toEqual([[1, 2], [3]]);
});

it('takes two groups apart where each is likelier whole than both together', () => {
  const marks = [markAt(1, 0, 0, 20, 10), markAt(2, 30, 0, 20, 10)];
  const [tree] = growGroups(marks, [{ one: 0, other: 1, logOdds: 1 }]);
  const apart = chooseGroups(tree!, { whole: ({ marks: some }) => (some.length === 1 ? 0.8 : 0.3), halves: noHalves });
  expect(apart).toHaveLength(2);
  const together = chooseGroups(tree!, {
    whole: ({ marks: some }) => (some.length === 1 ? 0.3 : 0.8),
    halves: noHalves,
  });
  expect(together).toHaveLength(1);
});

it('uses every mark at most once, whatever the links', () => {
  const link = fc.record({ one: fc.nat(7), other: fc.nat(7), logOdds: fc.double({ min: -4, max: 4, noNaN: true }) });
  fc.assert(
    fc.property(
      fc.array(link, { maxLength: 20 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 64, maxLength: 64 }),
      (links, likelihoods) => {
        const marks = Array.from({ length: 8 }, (_none, index) => markAt(index + 1, index * 12, 0, 10, 10));
        const trees = growGroups(
          marks,
          links.filter(({ one, other }) => one !== other),
        );
        const whole = ({ marks: some }: { marks: readonly WeighedMark[] }): number =>
          likelihoods[(some.length * 8 + some[0]!.component.label) % 64]!;
        const chosen = trees.flatMap((tree) => chooseGroups(tree, { whole, halves: noHalves }));
        const labels = chosen.flatMap((group) => group.marks.map(({ component }) => component.label));
        expect(new Set(labels).size).toBe(labels.length);
        expect(labels.length).toBe(8);
        for (const tree of trees) expect(groupsWithin(tree)[0]).toBe(tree);
      },
    ),
  );
});

/** Two blots, joined by a bridge one pixel thick. */
function blots(apart: 'down' | 'across'): { ink: ChequeInk; marks: WeighedMark[] } {
  const [width, height] = [80, 80];
  const mask = new Uint8Array(width * height);
  const fill = (x: number, y: number, wide: number, tall: number): void => {
    for (let row = y; row < y + tall; row += 1) mask.fill(1, row * width + x, row * width + x + wide);
  };
  fill(5, 5, 30, 30);
  if (apart === 'down') {
    fill(35, 18, 9, 1);
    fill(44, 5, 30, 30);
  } else {
    fill(18, 35, 1, 9);
    fill(5, 44, 30, 30);
  }
  const runs = labelComponents(mask, width, height);
  const mark = markAt(
    1,
    runs.left[1]!,
    runs.top[1]!,
    runs.right[1]! - runs.left[1]! + 1,
    runs.bottom[1]! - runs.top[1]! + 1,
  );
  const component = { ...mark.component, area: runs.area[1]! };
  const ink: ChequeInk = {
    scale: 1,
    width,
    height,
    density: new Uint8Array(width * height),
    mask,
    runs,
    components: [component],
    rules: [],
    printedRows: [],
    strokeWidth: 2,
  };
  return { ink, marks: [{ ...mark, component }] };
}

it.each(['down', 'across'] as const)('cuts two blots apart at the bridge between them, %s', (direction) => {
  const { ink, marks } = blots(direction);
  const halves = cutInTwo({ marks, box: marks[0]!.component.box }, ink, direction)!;
  expect(halves).toHaveLength(2);
  for (const half of halves) {
    expect(half.cut).toBe(true);
    expect(Math.max(half.box.width, half.box.height)).toBeLessThanOrEqual(39);
    expect(Math.min(half.box.width, half.box.height)).toBe(30);
  }
  expect(halves[0].marks[0]!.component.area + halves[1].marks[0]!.component.area).toBe(marks[0]!.component.area);
  expect(unionOf(halves.map(({ box }) => box))).toEqual(marks[0]!.component.box);
});

it('has nothing to cut in a mark too small for it', () => {
  const { ink } = blots('down');
  expect(
    cutInTwo({ marks: [markAt(9, 1, 1, 3, 3)], box: { x: 1, y: 1, width: 3, height: 3 } }, ink, 'down'),
  ).toBeNull();
});
