import { asGreyJpeg, asGroup4, asJpeg, asPng } from './conditions/capture.ts';
import { blurred, inPerspective, rotated, scaled } from './conditions/geometry.ts';
import { thickenPen } from './conditions/pen.ts';
import { inkBox, pixelsOf, readPicture, type Picture } from './conditions/picture.ts';
import { printLine, printText, textWidth, withPaper } from './conditions/print.ts';
import { addNoise, castShadow, fadeInk, tintPaper } from './conditions/tone.ts';
import { seededRandom, type SeededRandom } from './seeded.ts';

/** Something that happens to a signature between the pen and the file, at one fixed strength. */
interface ConditionWork {
  readonly id: string;
  /** What it is, in a few plain words. */
  readonly title: string;
  readonly apply: (picture: Picture, random: SeededRandom) => Promise<Uint8Array>;
}

const labels = ['Authorised signature', 'Signature of drawer', 'For the account holder'] as const;

const works = [
  {
    id: 'tinted-paper',
    title: 'tinted paper',
    apply: (picture, random) => asPng(tintPaper(picture, random.next(), 0.25)),
  },
  {
    id: 'uneven-shadow',
    title: 'uneven shadow',
    apply: (picture, random) => asPng(castShadow(picture, random, 0.35)),
  },
  {
    id: 'ruled-line',
    title: 'ruled line through the signature',
    apply: (picture, random) => asPng(ruleThrough(picture, random)),
  },
  {
    id: 'printed-text',
    title: 'printed text beside the signature',
    apply: (picture, random) => asPng(printBeside(picture, random)),
  },
  { id: 'faint-ink', title: 'faint ink', apply: (picture) => asPng(fadeInk(picture, 0.4)) },
  { id: 'thick-pen', title: 'pen thicker by 1 px', apply: (picture) => asPng(thickenPen(picture, 1)) },
  { id: 'half-scale', title: 'scale 0.5', apply: (picture) => asPng(scaled(picture, 0.5)) },
  { id: 'double-scale', title: 'scale 2', apply: (picture) => asPng(scaled(picture, 2)) },
  { id: 'rotated-20', title: 'rotation +20°', apply: (picture) => asPng(rotated(picture, 20)) },
  { id: 'rotated-minus-15', title: 'rotation −15°', apply: (picture) => asPng(rotated(picture, -15)) },
  { id: 'jpeg-20', title: 'JPEG quality 20', apply: (picture) => asJpeg(picture, 20) },
  {
    id: 'noise-10',
    title: 'noise σ 10',
    apply: (picture, random) => asPng(addNoise(picture, random.integer(2 ** 31), 10)),
  },
  { id: 'group-4', title: 'Group 4 at 200 dpi', apply: (picture) => asGroup4(picture, 200) },
  { id: 'grey-100', title: '100 dpi grey', apply: (picture) => asGreyJpeg(picture, 100, 80) },
  {
    id: 'phone-photo',
    title: 'phone photo: perspective and blur',
    apply: (picture, random) => photograph(picture, random),
  },
] as const satisfies readonly ConditionWork[];

/** Name of a condition, as `evaluate --conditions` takes it. */
export type ConditionId = (typeof works)[number]['id'];

/** A condition under which error rates are measured. */
export interface Condition {
  readonly id: ConditionId;
  readonly title: string;
}

/** Every condition, in the order of docs/evaluation.md. */
export const conditions: readonly Condition[] = works.map(({ id, title }) => ({ id, title }));

/**
 * Puts a whole scan, paper included, under a condition. The same bytes, condition and seed give the same bytes again, on the
 * same versions of the libraries. A scan that names no resolution counts as one of 300 dots per inch.
 *
 * @param bytes a scan that `decodeScan` reads; of several pages the first is taken.
 * @param seed what is random in a condition (the line's place, the tint's hue, the noise) is drawn from it.
 * @returns a PNG; a JPEG for `jpeg-20`, `grey-100` and `phone-photo`, a TIFF for `group-4`. Grey scans stay grey, but for
 *   `tinted-paper`.
 * @throws ScanError where the scan can't be read.
 */
export async function applyCondition(bytes: Uint8Array, id: ConditionId, seed: number | string): Promise<Uint8Array> {
  const work: ConditionWork | undefined = works.find((condition) => condition.id === id);
  if (!work) throw new RangeError(`There is no condition "${id}".`);
  return work.apply(await readPicture(bytes), seededRandom('condition', id, seed));
}

/** A signature line from edge to edge, a third of a millimetre thick, askew by up to half a degree. */
function ruleThrough(picture: Picture, random: SeededRandom): Picture {
  const { width } = picture.image;
  const box = inkBox(picture.image);
  const middle = box.y + box.height * random.uniform(0.45, 0.75);
  const rise = (random.uniform(-0.0087, 0.0087) * width) / 2;
  const margin = pixelsOf(picture, 1);
  return printLine(picture, {
    from: { x: -margin, y: middle + rise },
    to: { x: width + margin, y: middle - rise },
    thickness: pixelsOf(picture, 0.33),
  });
}

/** Two millimetres and a half from the ink, right or left of it, on paper that is added where there is too little. */
function printBeside(picture: Picture, random: SeededRandom): Picture {
  const { width } = picture.image;
  const box = inkBox(picture.image);
  const height = pixelsOf(picture, 2);
  const gap = pixelsOf(picture, 2.5);
  const text = random.pick(labels);
  const needed = Math.ceil(textWidth(text, height) + gap + pixelsOf(picture, 1.5));
  const onTheRight = random.chance(0.5);
  const spare = onTheRight ? width - (box.x + box.width) : box.x;
  const more = Math.max(0, needed - spare);
  const wider = withPaper(picture, { left: onTheRight ? 0 : more, right: onTheRight ? more : 0, top: 0, bottom: 0 });
  const left = onTheRight ? box.x + box.width + gap : more + box.x - gap - textWidth(text, height);
  return printText(wider, { text, x: left, y: box.y + box.height * random.uniform(0.4, 0.9), height });
}

/** The sheet from an angle, out of focus by an eighth of a millimetre, as a phone's JPEG. */
function photograph(picture: Picture, random: SeededRandom): Promise<Uint8Array> {
  const corner = (): [number, number] => [random.uniform(0, 0.12), random.uniform(0, 0.12)];
  const askew = inPerspective(picture, [corner(), corner(), corner(), corner()]);
  return asJpeg(blurred(askew, pixelsOf(picture, 0.127)), 80);
}
