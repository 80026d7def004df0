// Prints how well cheques are found on a folder's pages, cut out and put upright: for each cheque of its truth.jsonl how much
// the cut has in common with the cheque, how far its sides lie off and how far it still lies askew; and how many coded lines
// are read from the cuts that are read from cheques cut out by their true corners.
//
//   node scripts/measure-pages.ts DIR [DIR ...] [--worst N] [--details FILE]
//
// --worst names the N worst cuts; --details writes one line of JSON a cheque.
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { ChequeTruth, TruthCheque } from '../src-main/contract/cheque-truth.ts';
import { scoreLine } from '../src-main/desk/cheques/score-page.ts';
import { readTruthFolder } from '../src-main/desk/cheques/truth-folder.ts';
import { inverse, mapPoint, type Point } from '../src-main/imaging/affine.ts';
import { decodeScan } from '../src-main/imaging/decode.ts';
import type { RasterImage } from '../src-main/imaging/image.ts';
import { readMicrLine } from '../src-main/imaging/micr/read-line.ts';
import type { MicrReading } from '../src-main/imaging/micr/reading.ts';
import type { ChequeOnPage, Corners } from '../src-main/imaging/page/cheque-on-page.ts';
import { cutOut } from '../src-main/imaging/page/cut-out.ts';
import { lookAtPage } from '../src-main/imaging/page/find-cheques.ts';
import { polygonArea, type Rectangle } from '../src-main/imaging/page/rectangle.ts';
import { uprightCheque } from '../src-main/imaging/page/upright-cheque.ts';

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: { worst: { type: 'string', default: '0' }, details: { type: 'string' } },
});
if (positionals.length === 0) {
  console.error('Usage: node scripts/measure-pages.ts DIR [DIR ...] [--worst N] [--details FILE]');
  process.exit(1);
}

/** From this area in common over the area of both on a cheque counts as found. */
const foundOverlap = 0.7;

/** What one cheque of the truth came to. Millimetres: where the truth doesn't tell the resolution, at 200 dots per inch. */
interface CutScore {
  readonly picture: string;
  readonly cheque: number;
  readonly tone: string;
  readonly page: string;
  readonly overlap: number;
  /** Degrees by which the cut still lies askew. */
  readonly skew: number;
  /** By side of the upright cheque (head, right, foot, left): millimetres of paper that are lost, and of bed that are kept. */
  readonly lost: readonly number[];
  readonly kept: readonly number[];
  readonly upright: boolean;
  readonly line: { readonly font: string; readonly right: boolean; readonly rightOfTrue: boolean } | null;
}

/** The part of a convex polygon that lies within another one (Sutherland and Hodgman 1974). */
function common(polygon: readonly Point[], within: readonly Point[]): Point[] {
  const way = Math.sign(signedArea(within));
  let left = [...polygon];
  within.forEach(([x0, y0], at) => {
    const [x1, y1] = within[(at + 1) % within.length]!;
    const depth = ([x, y]: Point): number => way * ((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0));
    const kept: Point[] = [];
    left.forEach((point, place) => {
      const next = left[(place + 1) % left.length]!;
      const [here, there] = [depth(point), depth(next)];
      if (here >= 0) kept.push(point);
      if (here >= 0 === there >= 0) return;
      const part = here / (here - there);
      kept.push([point[0] + part * (next[0] - point[0]), point[1] + part * (next[1] - point[1])]);
    });
    left = kept;
  });
  return left;
}

function signedArea(corners: readonly Point[]): number {
  return corners.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = corners[(at + 1) % corners.length]!;
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

function overlapOf(one: readonly Point[], other: readonly Point[]): number {
  const both = common(one, other);
  const area = both.length < 3 ? 0 : polygonArea(both);
  return area / (polygonArea(one) + polygonArea(other) - area);
}

/** The true cheque cut out by its corners, with a millimetre round it. */
function cutTrue(page: RasterImage, { corners }: TruthCheque, millimetre: number): ChequeOnPage {
  const [one, two, , four] = corners;
  const long = Math.hypot(two[0] - one[0], two[1] - one[1]);
  const short = Math.hypot(four[0] - one[0], four[1] - one[1]);
  const angle = (Math.atan2(two[1] - one[1], two[0] - one[0]) * 180) / Math.PI;
  const turns = Math.round(angle / 90);
  const onItsSide = turns % 2 !== 0;
  const rectangle: Rectangle = {
    x: (corners[0][0] + corners[2][0]) / 2,
    y: (corners[0][1] + corners[2][1]) / 2,
    width: (onItsSide ? short : long) + 2 * millimetre,
    height: (onItsSide ? long : short) + 2 * millimetre,
    angle: angle - turns * 90,
  };
  return cutOut(page, rectangle, onItsSide);
}

const lineOf = (cheque: ChequeOnPage, dotsPerInch: number | null): MicrReading | null =>
  uprightCheque({ ...cheque, dotsPerInch }, readMicrLine).reading;

/** Lost and kept millimetres by side, from where the true corners lie in the cut's picture; its own sides in upright order. */
function sidesOff({ corners, image, toPage }: ChequeOnPage, truth: Corners, millimetre: number) {
  const back = inverse(toPage);
  // The true corner that each corner of the cut is nearest to, so that the sides are compared whichever way it lies.
  const first = [0, 1, 2, 3].reduce((best, turn) =>
    apart(corners, truth, turn) < apart(corners, truth, best) ? turn : best,
  );
  const own = [0, 1, 2, 3].map((at) => mapPoint(back, truth[(at + first) % 4]!));
  const { width, height } = image;
  const beyond = [
    own.slice(0, 2).map(([, y]) => -y),
    own.slice(1, 3).map(([x]) => x - width),
    own.slice(2, 4).map(([, y]) => y - height),
    [own[3]!, own[0]!].map(([x]) => -x),
  ];
  const sides = [0, 1, 2, 3].map((at) => beyond[(at + 4 - first) % 4]!);
  return {
    lost: sides.map((off) => Math.max(0, ...off) / millimetre),
    kept: sides.map((off) => Math.max(0, ...off.map((value) => -value)) / millimetre),
  };
}

function apart(one: Corners, other: Corners, turn: number): number {
  return one.reduce((sum, [x, y], at) => {
    const [otherX, otherY] = other[(at + turn) % 4]!;
    return sum + Math.hypot(x - otherX, y - otherY);
  }, 0);
}

function skewOf(found: Corners, truth: Corners): number {
  const angle = ([[x0, y0], [x1, y1]]: Corners): number => (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI;
  const off = (((angle(found) - angle(truth) + 45) % 90) + 90) % 90;
  return off - 45;
}

function isUpright(found: Corners, truth: Corners): boolean {
  return (
    [0, 1, 2, 3].every((turn) => apart(found, truth, 0) <= apart(found, truth, turn)) &&
    signedArea(found) > 0 === signedArea(truth) > 0
  );
}

function scorePicture(page: RasterImage, truth: ChequeTruth, tag: number | null) {
  const millimetre = (truth.dotsPerInch ?? 200) / 25.4;
  const { cheques, overlapping } = lookAtPage(page, tag);
  const upright = cheques.map((cheque) => uprightCheque(cheque, readMicrLine));
  const scores = truth.cheques.map((one, at): CutScore => {
    const best = upright
      .map((found) => ({ ...found, overlap: overlapOf(found.cheque.corners, one.corners) }))
      .sort((a, b) => b.overlap - a.overlap)[0];
    const off = best ? sidesOff(best.cheque, one.corners, millimetre) : null;
    const line = one.micr
      ? {
          font: one.micr.font,
          right: scoreLine(one.micr.text, best?.reading ?? null).right,
          rightOfTrue: scoreLine(one.micr.text, lineOf(cutTrue(page, one, millimetre), tag)).right,
        }
      : null;
    return {
      picture: truth.file,
      cheque: at,
      tone: truth.tone,
      page: String(truth.condition['page'] ?? ''),
      overlap: best?.overlap ?? 0,
      skew: best ? skewOf(best.cheque.corners, one.corners) : 0,
      lost: off?.lost ?? [],
      kept: off?.kept ?? [],
      upright: best ? isUpright(best.cheque.corners, one.corners) : false,
      line,
    };
  });
  return { scores, overlapping, found: cheques.length };
}

const scores: CutScore[] = [];
const details = given.details === undefined ? null : createWriteStream(given.details);
let [overlapping, tooMany] = [0, 0];
for (const folder of positionals) {
  for (const { path, truth } of await readTruthFolder(folder)) {
    const { image, dotsPerInch } = await decodeScan(new Uint8Array(await readFile(path)), { page: truth.page });
    const scored = scorePicture(image, truth, dotsPerInch);
    if (scored.overlapping) overlapping += 1;
    if (scored.found > truth.cheques.length) tooMany += 1;
    for (const score of scored.scores) {
      scores.push({ ...score, picture: path });
      details?.write(
        `${JSON.stringify({ ...score, picture: path, overlapping: scored.overlapping, condition: truth.condition })}\n`,
      );
    }
  }
}
details?.end();

const share = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((one, other) => one - other);
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0).toFixed(3));
};
const spread = (values: readonly number[]) => ({
  half: share(values, 0.5),
  '95%': share(values, 0.95),
  most: share(values, 1),
});
const found = scores.filter(({ overlap }) => overlap >= foundOverlap);
const linesOf = (font: string) => {
  const lines = scores.flatMap(({ line }) => (line?.font === font ? [line] : []));
  const count = (right: (line: (typeof lines)[number]) => boolean): number => lines.filter(right).length;
  return {
    of: lines.length,
    right: count(({ right }) => right),
    rightOfTrueCut: count(({ rightOfTrue }) => rightOfTrue),
    lostByCut: count(({ right, rightOfTrue }) => rightOfTrue && !right),
  };
};
console.log(
  JSON.stringify(
    {
      cheques: scores.length,
      found: found.length,
      'told as overlapping': overlapping,
      'pages with too many': tooMany,
      'not upright': found.filter(({ upright }) => !upright).length,
      overlap: {
        least: share(
          found.map(({ overlap }) => overlap),
          0,
        ),
        '5%': share(
          found.map(({ overlap }) => overlap),
          0.05,
        ),
      },
      skew: {
        ...spread(found.map(({ skew }) => Math.abs(skew))),
        'over 0.2°': found.filter(({ skew }) => Math.abs(skew) > 0.2).length,
      },
      'lost, mm': spread(found.map(({ lost }) => Math.max(...lost))),
      'lost over 0.5 mm': found.filter(({ lost }) => Math.max(...lost) > 0.5).length,
      'lost at the foot over 0.5 mm': found.filter(({ lost }) => lost[2]! > 0.5).length,
      'kept, mm': spread(found.map(({ kept }) => Math.max(...kept))),
      'kept over 3 mm': found.filter(({ kept }) => Math.max(...kept) > 3).length,
      lines: { e13b: linesOf('e13b'), cmc7: linesOf('cmc7') },
    },
    null,
    2,
  ),
);
const badness = ({ overlap, lost, line }: CutScore): number =>
  (overlap < foundOverlap ? 100 : 0) + (line && line.rightOfTrue && !line.right ? 20 : 0) + Math.max(0, ...lost);
for (const score of [...scores].sort((one, other) => badness(other) - badness(one)).slice(0, Number(given.worst))) {
  const list = (values: readonly number[]): string => values.map((value) => value.toFixed(1)).join(' ');
  console.log(
    `${score.picture} #${String(score.cheque)} ${score.tone} ${score.page}: overlap ${score.overlap.toFixed(3)}, skew ${score.skew.toFixed(2)}, lost ${list(score.lost)}, kept ${list(score.kept)}${score.upright ? '' : ', not upright'}${score.line && !score.line.right ? `, line wrong${score.line.rightOfTrue ? ' by its cut' : ''}` : ''}`,
  );
}
