// What an ink net finds on cheques with a truth.jsonl: signatures found, false ones, unsigned cheques told as such, and F1 of
// the pixels on the plane.
//
//   node scripts/ink-net/try-net.ts --net FILE.onnx --planes FILE [--most N] [--details]
//
// --planes: what scripts/ink-net/planes.ts wrote.
import { open, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as ort from 'onnxruntime-node';
import * as v from 'valibot';
import { groupVotes } from './group-votes.ts';
import { overlapOf } from '../fit-signatures/truth-cheques.ts';

const { values: given } = parseArgs({
  options: {
    net: { type: 'string' },
    planes: { type: 'string', multiple: true, default: [] },
    most: { type: 'string', default: '100000' },
    details: { type: 'boolean', default: false },
  },
});
if (!given.net || given.planes.length === 0) throw new Error('Name --net FILE and --planes FILE.');

const rowSchema = v.object({
  name: v.string(),
  layout: v.string(),
  tone: v.picklist(['grey', 'colour', 'bitonal']),
  width: v.number(),
  height: v.number(),
  offset: v.number(),
  coloured: v.boolean(),
  signatures: v.array(
    v.object({ left: v.number(), top: v.number(), right: v.number(), bottom: v.number(), cutOff: v.boolean() }),
  ),
});

/** Sides of what the net takes are multiples of this. */
const step = 32;
const session = await ort.InferenceSession.create(given.net, { intraOpNumThreads: 1 });
const found = { all: 0, hit: 0, wrong: 0, cheques: 0, unsigned: 0, unsignedRight: 0 };
const pixels = new Map<string, { both: number; either: number }>();

for (const file of given.planes) {
  const lines = (await readFile(`${file}.jsonl`, 'utf8')).split('\n').filter((line) => line !== '');
  await using data = await open(`${file}.bin`);
  for (const line of lines.slice(0, Number(given.most))) {
    const row = v.parse(rowSchema, JSON.parse(line));
    const { width, height } = row;
    const size = width * height;
    const parts = row.coloured ? 4 : 2;
    const bytes = new Uint8Array(size * parts);
    await data.read(bytes, 0, bytes.length, row.offset);
    const ink = bytes.subarray(0, size);
    const owner = bytes.subarray(size * (parts - 1));
    const colours = row.coloured ? new Int8Array(bytes.buffer, size, 2 * size) : null;
    const [wide, high] = [Math.ceil(width / step) * step, Math.ceil(height / step) * step];
    const input = new Float32Array(3 * wide * high);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        input[y * wide + x] = ink[y * width + x]! / 255;
        if (!colours) continue;
        input[(high + y) * wide + x] = colours[y * width + x]! / 127;
        input[(2 * high + y) * wide + x] = colours[size + y * width + x]! / 127;
      }
    }
    const said = await session.run({ plane: new ort.Tensor('float32', input, [1, 3, high, wide]) });
    const groups = groupVotes({
      width,
      height,
      ink,
      stride: wide,
      logOdds: said['ink']!.data as Float32Array,
      votes: said['votes']!.data as Float32Array,
      paddedHeight: high,
    });
    const truth = row.signatures.map(({ left, top, right, bottom }) => ({
      x: left,
      y: top,
      width: right - left,
      height: bottom - top,
    }));
    const hit = new Set<number>();
    const said1: string[] = [];
    for (const { box, mass, sureness } of groups) {
      const overlaps = truth.map((one) => overlapOf(one, box));
      const at = overlaps.findIndex((overlap, index) => overlap >= 0.7 && !hit.has(index));
      if (at >= 0) hit.add(at);
      else found.wrong += 1;
      said1.push(
        `${mass.toFixed(0)}/${sureness.toFixed(2)}:${overlaps.map((overlap) => overlap.toFixed(2)).join(',') || '-'}`,
      );
    }
    found.cheques += 1;
    found.all += truth.length;
    found.hit += hit.size;
    if (truth.length === 0) {
      found.unsigned += 1;
      if (groups.length === 0) found.unsignedRight += 1;
    }
    const tone = pixels.get(row.tone) ?? { both: 0, either: 0 };
    pixels.set(row.tone, tone);
    const taken = new Uint8Array(size);
    for (const { places } of groups) for (const place of places) taken[place] = 1;
    for (let at = 0; at < size; at += 1) {
      if (ink[at]! < 30) continue;
      const yes = owner[at]! > 0 ? 1 : 0;
      tone.both += 2 * yes * taken[at]!;
      tone.either += yes + taken[at]!;
    }
    if (given.details && (hit.size < truth.length || groups.length > hit.size))
      console.log(
        `${row.name} ${row.layout} ${row.tone}: ${String(truth.length)} signed, ${said1.join(' ') || 'none'}`,
      );
  }
}
const percent = (part: number, of: number): string => `${((100 * part) / Math.max(1, of)).toFixed(2)} %`;
console.log(
  `found ${percent(found.hit, found.all)} of ${String(found.all)}, ${(found.wrong / found.cheques).toFixed(4)} false a cheque (${String(found.cheques)}), unsigned right ${String(found.unsignedRight)} of ${String(found.unsigned)}`,
);
for (const [tone, { both, either }] of pixels) console.log(`F1 on the plane, ${tone}: ${(both / either).toFixed(3)}`);
