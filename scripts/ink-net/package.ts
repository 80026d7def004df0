// Makes the ink net's package from a graph that models/training/ink/export.py wrote, and pins it.
//
//   node scripts/ink-net/package.ts --net FILE.onnx --planes FILE --version 2026.11 --out models/ink
//
// --planes: planes of synthetic cheques (scripts/ink-net/planes.ts); the golden vectors come of the first one that is signed.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import { floatsToBase64 } from '../../src-main/model/float-text.ts';
import { onnxRuntime } from '../../src-main/model/onnx-runtime.ts';
import { inkNetFormat, openInkNetPackage, type InkNetManifest } from '../../src-main/model/ink-net.ts';
import { openInkNet } from '../../src-main/model/ink-net-session.ts';
import { readPlanes, type PlaneRow } from './plane-rows.ts';

const { values: given } = parseArgs({
  options: {
    net: { type: 'string' },
    planes: { type: 'string' },
    version: { type: 'string' },
    out: { type: 'string' },
    provenance: {
      type: 'string',
      default:
        'Trained on generated cheques only (countersign sample --layouts varied), some with scans of the training writers of ' +
        'public research sets composited on them. models/README.md says which.',
    },
  },
});
if (!given.net || !given.planes || !given.version || !given.out)
  throw new Error('Name --net FILE, --planes FILE, --version TEXT and --out DIR.');

/** Side of the golden plane in pixels. */
const side = 64;
const graph = await readFile(given.net);
const levels = goldenLevels(await signedPlane(given.planes));
const input = Float32Array.from(levels, (level) => level / 127);
const opened = await onnxRuntime.open(graph, { provider: 'cpu', threads: 1 });
const said = await opened.run({ plane: { data: input, shape: [1, 3, side, side] } });
await opened.release();
const golden = Buffer.from(
  `${JSON.stringify(
    {
      format: 'countersign-ink-golden/1',
      width: side,
      height: side,
      input: deflateRawSync(new Uint8Array(levels.buffer), { level: 9 }).toString('base64'),
      logOdds: floatsToBase64(said['ink']?.data as Float32Array),
      votes: floatsToBase64(said['votes']?.data as Float32Array),
    },
    null,
    1,
  )}\n`,
);
const described = (bytes: Uint8Array) => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  bytes: bytes.byteLength,
});
const manifest: InkNetManifest = {
  format: inkNetFormat,
  title: 'Ink net: which ink of a cheque is a signature’s, and of which',
  version: given.version,
  provenance: given.provenance,
  tolerance: 0.001,
  files: { 'ink.onnx': described(graph), 'golden.json': described(golden) },
};
const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
const net = openInkNetPackage({ manifest: text, files: { 'ink.onnx': graph, 'golden.json': golden } });
await (await openInkNet(onnxRuntime, net, 1)).release();
await mkdir(given.out, { recursive: true });
await writeFile(join(given.out, 'ink.onnx'), graph);
await writeFile(join(given.out, 'golden.json'), golden);
await writeFile(join(given.out, 'ink.json'), text);
const pin = new URL('../../src-main/model/pinned-ink-net.ts', import.meta.url);
await writeFile(
  pin,
  (await readFile(pin, 'utf8')).replace(/pinnedInkNet =\s*'[0-9a-f]*'/, `pinnedInkNet = '${net.hash}'`),
);
console.log(`${given.out}: ${net.hash}`);

async function signedPlane(file: string): Promise<PlaneRow> {
  for await (const row of readPlanes(file)) if (row.signatures.length > 0) return row;
  throw new Error(`No cheque of ${file} is signed.`);
}

/** A piece of the plane with a signature in its middle, as the net takes it, in 127 levels. */
function goldenLevels({ width, height, ink, red, blue, signatures }: PlaneRow): Int8Array {
  const { left, top, right, bottom } = signatures[0]!;
  const fromX = Math.max(0, Math.min(width - side, Math.round((left + right - side) / 2)));
  const fromY = Math.max(0, Math.min(height - side, Math.round((top + bottom - side) / 2)));
  const taken = new Int8Array(3 * side * side);
  for (let y = 0, to = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1, to += 1) {
      const from = (fromY + y) * width + fromX + x;
      taken[to] = Math.round((ink[from]! * 127) / 255);
      taken[side * side + to] = red?.[from] ?? 0;
      taken[2 * side * side + to] = blue?.[from] ?? 0;
    }
  }
  return taken;
}
