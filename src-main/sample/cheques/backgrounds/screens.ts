import type { SeededRandom } from '../../seeded.ts';
import { plainFace, print } from '../type.ts';
import { printColour, type Sheet } from './lines.ts';

const short = (value: number) => value.toFixed(2);

/** A gradient over the whole sheet. */
export function tint(sheet: Sheet, random: SeededRandom): string {
  const id = `tint${String(random.integer(1e9))}`;
  const depth = random.uniform(0.05, 0.14);
  const shift = random.uniform(-50, 50);
  const across = random.chance(0.5);
  const middle = random.uniform(0.3, 0.7);
  return (
    `<defs><linearGradient id="${id}" x1="0" y1="0" x2="${across ? 1 : 0}" y2="1">` +
    `<stop offset="0" stop-color="${printColour(sheet, depth)}"/>` +
    `<stop offset="${short(middle)}" stop-color="${printColour(sheet, depth * random.uniform(0.3, 0.8), shift)}"/>` +
    `<stop offset="1" stop-color="${printColour(sheet, depth, shift / 2)}"/></linearGradient></defs>` +
    `<rect width="${short(sheet.width)}" height="${short(sheet.height)}" fill="url(#${id})"/>`
  );
}

/** A bank's words over and over, too small to read at 200 dots an inch. */
export function microprint(sheet: Sheet, random: SeededRandom): string {
  const size = random.uniform(0.7, 1.1);
  const text = `${random.pick(['BANK', 'SECURE', 'ORIGINAL', 'CHEQUE'])} `.repeat(6).trim();
  const one = print({ text, x: 0, y: size, height: size, face: plainFace, colour: printColour(sheet, 0.3) });
  const id = `micro${String(random.integer(1e9))}`;
  const width = text.length * size * 0.78;
  const gap = size * random.uniform(2.2, 4);
  const lean = random.pick([0, 0, -18, 24]);
  return (
    `<defs><pattern id="${id}" width="${short(width)}" height="${short(gap)}" patternUnits="userSpaceOnUse" ` +
    `patternTransform="rotate(${String(lean)})">${one}</pattern></defs>` +
    `<rect width="${short(sheet.width)}" height="${short(sheet.height)}" fill="url(#${id})"/>`
  );
}

/** Shapes that are a little darker and brighter than the paper, soft at the edge, as seen through by the scanner's light. */
export function watermark(sheet: Sheet, random: SeededRandom): string {
  const id = `soft${String(random.integer(1e9))}`;
  const dark = printColour({ ...sheet, strength: 1 }, 0.13);
  let shapes = '';
  const count = 2 + random.integer(4);
  for (let at = 0; at < count; at++) {
    const x = sheet.width * ((at + 0.5) / count);
    const y = sheet.height * random.uniform(0.3, 0.65);
    const radius = sheet.height * random.uniform(0.14, 0.26);
    const spokes = 5 + random.integer(5);
    for (let spoke = 0; spoke < spokes; spoke++) {
      shapes +=
        `<ellipse cx="${short(x)}" cy="${short(y - radius * 0.6)}" rx="${short(radius * 0.22)}" ry="${short(radius * 0.5)}" ` +
        `transform="rotate(${short((360 * spoke) / spokes)} ${short(x)} ${short(y)})" fill="url(#${id})"/>`;
    }
  }
  return (
    `<defs><radialGradient id="${id}"><stop offset="0" stop-color="${dark}"/><stop offset="0.7" stop-color="${dark}"/>` +
    `<stop offset="1" stop-color="${dark}" stop-opacity="0"/></radialGradient></defs>${shapes}`
  );
}

/** A bank's emblem over and over. */
export function emblems(sheet: Sheet, random: SeededRandom): string {
  const id = `emblem${String(random.integer(1e9))}`;
  const size = random.uniform(6, 12);
  const colour = printColour(sheet, random.uniform(0.1, 0.18));
  const middle = short(size / 2);
  const shape = random.pick([
    `<path d="M${middle} ${short(size * 0.15)}L${short(size * 0.85)} ${short(size * 0.8)}H${short(size * 0.15)}Z" fill="none" stroke="${colour}" stroke-width="${short(size * 0.07)}"/>`,
    `<circle cx="${middle}" cy="${middle}" r="${short(size * 0.32)}" fill="none" stroke="${colour}" stroke-width="${short(size * 0.08)}"/><circle cx="${middle}" cy="${middle}" r="${short(size * 0.12)}" fill="${colour}"/>`,
    `<path d="M${short(size * 0.2)} ${middle}Q${middle} ${short(size * 0.05)} ${short(size * 0.8)} ${middle}Q${middle} ${short(size * 0.95)} ${short(size * 0.2)} ${middle}" fill="${colour}"/>`,
  ]);
  return (
    `<defs><pattern id="${id}" width="${short(size)}" height="${short(size)}" patternUnits="userSpaceOnUse" ` +
    `patternTransform="rotate(${short(random.uniform(-35, 35))})">${shape}</pattern></defs>` +
    `<rect width="${short(sheet.width)}" height="${short(sheet.height)}" fill="url(#${id})"/>`
  );
}
