import { asGreyJpeg, asGroup4, asJpeg, asPng } from './conditions/capture.ts';
import { slanted } from './conditions/geometry.ts';
import { thickenPen } from './conditions/pen.ts';
import { inkBox, pixelsOf, readPicture, type Picture } from './conditions/picture.ts';
import { printLine, printText, textWidth, withPaper } from './conditions/print.ts';
import { addNoise, fadeInk, tintPaper } from './conditions/tone.ts';
import { seededRandom, type SeededRandom } from './seeded.ts';

type Change = (picture: Picture, random: SeededRandom) => Picture;
type Capture = (picture: Picture, random: SeededRandom) => Promise<Uint8Array>;

/** What happens before the scanner, in the order in which it happens on the way of a cheque. */
const changes: readonly Change[] = [
  (picture, random) => thickenPen(picture, random.chance(0.7) ? random.uniform(0.4, 2) : -random.uniform(0.3, 1)),
  (picture, random) => fadeInk(picture, random.uniform(0.35, 0.8)),
  (picture, random) => slanted(picture, random.uniform(-0.1, 0.1)),
  ruleThrough,
  printNear,
  (picture, random) => tintPaper(picture, random.next(), random.uniform(0.08, 0.28)),
  (picture, random) => addNoise(picture, random.integer(2 ** 31), random.uniform(3, 12)),
];

/** How a scanner or a clearing house saves it. */
const captures: readonly Capture[] = [
  (picture, random) => asJpeg(picture, 15 + random.integer(46)),
  (picture) => asGroup4(picture, 200),
  (picture, random) => asGreyJpeg(picture, 100, 60 + random.integer(31)),
];

/**
 * Does to a scan of a signature what a cheque does, for training: one to three changes at once, drawn with their
 * strengths from the seed: a thicker or thinner pen, faint ink, a small slant, a ruled line through it, printed text near or
 * through it, tinted paper, noise, and at most one of JPEG quality 15 to 60, Group 4 at 200 dpi and a grey JPEG at 100 dpi.
 *
 * @param bytes a scan that `decodeScan` reads.
 * @param seed the same seed gives the same file again, on the same versions of the libraries.
 * @returns a PNG, JPEG or TIFF.
 * @throws ScanError where the scan can't be read.
 */
export async function degradeAsCheque(bytes: Uint8Array, seed: readonly (string | number)[]): Promise<Uint8Array> {
  const random = seededRandom('cheque', ...seed);
  const count = 1 + random.integer(3);
  const drawn = new Set<number>();
  while (drawn.size < count) {
    const choice = random.integer(changes.length + captures.length);
    if (choice < changes.length || ![...drawn].some((other) => other >= changes.length)) drawn.add(choice);
  }
  let picture = await readPicture(bytes);
  for (const [at, change] of changes.entries())
    if (drawn.has(at)) picture = change(picture, random.child('change', at));
  const capture = captures.find((_, at) => drawn.has(changes.length + at));
  return capture ? capture(picture, random.child('capture')) : asPng(picture);
}

/** From edge to edge, or beginning and ending near the signature; at most one and a half degrees askew. */
function ruleThrough(picture: Picture, random: SeededRandom): Picture {
  const { width } = picture.image;
  const box = inkBox(picture.image);
  const throughout = random.chance(0.6);
  const left = throughout ? -10 : box.x - box.width * random.uniform(-0.05, 0.25);
  const right = throughout ? width + 10 : box.x + box.width * random.uniform(0.95, 1.25);
  const middle = box.y + box.height * random.uniform(0.3, 1);
  const rise = (random.uniform(-0.026, 0.026) * (right - left)) / 2;
  return printLine(picture, {
    from: { x: left, y: middle + rise },
    to: { x: right, y: middle - rise },
    thickness: pixelsOf(picture, random.uniform(0.15, 0.5)),
    tone: random.uniform(30, 140),
  });
}

const figures = '0123456789';
const words = [
  'Authorised',
  'Signature',
  'Drawer',
  'Director',
  'For and on behalf of',
  'Please sign above',
  'Date',
  'Not over',
  'Account payee',
  'Bank',
] as const;

/** One or two short pieces of print: over the signature, or up to a few millimetres from it on any side. */
function printNear(picture: Picture, random: SeededRandom): Picture {
  const edge = Math.ceil(pixelsOf(picture, 3));
  let printed = withPaper(picture, { left: edge, right: edge, top: edge, bottom: edge });
  const box = inkBox(printed.image);
  const pieces = 1 + random.integer(2);
  for (let piece = 0; piece < pieces; piece += 1) {
    const text = random.chance(0.7)
      ? random.pick(words)
      : Array.from({ length: 4 + random.integer(7) }, () => figures[random.integer(10)]).join('');
    const height = pixelsOf(printed, random.uniform(1.4, 2.8));
    const room = box.width + 2 * edge - textWidth(text, height);
    printed = printText(printed, {
      text,
      x: box.x - edge + room * random.next(),
      y: box.y + (box.height + edge) * random.uniform(-0.05, 1),
      height,
      weight: random.uniform(0.09, 0.16),
      tone: random.uniform(30, 120),
    });
  }
  return printed;
}
