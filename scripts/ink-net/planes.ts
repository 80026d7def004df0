// Writes what the ink net is trained on: the planes of cheques with a truth.jsonl, as the app makes them, with what is
// known of each pixel. models/training/ink/README.md says how it goes on.
//
//   node scripts/ink-net/planes.ts --cheques DIR [--cheques DIR …] --out FILE
//
// FILE.jsonl: one line a cheque (name, layout, tone, width, height, offset, coloured, signatures: each one's box in pixels of
// the plane and whether it is cut off). FILE.bin: from offset on width * height bytes each of ink (0 to 255), where it is
// coloured red and blue (signed), and owner: 0 no signature's ink, n the n-th signature's, 255 one's of several.
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { inkChannels, inkPlane } from '../../src-main/imaging/cheque-ink/ink-plane.ts';
import { inverse, mapPoint } from '../../src-main/imaging/affine.ts';
import { readTruthCheques, type UprightCheque } from './truth-cheques.ts';

const { values: given } = parseArgs({
  options: { cheques: { type: 'string', multiple: true, default: [] }, out: { type: 'string' } },
});
if (!given.out || given.cheques.length === 0) throw new Error('Name --cheques DIR and --out FILE.');

/** Any of several signatures' ink. */
const several = 255;

interface Extent {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const lines = createWriteStream(`${given.out}.jsonl`);
const data = createWriteStream(`${given.out}.bin`);
let offset = 0;
let count = 0;
for (const folder of given.cheques) {
  for await (const upright of readTruthCheques(folder)) {
    const plane = inkPlane(upright.image, upright.truth.dotsPerInch);
    const { ink, red, blue } = inkChannels(plane);
    const extents = extentsOf(upright, plane.scale);
    const owner = ownersOf(upright, plane, extents);
    lines.write(
      `${JSON.stringify({
        name: upright.name,
        layout: upright.truth.layout,
        tone: upright.truth.tone,
        width: plane.width,
        height: plane.height,
        offset,
        coloured: red !== null,
        signatures: inkExtents(owner, plane, extents).map((extent, at) => ({
          ...extent,
          cutOff: upright.cheque.signatures[at]!.cutOff,
        })),
      })}\n`,
    );
    for (const part of [ink, red, blue, owner]) {
      if (!part) continue;
      offset += part.byteLength;
      if (!data.write(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))) await once(data, 'drain');
    }
    count += 1;
  }
}
await Promise.all([new Promise((done) => lines.end(done)), new Promise((done) => data.end(done))]);
console.log(`${String(count)} cheques, ${String(Math.round(offset / 1e6))} MB`);

/** Each signature's box on the plane. */
function extentsOf({ cheque, toPage }: UprightCheque, scale: number): Extent[] {
  const fromPage = inverse(toPage);
  return cheque.signatures.map(({ box }) => {
    const corners = [
      [box.x, box.y],
      [box.x + box.width, box.y],
      [box.x, box.y + box.height],
      [box.x + box.width, box.y + box.height],
    ].map(([x, y]) => mapPoint(fromPage, [x!, y!]));
    const xs = corners.map(([x]) => x / scale);
    const ys = corners.map(([, y]) => y / scale);
    return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
  });
}

/** Each signature's box by its ink: on a skewed page the box round a box is too large. As it was where hardly any ink is. */
function inkExtents(owner: Uint8Array, plane: { readonly width: number }, boxes: readonly Extent[]): Extent[] {
  return boxes.map((box, index) => {
    let [left, top, right, bottom, pixels] = [Infinity, Infinity, -1, -1, 0];
    for (let at = 0; at < owner.length; at += 1) {
      const own = owner[at]!;
      if (own !== index + 1 && own !== several) continue;
      const [x, y] = [at % plane.width, Math.floor(at / plane.width)];
      if (own === several && (x < box.left - 1 || x > box.right || y < box.top - 1 || y > box.bottom)) continue;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      pixels += 1;
    }
    return pixels > 20 ? { left, top, right: right + 1, bottom: bottom + 1 } : box;
  });
}

function ownersOf(
  { truth, toPage, pageInk }: UprightCheque,
  { width, height, scale }: { readonly width: number; readonly height: number; readonly scale: number },
  extents: readonly Extent[],
): Uint8Array {
  const owners = new Uint8Array(width * height);
  if (!pageInk) return owners;
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      let inked = 0;
      for (let dy = 0; dy < scale; dy += 1) {
        for (let dx = 0; dx < scale; dx += 1) {
          const [x, y] = mapPoint(toPage, [column * scale + dx + 0.5, row * scale + dy + 0.5]);
          const [pageX, pageY] = [Math.floor(x), Math.floor(y)];
          if (pageX < 0 || pageY < 0 || pageX >= truth.width || pageY >= truth.height) continue;
          inked += pageInk[pageY * truth.width + pageX]!;
        }
      }
      if (inked * 4 >= scale * scale) owners[at] = ownerAt(column + 0.5, row + 0.5, extents);
    }
  }
  return owners;
}

function ownerAt(x: number, y: number, extents: readonly Extent[]): number {
  const away = extents.map(({ left, top, right, bottom }) =>
    Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0)),
  );
  if (away.filter((distance) => distance < 1).length > 1) return several;
  return away.indexOf(Math.min(...away)) + 1;
}
