// What an ink net finds on planes with known signatures: signatures found, false ones, unsigned cheques told as such, and F1 of
// the pixels on the plane.
//
//   node scripts/ink-net/try-net.ts --net FILE.onnx --planes FILE [--planes FILE …] [--details]
//
// --planes: what scripts/ink-net/planes.ts wrote.
import { parseArgs } from 'node:util';
import { groupLogOdds } from '../../src-main/imaging/signatures/group-confidence.ts';
import { judgePlanes, type JudgedGroup } from './judge-planes.ts';
import type { PlaneRow } from './plane-rows.ts';

const { values: given } = parseArgs({
  options: {
    net: { type: 'string' },
    planes: { type: 'string', multiple: true, default: [] },
    details: { type: 'boolean', default: false },
  },
});
if (!given.net || given.planes.length === 0) throw new Error('Name --net FILE and --planes FILE.');

const found = { signatures: 0, hit: 0, false: 0, cheques: 0, unsigned: 0, unsignedRight: 0 };
const pixels = new Map<string, { both: number; either: number }>();
for await (const { row, groups: all } of judgePlanes(given.net, given.planes)) {
  const groups = all.filter(({ group }) => groupLogOdds(group) > 0);
  const hits = groups.filter(({ taken }) => taken && taken.overlap >= 0.7).length;
  const wrong = groups.filter(({ taken }) => !taken).length;
  found.cheques += 1;
  found.signatures += row.signatures.length;
  found.hit += hits;
  found.false += wrong;
  if (row.signatures.length === 0) {
    found.unsigned += 1;
    if (groups.length === 0) found.unsignedRight += 1;
  }
  countPixels(row, groups);
  if (given.details && (hits < row.signatures.length || wrong > 0)) console.log(wordsOf(row, all));
}
const percent = (part: number, of: number): string => `${((100 * part) / Math.max(1, of)).toFixed(2)} %`;
console.log(
  `found ${percent(found.hit, found.signatures)} of ${found.signatures}, ${(found.false / found.cheques).toFixed(4)} false a cheque ` +
    `(${found.cheques}), unsigned right ${found.unsignedRight} of ${found.unsigned}`,
);
for (const [tone, { both, either }] of pixels) console.log(`F1 on the plane, ${tone}: ${(both / either).toFixed(3)}`);

function countPixels({ tone, width, ink, owner }: PlaneRow, groups: readonly JudgedGroup[]): void {
  const owned = new Uint8Array(ink.length);
  for (const { group } of groups) {
    const { box, mask } = group;
    for (let y = 0, at = 0; y < box.height; y += 1)
      for (let x = 0; x < box.width; x += 1, at += 1) if (mask[at]) owned[(box.y + y) * width + box.x + x] = 1;
  }
  const counts = pixels.get(tone) ?? { both: 0, either: 0 };
  pixels.set(tone, counts);
  for (let at = 0; at < ink.length; at += 1) {
    if (ink[at]! < 30) continue;
    const yes = owner[at]! > 0 ? 1 : 0;
    counts.both += 2 * yes * owned[at]!;
    counts.either += yes + owned[at]!;
  }
}

function wordsOf({ name, layout, tone, signatures }: PlaneRow, groups: readonly JudgedGroup[]): string {
  const each = groups.map(({ group, taken }) => {
    const { pixels: size, sureness, spread, fit } = group;
    const measures = [size, sureness.toFixed(2), spread.toFixed(2), fit.toFixed(2)].join('/');
    return `${groupLogOdds(group).toFixed(1)} (${measures}) ${taken ? `${taken.at}: ${taken.overlap.toFixed(2)}` : 'false'}`;
  });
  return `${name} ${layout} ${tone}: ${signatures.length} signed; ${each.join(', ') || 'none'}`;
}
