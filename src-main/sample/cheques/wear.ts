import { inverse } from '../../imaging/affine.ts';
import type { SeededRandom } from '../seeded.ts';
import type { PaperWear } from './conditions.ts';
import type { Canvas, Ground } from './ink.ts';
import { print } from './type.ts';

/** A change of light across a line on the paper: how many levels brighter, by the distance in millimetres. */
type Profile = (distance: number) => number;

function alongLine(
  canvas: Canvas,
  ground: Ground,
  line: { readonly x: number; readonly y: number; readonly degrees: number },
  reach: number,
  profile: Profile,
): void {
  const back = inverse(ground.toPage);
  const angle = (line.degrees * Math.PI) / 180;
  const [nx, ny] = [-Math.sin(angle), Math.cos(angle)];
  const { paper } = ground;
  const { width, height, channels, data } = canvas;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = back.a * column + back.c * row + back.e;
      const y = back.b * column + back.d * row + back.f;
      const distance = (x - line.x) * nx + (y - line.y) * ny;
      if (distance < -reach || distance > reach) continue;
      if (x < 0 || y < 0 || x > paper.width || y > paper.height) continue;
      const change = profile(distance);
      const at = (row * width + column) * channels;
      for (let channel = at; channel < at + channels; channel++)
        data[channel] = Math.max(0, Math.min(255, Math.round((data[channel] ?? 0) + change)));
    }
  }
}

/** Folds and shadows, laid on the picture in place. */
export function wearPaper(canvas: Canvas, ground: Ground, wear: PaperWear, random: SeededRandom): void {
  const { paper } = ground;
  for (let fold = 0; fold < wear.folds; fold++) {
    const upright = random.chance(0.7);
    const width = random.uniform(0.12, 0.4);
    const dark = random.uniform(8, 34);
    const bright = random.uniform(0, 14);
    const slope = random.uniform(-9, 9);
    alongLine(
      canvas,
      ground,
      {
        x: paper.width * random.uniform(0.3, 0.7),
        y: paper.height * random.uniform(0.3, 0.7),
        degrees: (upright ? 90 : 0) + random.normal(0, 1.5),
      },
      3.5,
      (distance) =>
        -dark * Math.exp(-((distance / width) ** 2)) +
        bright * Math.exp(-(((distance - 2 * width) / width) ** 2)) +
        Math.sign(distance) * slope * Math.exp(-Math.abs(distance) / 1.2) * 0.5,
    );
  }
  if (wear.shadow) {
    const depth = random.uniform(14, 46);
    const soft = random.uniform(4, 16);
    const edge = random.integer(4);
    const [x, y] = [edge === 1 ? paper.width : 0, edge === 2 ? paper.height : 0];
    alongLine(
      canvas,
      ground,
      { x, y, degrees: edge < 2 ? 90 : 0 },
      soft * 3,
      (distance) => -depth * Math.exp(-Math.abs(distance) / soft),
    );
  }
}

/** A staple, or the two holes that one left, near the upper left corner: SVG in millimetres. */
export function stapleSvg(random: SeededRandom): string {
  const x = random.uniform(6, 22);
  const y = random.uniform(3, 10);
  const turn = random.uniform(-50, 50);
  const wire = random.chance(0.6)
    ? '<path d="M0 0h11" stroke="#6b6b70" stroke-width="0.55"/><path d="M0.3 0.3h10.6" stroke="#3c3c40" stroke-width="0.2"/>'
    : '<circle r="0.4" fill="#555"/><circle cx="11" r="0.4" fill="#555"/>';
  return `<g transform="translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(${turn.toFixed(1)})">${wire}</g>`;
}

/** What is on the back, as far as it shines through: endorsement lines and a scrawl, mirrored. SVG in millimetres. */
export function backSvg(
  paper: { readonly width: number; readonly height: number },
  amount: number,
  random: SeededRandom,
): string {
  const lines = [
    'ENDORSE HERE',
    'DO NOT WRITE STAMP OR SIGN BELOW THIS LINE',
    'FOR DEPOSIT ONLY',
    'RESERVED FOR BANK USE',
  ];
  const x = random.uniform(0.1, 0.5) * paper.width;
  const y = random.uniform(0.15, 0.4) * paper.height;
  let drawn = '';
  for (let line = 0; line < 3; line++) {
    const text = random.pick(lines as [string, ...string[]]);
    drawn += print({ text, x, y: y + line * 9, height: random.uniform(1.6, 2.6), colour: '#223' });
    drawn += `<path d="M${x.toFixed(1)} ${(y + line * 9 + 1.5).toFixed(1)}h55" stroke="#223" stroke-width="0.25"/>`;
  }
  let path = `M${(x + 5).toFixed(1)} ${(y + 4).toFixed(1)}`;
  for (let step = 1; step < 14; step++)
    path += `Q${(x + 5 + step * 3 + random.normal(0, 2)).toFixed(1)} ${(y + 4 + random.normal(0, 5)).toFixed(1)} ${(x + 6 + step * 3).toFixed(1)} ${(y + 4 + random.normal(0, 1.6)).toFixed(1)}`;
  drawn += `<path d="${path}" fill="none" stroke="#224" stroke-width="0.5"/>`;
  return `<g transform="matrix(-1 0 0 1 ${paper.width.toFixed(2)} 0)" opacity="${amount.toFixed(3)}">${drawn}</g>`;
}
