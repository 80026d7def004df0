import sharp from 'sharp';
import type { SeededRandom } from '../../seeded.ts';
import { levelsOf, printColour, type Sheet } from './lines.ts';

/** Smooth noise in one dimension: sines of random phase. */
function ridge(random: SeededRandom, roughness: number): (x: number) => number {
  const parts = [1, 2.3, 4.9, 9.7, 19].map((rate, at) => ({
    rate: rate * random.uniform(0.8, 1.2),
    phase: random.uniform(0, 2 * Math.PI),
    size: roughness ** at,
  }));
  return (x) => parts.reduce((sum, { rate, phase, size }) => sum + size * Math.sin(rate * x + phase), 0);
}

/** A landscape, pale as a cheque's background is: sky, ridges, water; a photograph's soft tones. An SVG `image`. */
export async function landscape(sheet: Sheet, random: SeededRandom): Promise<string> {
  const width = 180;
  const height = Math.round((width * sheet.height) / sheet.width);
  const data = Buffer.alloc(width * height * 3);
  const ridges = Array.from({ length: 3 + random.integer(2) }, (_, at) => ({
    line: ridge(random, 0.45),
    level: 0.3 + 0.16 * at + random.uniform(-0.05, 0.05),
    hue: (sheet.hue + random.uniform(-40, 40) + 360) % 360,
    light: 0.93 - 0.055 * at * sheet.strength - random.uniform(0, 0.03),
  }));
  const cloud = ridge(random, 0.6);
  const leaf = ridge(random, 0.8);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const across = (x / width) * 5;
      const down = y / height;
      let hue = (sheet.hue + 180) % 360;
      let light = 0.9 + 0.06 * down + 0.012 * cloud(across + 3 * down) * Math.cos(9 * down);
      for (const { line, level, hue: own, light: tone } of ridges) {
        if (down < level + 0.045 * line(across + level * 20)) continue;
        hue = own;
        light = tone + 0.014 * leaf(3 * across + 17 * down) + 0.05 * (down - level);
      }
      const colour = levelsOf(hue, 0.4, Math.max(0.62, Math.min(0.985, light)));
      data.set(colour, (y * width + x) * 3);
    }
  }
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
  return (
    `<image width="${sheet.width.toFixed(2)}" height="${sheet.height.toFixed(2)}" preserveAspectRatio="none" ` +
    `href="data:image/png;base64,${png.toString('base64')}"/>`
  );
}

/** Houses, a bridge or a tree, engraved: shapes filled with fine parallel lines. */
export function engraving(sheet: Sheet, random: SeededRandom): string {
  const id = `hatch${String(random.integer(1e9))}`;
  const gap = random.uniform(0.6, 1.1);
  const colour = printColour(sheet, random.uniform(0.18, 0.3));
  const short = (value: number) => value.toFixed(2);
  const hatch = (name: string, turn: number, thick: number) =>
    `<pattern id="${name}" width="${short(gap)}" height="${short(gap)}" patternUnits="userSpaceOnUse" patternTransform="rotate(${short(turn)})">` +
    `<rect width="${short(gap)}" height="${short(gap * thick)}" fill="${colour}"/></pattern>`;
  const base = sheet.height * random.uniform(0.7, 0.88);
  let shapes = '';
  const kind = random.integer(3);
  if (kind === 0) {
    for (let x = -4; x < sheet.width;) {
      const width = random.uniform(8, 18);
      const tall = random.uniform(0.15, 0.55) * sheet.height;
      const fill = random.chance(0.5) ? `${id}a` : `${id}b`;
      shapes += `<path d="M${short(x)} ${short(base)}V${short(base - tall)}L${short(x + width / 2)} ${short(base - tall - random.uniform(0, 6))}L${short(x + width)} ${short(base - tall)}V${short(base)}Z" fill="url(#${fill})"/>`;
      x += width * random.uniform(0.9, 1.4);
    }
  } else if (kind === 1) {
    const arches = 3 + random.integer(4);
    const span = sheet.width / arches;
    for (let at = 0; at < arches; at++) {
      const x = at * span;
      shapes += `<path d="M${short(x)} ${short(base)}V${short(base - span * 0.5)}H${short(x + span)}V${short(base)}H${short(x + span * 0.9)}A${short(span * 0.4)} ${short(span * 0.36)} 0 0 0 ${short(x + span * 0.1)} ${short(base)}Z" fill="url(#${id}a)"/>`;
    }
    shapes += `<rect y="${short(base)}" width="${short(sheet.width)}" height="${short(sheet.height * 0.1)}" fill="url(#${id}b)"/>`;
  } else {
    for (let at = 0; at < 26; at++) {
      const x = sheet.width * 0.5 + random.normal(0, sheet.width * 0.13);
      const y = sheet.height * 0.42 + random.normal(0, sheet.height * 0.13);
      shapes += `<ellipse cx="${short(x)}" cy="${short(y)}" rx="${short(random.uniform(4, 11))}" ry="${short(random.uniform(3, 7))}" fill="url(#${id}${random.chance(0.5) ? 'a' : 'b'})"/>`;
    }
    shapes += `<rect x="${short(sheet.width * 0.485)}" y="${short(sheet.height * 0.5)}" width="${short(sheet.width * 0.03)}" height="${short(sheet.height * 0.4)}" fill="url(#${id}a)"/>`;
  }
  return `<defs>${hatch(`${id}a`, random.uniform(-20, 20), 0.3)}${hatch(`${id}b`, random.uniform(30, 70), 0.42)}</defs>${shapes}`;
}
