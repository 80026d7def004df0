import type { SeededRandom } from '../../seeded.ts';

/** The sheet that a background is printed on, in millimetres, and its colour. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  /** Hue of the print, in degrees. */
  readonly hue: number;
  /** How strong the print is, 0.5 pale to 1.5. */
  readonly strength: number;
}

const short = (value: number) => value.toFixed(2);

/** A colour of the sheet's print. @param depth how far from white, 0 to 1, before the sheet's strength. */
export function printColour(sheet: Sheet, depth: number, shift = 0): string {
  const lightness = Math.max(30, 100 - 100 * depth * sheet.strength);
  return `hsl(${Math.round((sheet.hue + shift + 360) % 360)},45%,${lightness.toFixed(1)}%)`;
}

/** A colour as sRGB numbers, 0 to 255. @param hue in degrees, 0 or more. Saturation and lightness: 0 to 1. */
export function levelsOf(hue: number, saturation: number, lightness: number): [number, number, number] {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const at = (turn: number) => {
    const part = (turn + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(part - 3, 9 - part, 1))));
  };
  return [at(0), at(8), at(4)];
}

/** The colour of a sheet's print as sRGB numbers, 0 to 255. @param depth how far from white, 0 to 1. */
export function sheetColour(hue: number, depth: number): [number, number, number] {
  return levelsOf(((hue % 360) + 360) % 360, 0.45, Math.max(0.3, 1 - depth));
}

const stroke = (path: string, colour: string, width: number) =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${short(width)}"/>`;

/** Wavy lines that shift against each other. */
export function waves(sheet: Sheet, random: SeededRandom): string {
  const gap = random.uniform(1.6, 3.2);
  const length = random.uniform(26, 55);
  const swing = random.uniform(1.5, 4);
  const drift = random.uniform(0.2, 0.7);
  const ratio = random.uniform(2.2, 3.4);
  let path = '';
  for (let line = 0, base = -2; base < sheet.height + 2; line++, base += gap) {
    for (let x = -2; x <= sheet.width + 2; x += 1.6) {
      const phase = (2 * Math.PI * x) / length + line * drift;
      const y = base + swing * Math.sin(phase) + swing * 0.3 * Math.sin(phase * ratio + line);
      path += `${x === -2 ? 'M' : 'L'}${short(x)} ${short(y)}`;
    }
  }
  return stroke(path, printColour(sheet, random.uniform(0.14, 0.26)), random.uniform(0.12, 0.24));
}

/** One rosette: rings whose radius swings. */
function rosette(x: number, y: number, radius: number, lobes: number, rings: number, squash: number): string {
  let path = '';
  for (let ring = 0; ring < rings; ring++) {
    const middle = radius * (0.45 + (0.55 * ring) / rings);
    const steps = Math.max(60, lobes * 10);
    for (let step = 0; step <= steps; step++) {
      const angle = (2 * Math.PI * step) / steps;
      const away = middle + radius * 0.22 * Math.cos(lobes * angle + ring * 0.7);
      path += `${step === 0 ? 'M' : 'L'}${short(x + away * Math.cos(angle))} ${short(y + squash * away * Math.sin(angle))}`;
    }
  }
  return path;
}

/** Rosettes: a large one in the middle, and often a row of small ones. */
export function rosettes(sheet: Sheet, random: SeededRandom): string {
  const lobes = 7 + random.integer(12);
  const large = rosette(
    sheet.width * random.uniform(0.3, 0.6),
    sheet.height * random.uniform(0.4, 0.6),
    sheet.height * random.uniform(0.3, 0.55),
    lobes,
    5 + random.integer(5),
    random.uniform(0.6, 1),
  );
  let small = '';
  if (random.chance(0.6)) {
    const count = 5 + random.integer(6);
    const y = sheet.height * random.uniform(0.1, 0.85);
    for (let at = 0; at < count; at++)
      small += rosette((sheet.width * (at + 0.5)) / count, y, sheet.width / count / 2.1, 6 + (lobes % 5), 3, 1);
  }
  const width = random.uniform(0.12, 0.22);
  return (
    stroke(large, printColour(sheet, random.uniform(0.14, 0.26)), width) +
    (small === '' ? '' : stroke(small, printColour(sheet, 0.18, 30), width))
  );
}

/** Two families of slanting wavy lines that cross: a net of diamonds. */
export function lattice(sheet: Sheet, random: SeededRandom): string {
  const gap = random.uniform(2.4, 4.5);
  const rise = random.uniform(0.35, 0.9);
  const swing = random.uniform(0.2, 0.8);
  let path = '';
  for (const side of [1, -1]) {
    const start = side === 1 ? -sheet.width * rise : 0;
    const end = side === 1 ? sheet.height : sheet.height + sheet.width * rise;
    for (let base = start; base < end; base += gap) {
      for (let x = 0; x <= sheet.width; x += 2) {
        const y = base + side * rise * x + swing * Math.sin(x * 0.8 + base);
        path += `${x === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`;
      }
    }
  }
  return stroke(path, printColour(sheet, random.uniform(0.12, 0.22)), random.uniform(0.1, 0.2));
}

/** Curves of a spirograph, overlapping, of two colours. */
export function spirals(sheet: Sheet, random: SeededRandom): string {
  const count = 2 + random.integer(3);
  let drawn = '';
  for (let at = 0; at < count; at++) {
    const outer = sheet.height * random.uniform(0.2, 0.42);
    const inner = outer * random.pick([0.3, 0.36, 0.44, 0.56]);
    const pen = inner * random.uniform(0.5, 1.2);
    const x = sheet.width * ((at + random.uniform(0.3, 0.7)) / count);
    const y = sheet.height * random.uniform(0.35, 0.6);
    const turns = 25;
    let path = '';
    for (let step = 0; step <= turns * 26; step++) {
      const angle = (2 * Math.PI * step) / 26;
      const other = ((outer - inner) / inner) * angle;
      const px = (outer - inner) * Math.cos(angle) + pen * Math.cos(other);
      const py = (outer - inner) * Math.sin(angle) - pen * Math.sin(other);
      path += `${step === 0 ? 'M' : 'L'}${short(x + px)} ${short(y + py)}`;
    }
    drawn += stroke(path, printColour(sheet, random.uniform(0.12, 0.22), at * 50), random.uniform(0.1, 0.17));
  }
  return drawn;
}

/** Bands of colour with fine ruled edges. */
export function bands(sheet: Sheet, random: SeededRandom): string {
  const upright = random.chance(0.4);
  const count = 3 + random.integer(4);
  let drawn = '';
  for (let at = 0; at < count; at++) {
    const from = (at + random.uniform(0, 0.4)) / count;
    const size = random.uniform(0.25, 0.75) / count;
    const colour = printColour(sheet, random.uniform(0.05, 0.13), at * 25);
    const [x, y, width, height] = upright
      ? [sheet.width * from, 0, sheet.width * size, sheet.height]
      : [0, sheet.height * from, sheet.width, sheet.height * size];
    drawn += `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${colour}"/>`;
  }
  return drawn;
}
