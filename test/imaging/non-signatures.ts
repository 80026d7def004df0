import type { RasterImage } from '../../src-main/imaging/image.ts';
import { grain, print, seeded, someWords, surface, valueNoise, type Surface } from './drawing.ts';

/** A picture that isn't a signature, and what it shows. */
export interface NonSignature {
  readonly kind: string;
  readonly image: RasterImage;
}

type Painter = (random: () => number, width: number, height: number) => Surface;

/** What is painted, each kind ten times over in `nonSignatures()`. */
const painters: Readonly<Record<string, Painter>> = {
  'all white': (_random, width, height) => surface(width, height),
  'all black': (_random, width, height) => surface(width, height, 1, 0),
  noise(random, width, height) {
    const target = surface(width, height);
    const coarse = 1 + Math.floor(random() * 4);
    const cells = valueNoise(random, width, height, coarse);
    for (let at = 0; at < target.data.length; at += 1) target.data[at] = 255 * (coarse === 1 ? random() : cells[at]!);
    return target;
  },
  'salt and pepper'(random, width, height) {
    const target = surface(width, height);
    const share = 0.02 + random() * 0.3;
    for (let at = 0; at < target.data.length; at += 1) if (random() < share) target.data[at] = random() * 80;
    return target;
  },
  gradient(random, width, height) {
    const target = surface(width, height);
    const across = random() * 2 - 1;
    const down = random() * 2 - 1;
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        target.set(
          column,
          row,
          128 + 120 * ((across * (column - width / 2)) / width + (down * (row - height / 2)) / height),
        );
      }
    }
    grain(target, random, 6);
    return target;
  },
  photo(random, width, height) {
    const target = surface(width, height, 3);
    const fields = [120, 48, 20, 7, 3].map((cell) => valueNoise(random, width, height, cell));
    const tints = [random(), random(), random()];
    for (let at = 0; at < width * height; at += 1) {
      let light = 0;
      fields.forEach((field, octave) => (light += (field[at]! - 0.5) / 1.7 ** octave));
      for (let channel = 0; channel < 3; channel += 1) {
        target.data[at * 3 + channel] = Math.max(0, Math.min(255, 120 + light * (150 + 120 * tints[channel]!)));
      }
    }
    return target;
  },
  landscape(random, width, height) {
    const target = surface(width, height, 3);
    const hills = valueNoise(random, width, height, 70);
    const leaves = valueNoise(random, width, height, 4);
    const horizon = height * (0.35 + random() * 0.3);
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const ground = row > horizon + (hills[column]! - 0.5) * 80;
        const light = leaves[row * width + column]! * 70;
        if (ground) target.set(column, row, 40 + light, 80 + light, 30 + light);
        else target.set(column, row, 130 + (row / height) * 90, 170 + (row / height) * 70, 235);
      }
    }
    target.disc(width * random(), horizon * 0.4, 20 + random() * 20, 250, 240, 180);
    return target;
  },
  portrait(random, width, height) {
    const target = surface(width, height, 3);
    const shade = valueNoise(random, width, height, 90);
    const centre = width * (0.3 + random() * 0.4);
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const light = shade[row * width + column]! * 60;
        const face = ((column - centre) / 70) ** 2 + ((row - height * 0.45) / 95) ** 2;
        if (face < 1)
          target.set(column, row, 190 + light - face * 40, 150 + light - face * 40, 120 + light - face * 30);
        else target.set(column, row, 70 + light, 80 + light, 90 + light);
      }
    }
    for (const side of [-28, 28]) target.disc(centre + side, height * 0.38, 8, 40, 30, 30);
    target.line(centre - 25, height * 0.62, centre + 25, height * 0.62, 6, 150, 60, 60);
    grain(target, random, 10);
    return target;
  },
  'printed block'(random, width, height) {
    const target = surface(width, height);
    const dot = 2 + Math.floor(random() * 2);
    for (let y = 12; y + 9 * dot < height; y += 11 * dot) print(target, someWords(random, 14), 10, y, dot, 20);
    grain(target, random, 12);
    return target;
  },
  'printed line'(random, width, height) {
    const target = surface(width, height);
    const dot = 2 + Math.floor(random() * 3);
    const text = someWords(random, 4 + Math.floor(random() * 3));
    print(target, random() < 0.5 ? text.toUpperCase() : text, 14, height * 0.4, dot, 30);
    grain(target, random, 12);
    return target;
  },
  'number line'(random, width, height) {
    const target = surface(width, height);
    const digits = Array.from({ length: 24 }, () => (random() < 0.15 ? ' ' : Math.floor(random() * 10))).join('');
    print(target, digits, 10, height * 0.5, 3 + Math.floor(random() * 2), 10);
    grain(target, random, 10);
    return target;
  },
  'bar chart'(random, width, height) {
    const target = surface(width, height, 3);
    target.line(40, 20, 40, height - 30, 3, 30, 30, 30);
    target.line(40, height - 30, width - 20, height - 30, 3, 30, 30, 30);
    const bars = 4 + Math.floor(random() * 8);
    for (let bar = 0; bar < bars; bar += 1) {
      const tall = (0.1 + random() * 0.8) * (height - 70);
      target.fill(
        55 + (bar * (width - 90)) / bars,
        height - 32 - tall,
        (width - 90) / bars - 12,
        tall,
        60,
        90 + random() * 90,
        180,
      );
      print(target, String(bar), 60 + (bar * (width - 90)) / bars, height - 22, 2, 30);
    }
    return target;
  },
  'line chart'(random, width, height) {
    const target = surface(width, height, 3);
    for (let row = 20; row < height - 20; row += 40) target.line(40, row, width - 20, row, 1.5, 170, 170, 170);
    target.line(40, 20, 40, height - 30, 3, 30, 30, 30);
    target.line(40, height - 30, width - 20, height - 30, 3, 30, 30, 30);
    for (let curve = 0; curve < 3; curve += 1) {
      let y = height * (0.3 + random() * 0.4);
      for (let x = 44; x < width - 40; x += 24) {
        const next = Math.max(25, Math.min(height - 40, y + (random() - 0.5) * 70));
        target.line(x, y, x + 24, next, 3, curve * 90, 60, 200 - curve * 90);
        y = next;
      }
    }
    for (let label = 0; label < 6; label += 1) print(target, String(label * 20), 8, height - 40 - label * 40, 2, 30);
    return target;
  },
  'pie chart'(random, width, height) {
    const target = surface(width, height, 3);
    const radius = height * 0.4;
    const turn = random() * 6;
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const x = column - width / 2;
        const y = row - height / 2;
        if (x * x + y * y > radius * radius) continue;
        const slice = Math.floor(((Math.atan2(y, x) + Math.PI + turn) % (2 * Math.PI)) * 1.1);
        target.set(column, row, 60 + slice * 25, 200 - slice * 25, 90 + (slice % 3) * 60);
      }
    }
    return target;
  },
  barcode(random, width, height) {
    const target = surface(width, height);
    for (let x = 20; x < width - 30;) {
      const bar = 2 + Math.floor(random() * 4) * 2;
      target.fill(x, 20, bar, height - 70, 15);
      x += bar + 2 + Math.floor(random() * 4) * 2;
    }
    print(target, '4 006381 333931', 30, height - 40, 3, 15);
    return target;
  },
  'square code'(random, width, height) {
    const target = surface(width, height);
    const cells = 21 + 4 * Math.floor(random() * 4);
    const side = Math.floor((Math.min(width, height) - 20) / cells);
    for (let row = 0; row < cells; row += 1) {
      for (let column = 0; column < cells; column += 1) {
        if (random() < 0.5) target.fill(10 + column * side, 10 + row * side, side, side, 10);
      }
    }
    for (const [column, row] of [
      [0, 0],
      [cells - 7, 0],
      [0, cells - 7],
    ] as const) {
      target.fill(10 + column * side, 10 + row * side, 7 * side, 7 * side, 10);
      target.fill(10 + (column + 1) * side, 10 + (row + 1) * side, 5 * side, 5 * side, 255);
      target.fill(10 + (column + 2) * side, 10 + (row + 2) * side, 3 * side, 3 * side, 10);
    }
    return target;
  },
  table(random, width, height) {
    const target = surface(width, height);
    const rows = 4 + Math.floor(random() * 5);
    const columns = 3 + Math.floor(random() * 4);
    for (let row = 0; row <= rows; row += 1) target.fill(10, 10 + (row * (height - 22)) / rows, width - 20, 2, 40);
    for (let column = 0; column <= columns; column += 1)
      target.fill(10 + (column * (width - 22)) / columns, 10, 2, height - 20, 40);
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const text = String(Math.floor(random() * 9000));
        print(target, text, 18 + (column * (width - 22)) / columns, 18 + (row * (height - 22)) / rows, 2, 30);
      }
    }
    grain(target, random, 10);
    return target;
  },
  stamp(random, width, height) {
    const target = surface(width, height, 3);
    const tint = [random() < 0.5 ? 170 : 40, 40, random() < 0.5 ? 160 : 60] as const;
    const radius = height * 0.42;
    for (let turn = 0; turn < 720; turn += 1) {
      const angle = (turn * Math.PI) / 360;
      for (const share of [1, 0.72]) {
        target.disc(
          width / 2 + Math.cos(angle) * radius * share,
          height / 2 + Math.sin(angle) * radius * share,
          3,
          ...tint,
        );
      }
    }
    print(target, 'BRANCH', width / 2 - 54, height / 2 - 24, 3, ...tint);
    print(target, 'PAID', width / 2 - 36, height / 2 + 6, 3, ...tint);
    for (let turn = 0; turn < 16; turn += 1) {
      const angle = (turn * Math.PI) / 8;
      print(
        target,
        'B',
        width / 2 + Math.cos(angle) * radius * 0.86 - 5,
        height / 2 + Math.sin(angle) * radius * 0.86 - 7,
        2,
        ...tint,
      );
    }
    grain(target, random, 14);
    return target;
  },
  halftone(random, width, height) {
    const target = surface(width, height);
    const tone = valueNoise(random, width, height, 80);
    const pitch = 6 + Math.floor(random() * 5);
    for (let y = 0; y < height; y += pitch) {
      for (let x = 0; x < width; x += pitch) target.disc(x, y, 0.3 + tone[y * width + x]! * pitch * 0.6, 20);
    }
    return target;
  },
  map(random, width, height) {
    const target = surface(width, height, 3, 245);
    const land = valueNoise(random, width, height, 60);
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const level = land[row * width + column]!;
        if (level < 0.4) target.set(column, row, 150, 190, 230);
        else if (Math.abs((level * 10) % 1) < 0.06) target.set(column, row, 120, 90, 60);
      }
    }
    for (let road = 0; road < 9; road += 1) {
      const across = road % 2 === 0;
      const start = random();
      const end = random();
      if (across) target.line(0, start * height, width, end * height, 4, 60, 60, 60);
      else target.line(start * width, 0, end * width, height, 4, 60, 60, 60);
    }
    for (let name = 0; name < 8; name += 1)
      print(target, someWords(random, 1), random() * width * 0.8, random() * height * 0.9, 2, 20);
    return target;
  },
};

/** The rest of the kinds share one painter, as solid shapes come in several forms. */
const shapes: Painter = (random, width, height) => {
  const target = surface(width, height);
  const form = Math.floor(random() * 4);
  if (form === 0)
    for (let disc = 0; disc < 4; disc += 1) target.disc(random() * width, random() * height, 25 + random() * 40, 40);
  if (form === 1) target.fill(width * 0.2, height * 0.2, width * 0.5, height * 0.5, 30);
  if (form === 2) {
    const side = 12 + Math.floor(random() * 20);
    for (let y = 0; y < height; y += side)
      for (let x = (y / side) % 2 ? side : 0; x < width; x += 2 * side) target.fill(x, y, side, side, 20);
  }
  if (form === 3) for (let x = 0; x < width; x += 24) target.line(x, 0, x + height * 0.5, height, 8, 30);
  grain(target, random, 8);
  return target;
};

/**
 * Two hundred pictures that aren't signatures: photographs, print, charts, codes, noise and plain shapes, ten of each of
 * twenty kinds (all white and all black five each). The same on every machine.
 */
export function nonSignatures(): NonSignature[] {
  const pictures: NonSignature[] = [];
  const kinds: [string, Painter][] = [...Object.entries(painters), ['solid shapes', shapes]];
  kinds.forEach(([kind, paint], order) => {
    const count = kind.startsWith('all ') ? 5 : 10;
    for (let copy = 0; copy < count; copy += 1) {
      const random = seeded(order * 1009 + copy * 7 + 1);
      const width = 320 + Math.floor(random() * 420);
      const height = 180 + Math.floor(random() * 200);
      pictures.push({ kind, image: paint(random, width, height) });
    }
  });
  return pictures;
}
