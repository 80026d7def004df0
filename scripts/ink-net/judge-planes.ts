/** What a net says of planes with known signatures, its groups paired with these. */
import * as ort from 'onnxruntime-node';
import { overlapOf } from '../../src-main/desk/cheques/score-page.ts';
import { netInput } from '../../src-main/imaging/signatures/ask-net.ts';
import { groupVotes, type VotedGroup } from '../../src-main/imaging/signatures/group-votes.ts';
import { readPlanes, type PlaneRow } from './plane-rows.ts';

/** A group with the true signature that it is taken for: its place and how far both overlap; null: a false one. */
export interface JudgedGroup {
  readonly group: VotedGroup;
  readonly taken: { readonly at: number; readonly overlap: number } | null;
}

/** Asks a net (ONNX file) about each plane of some files. */
export async function* judgePlanes(
  net: string,
  files: readonly string[],
): AsyncGenerator<{ readonly row: PlaneRow; readonly groups: readonly JudgedGroup[] }, void, undefined> {
  const session = await ort.InferenceSession.create(net, { intraOpNumThreads: 1 });
  for (const file of files) {
    for await (const row of readPlanes(file)) {
      const { data, width, height } = netInput(row);
      const said = await session.run({ plane: new ort.Tensor('float32', data, [1, 3, height, width]) });
      const groups = groupVotes({
        width: row.width,
        height: row.height,
        ink: row.ink,
        paddedWidth: width,
        paddedHeight: height,
        logOdds: said['ink']!.data as Float32Array,
        votes: said['votes']!.data as Float32Array,
      });
      yield { row, groups: paired(row, groups) };
    }
  }
}

/** Pairs the best overlap first, each taken once, as `evaluate --cheques` does. */
function paired({ signatures }: PlaneRow, groups: readonly VotedGroup[]): JudgedGroup[] {
  const pairs = signatures.flatMap(({ left, top, right, bottom }, at) =>
    groups.map(({ box }, place) => ({
      at,
      place,
      overlap: overlapOf({ x: left, y: top, width: right - left, height: bottom - top }, box),
    })),
  );
  pairs.sort((one, other) => other.overlap - one.overlap);
  const taken = new Map<number, { at: number; overlap: number }>();
  const used = new Set<number>();
  for (const { at, place, overlap } of pairs) {
    if (overlap < 0.1 || taken.has(place) || used.has(at)) continue;
    taken.set(place, { at, overlap });
    used.add(at);
  }
  return groups.map((group, place) => ({ group, taken: taken.get(place) ?? null }));
}
