import type { Box, RasterImage } from '../image.ts';

/** Degrees by which a fold may lie askew to the paper's sides. */
const mostAskew = 3.5;
/** A line is a crease where it differs from the paper on both sides by so many levels; more is print. */
const leastCrease = 2.5;
const mostCrease = 40;
/** The paper is parted into so many strips along the line; a fold shows in nearly all of them. */
const strips = 24;
const throughStrips = 20;
/** Where more lines than this run through, they are the paper's pattern. */
const mostFolds = 2;
/** Half the width of a crease and its shades, as a share of the cheque's long side: 1.2 mm or so. */
const halfWidth = 0.006;

/**
 * Whether a fold of the paper runs down through a part of it: a faint line, darker or brighter than the paper beside it, from the
 * head of the cheque to its foot. Folds along it aren't told: rules and the gaps between rows of print look alike.
 *
 * @param image the straight cheque; black and white alone shows no folds.
 * @param box in its pixels.
 */
export function foldThrough(image: RasterImage, box: Box): boolean {
  const beside = Math.max(3, Math.round(halfWidth * Math.max(image.width, image.height)));
  const most = Math.round(Math.tan((mostAskew * Math.PI) / 180) * image.height * 0.5);
  const { x: from, width: across } = box;
  // A pattern is told by what lies beside the box.
  const first = Math.max(most + beside, Math.floor(from - 0.3 * across));
  const last = Math.min(image.width - 1 - most - beside, Math.ceil(from + 1.3 * across));
  if (last - first < 2 * beside) return false;
  const start = first - most - beside;
  const count = last + most + beside - start + 1;
  const creases = creasesOf(image, start, count, beside);
  for (let shift = -most; shift <= most; shift += Math.max(1, beside >> 2)) {
    const places = stripPlaces(count, shift);
    const found = { dark: [] as number[], bright: [] as number[] };
    for (let place = first; place <= last; place += 1) {
      const sign = signThrough(creases, places, place - start);
      if (sign === 0) continue;
      const like = sign < 0 ? found.dark : found.bright;
      if (like.length === 0 || place - like[like.length - 1]! > beside) like.push(place);
    }
    for (const like of [found.dark, found.bright])
      if (like.length <= mostFolds && like.some((place) => place >= from && place <= from + across)) return true;
  }
  return false;
}

/** Where a line that lies askew crosses each strip, from where it crosses the paper's middle, among the creases of them all. */
function stripPlaces(count: number, shift: number): Int32Array {
  return Int32Array.from(
    { length: strips },
    (_, strip) => strip * count + Math.round(shift * ((2 * strip + 1) / strips - 1)),
  );
}

/** The sign of the crease that a line is in enough strips; 0 where it is none. */
function signThrough(creases: Int8Array, places: Int32Array, place: number): number {
  let [dark, bright] = [0, 0];
  for (let strip = 0; strip < strips; strip += 1) {
    const crease = creases[place + places[strip]!]!;
    if (crease < 0) dark += 1;
    else bright += crease;
    // Too many are missing already.
    if (strip - Math.max(dark, bright) > strips - throughStrips) return 0;
  }
  return dark >= throughStrips ? -1 : bright >= throughStrips ? 1 : 0;
}

/** For each strip and place, whether the paper is brighter there (1) or darker (-1) than on both sides of it, as a crease is; else 0. */
function creasesOf(image: RasterImage, start: number, count: number, beside: number): Int8Array {
  const { width, height, channels, data } = image;
  const creases = new Int8Array(strips * count);
  const sums = new Int32Array(count);
  const means = new Float64Array(count);
  const origin = start * channels + (channels === 3 ? 1 : 0);
  for (let strip = 0; strip < strips; strip += 1) {
    sums.fill(0);
    const from = Math.floor((strip * height) / strips);
    const to = Math.floor(((strip + 1) * height) / strips);
    let lines = 0;
    for (let along = from; along < to; along += 2, lines += 1) {
      for (let place = 0, at = origin + along * width * channels; place < count; place += 1, at += channels)
        sums[place]! += data[at]!;
    }
    for (let place = 1; place < count - 1; place += 1)
      means[place] = (sums[place - 1]! + sums[place]! + sums[place + 1]!) / (3 * lines);
    for (let place = beside + 1; place < count - beside - 1; place += 1) {
      const crease = Math.fround(means[place]! - (means[place - beside]! + means[place + beside]!) / 2);
      const deep = Math.abs(crease);
      if (deep >= leastCrease && deep <= mostCrease) creases[strip * count + place] = Math.sign(crease);
    }
  }
  return creases;
}
