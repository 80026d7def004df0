import type { SeededRandom } from '../seeded.ts';
import type { Area } from './geometry.ts';
import type { InkPatch } from './ink.ts';
import type { ChequeLayout } from './layout.ts';
import { boldFace, print } from './type.ts';

/** A rubber stamp: SVG in millimetres, what holds it, and its ink. */
export interface Stamp {
  readonly svg: string;
  readonly area: Area;
  readonly colour: readonly [number, number, number];
}

const inks: readonly [Stamp['colour'], ...Stamp['colour'][]] = [
  [186, 40, 52],
  [96, 50, 150],
  [40, 70, 170],
  [30, 110, 80],
  [150, 40, 110],
];

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] as const;

function dateWords(random: SeededRandom): string {
  return `${String(1 + random.integer(28)).padStart(2, '0')} ${random.pick(months)} 2026`;
}

const short = (value: number) => value.toFixed(2);

/** Draws a stamp round 0,0. */
function shape(holder: string, random: SeededRandom): { svg: string; width: number; height: number } {
  const line = (text: string, y: number, height: number, most: number) =>
    print({ text, x: 0, y, height, face: boldFace, align: 'middle', most, colour: '#000' });
  const kind = random.integer(4);
  if (kind === 0) {
    const radius = random.uniform(9, 13);
    const ring = (r: number, w: number) =>
      `<circle r="${short(r)}" fill="none" stroke="#000" stroke-width="${short(w)}"/>`;
    return {
      svg:
        ring(radius, 0.6) +
        ring(radius * 0.72, 0.3) +
        line(random.pick(['PAID', 'RECEIVED', 'ACCOUNTS', 'BRANCH']), -0.4, 2.6, radius * 1.2) +
        line(dateWords(random), 4, 1.8, radius * 1.1),
      width: radius * 2 + 1,
      height: radius * 2 + 1,
    };
  }
  if (kind === 1) {
    const [width, height] = [random.uniform(30, 44), random.uniform(11, 16)];
    return {
      svg:
        `<rect x="${short(-width / 2)}" y="${short(-height / 2)}" width="${short(width)}" height="${short(height)}" rx="1" fill="none" stroke="#000" stroke-width="0.6"/>` +
        line(
          random.pick(['RECEIVED FOR CLEARING', 'PAYEE ACCOUNT CREDITED', 'CLEARING', 'PRESENTED']),
          -1,
          2.4,
          width * 0.9,
        ) +
        line(dateWords(random), 3.6, 2.2, width * 0.8),
      width: width + 1,
      height: height + 1,
    };
  }
  if (kind === 2) {
    const width = random.uniform(34, 50);
    return {
      svg: line(`FOR ${holder.toUpperCase()}`, -3, 2.4, width) + line('AUTHORISED SIGNATORY', 6, 2, width * 0.8),
      width: width + 1,
      height: 16,
    };
  }
  const width = random.uniform(22, 32);
  return {
    svg: line(random.pick(['PAID', 'COPY SENT', 'A/C PAYEE', 'NOT NEGOTIABLE']), 1.8, 4, width),
    width: width + 1,
    height: 9,
  };
}

/** A stamp somewhere on a cheque: often near where it is signed. */
export function drawStamp(layout: ChequeLayout, holder: string, random: SeededRandom): Stamp {
  const { svg, width, height } = shape(holder, random);
  const { paper } = layout;
  const signature = random.pick(layout.signatures);
  const near = random.chance(0.45);
  const x = near ? signature.x + signature.width * random.uniform(0, 1) : paper.width * random.uniform(0.15, 0.85);
  const y = near ? signature.y - random.uniform(-1, 11) : paper.height * random.uniform(0.15, 0.75);
  const reach = Math.hypot(width, height) / 2 + 1;
  return {
    svg: `<g transform="translate(${short(x)} ${short(y)}) rotate(${short(random.normal(0, 7))})">${svg}</g>`,
    area: { x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach },
    colour: random.pick(inks),
  };
}

/** Rubber takes up ink unevenly: patches of the stamp come out pale or not at all. */
export function mottle(patch: InkPatch, random: SeededRandom, pixelsPerMillimetre: number): InkPatch {
  const scale = 1 / (pixelsPerMillimetre * random.uniform(1.2, 3));
  const waves = Array.from({ length: 7 }, () => ({
    x: random.normal(0, 2.4) * scale,
    y: random.normal(0, 2.4) * scale,
    phase: random.uniform(0, 2 * Math.PI),
  }));
  const strength = random.uniform(0.5, 0.95);
  const depth = random.uniform(0.1, 0.4);
  let state = random.integer(2 ** 31);
  const cover = Float32Array.from(patch.cover, (amount, at) => {
    if (amount === 0) return 0;
    const x = at % patch.width;
    const y = (at - x) / patch.width;
    let sum = 0;
    for (const wave of waves) sum += Math.sin(wave.x * x + wave.y * y + wave.phase);
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const grain = ((state >>> 16) & 255) / 255 - 0.5;
    return amount * Math.max(0, Math.min(1, strength + depth * 0.5 * sum + 0.5 * depth * grain));
  });
  return { ...patch, cover, under: cover };
}
