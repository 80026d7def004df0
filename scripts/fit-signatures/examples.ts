// A cheque's marks with what is true of each: whether it is a signature's ink, and whose.
import { mapPoint } from '../../src-main/imaging/affine.ts';
import { chequeInk } from '../../src-main/imaging/cheque-ink/cheque-ink.ts';
import type { ChequeInk } from '../../src-main/imaging/cheque-ink/types.ts';
import type { Box } from '../../src-main/imaging/image.ts';
import { measureMarks, type Mark } from '../../src-main/imaging/signatures/mark-features.ts';
import { millimetresOf } from '../../src-main/imaging/signatures/surroundings.ts';
import type { UprightCheque } from './truth-cheques.ts';

export interface Example {
  readonly name: string;
  readonly layout: string;
  readonly tone: string;
  /** Without its planes. */
  readonly ink: ChequeInk;
  readonly unit: number;
  readonly marks: readonly Mark[];
  /** Of each mark: share of its pixels that are a signature's, and which signature's it mostly is (-1: none's). */
  readonly shares: readonly number[];
  readonly owners: readonly number[];
  /** Each signature's ink as far as the working mask holds it: its box in working pixels, null where nothing of it does. */
  readonly seen: readonly (Box | null)[];
}

/** Measures one cheque. */
export function exampleOf(upright: UprightCheque): Example {
  const { image, truth, cheque, toPage, pageInk } = upright;
  const dotsPerInch = truth.dotsPerInch;
  const ink = chequeInk(image, { dotsPerInch, micr: null });
  const marks = measureMarks(ink, dotsPerInch);
  const signatures = cheque.signatures.length;
  const { runStart, runEnd, runLabel } = ink.runs;
  const counts = Array.from({ length: ink.runs.count + 1 }, () => new Float64Array(signatures + 1));
  const extents = Array.from({ length: signatures }, () => [Infinity, Infinity, -Infinity, -Infinity]);
  for (let run = 0; run < runLabel.length; run += 1) {
    const row = Math.floor(runStart[run]! / ink.width);
    const count = counts[runLabel[run]!]!;
    for (let at = runStart[run]!; at < runEnd[run]!; at += 1) {
      const column = at - row * ink.width;
      const owner = ownerAt((column + 0.5) * ink.scale, (row + 0.5) * ink.scale, ink.scale);
      count[owner + 1]! += 1;
      if (owner >= 0) {
        const extent = extents[owner]!;
        extent[0] = Math.min(extent[0]!, column);
        extent[1] = Math.min(extent[1]!, row);
        extent[2] = Math.max(extent[2]!, column + 1);
        extent[3] = Math.max(extent[3]!, row + 1);
      }
    }
  }
  function ownerAt(x: number, y: number, reach: number): number {
    if (!pageInk) return -1;
    const [pageX, pageY] = mapPoint(toPage, [x, y]);
    const around = reach / 2;
    let inked = false;
    for (let dy = -around; dy <= around && !inked; dy += Math.max(0.5, around)) {
      for (let dx = -around; dx <= around && !inked; dx += Math.max(0.5, around)) {
        const [column, row] = [Math.floor(pageX + dx), Math.floor(pageY + dy)];
        if (column < 0 || row < 0 || column >= truth.width || row >= truth.height) continue;
        inked = pageInk[row * truth.width + column] === 1;
      }
    }
    if (!inked) return -1;
    let nearest = -1;
    let least = Infinity;
    for (const [index, { box }] of cheque.signatures.entries()) {
      const across = Math.max(box.x - pageX, pageX - box.x - box.width, 0);
      const down = Math.max(box.y - pageY, pageY - box.y - box.height, 0);
      // Where two boxes overlap: the one whose middle lies nearer, in shares of its size.
      const inner = Math.hypot((pageX - box.x) / box.width - 0.5, (pageY - box.y) / box.height - 0.5);
      const distance = Math.hypot(across, down) + inner;
      if (distance < least) [nearest, least] = [index, distance];
    }
    return nearest;
  }
  const shares: number[] = [];
  const owners: number[] = [];
  for (const { component } of marks) {
    const count = counts[component.label]!;
    const all = count.reduce((sum, pixels) => sum + pixels, 0);
    const owned = count.subarray(1);
    const most = owned.length > 0 ? Math.max(...owned) : 0;
    shares.push(all > 0 ? (all - count[0]!) / all : 0);
    owners.push(most > 0 ? owned.indexOf(most) : -1);
  }
  const empty = new Uint8Array(0);
  const bare = {
    ...ink,
    density: empty,
    mask: empty,
    runs: { ...ink.runs, ...runsOf(ink, marks, millimetresOf(ink, dotsPerInch)) },
  };
  return {
    name: upright.name,
    layout: truth.layout,
    tone: truth.tone,
    ink: bare,
    unit: millimetresOf(ink, dotsPerInch),
    marks,
    shares,
    owners,
    seen: extents.map(([left, top, right, bottom]) =>
      right! > left! ? { x: left!, y: top!, width: right! - left!, height: bottom! - top! } : null,
    ),
  };
}

/** The runs of large marks, which may be cut; no others are needed. */
function runsOf(
  ink: ChequeInk,
  marks: readonly Mark[],
  unit: number,
): Pick<ChequeInk['runs'], 'runStart' | 'runEnd' | 'runLabel'> {
  const large = new Uint8Array(ink.runs.count + 1);
  for (const { component } of marks) {
    const { width, height } = component.box;
    if (component.printed < 0.5 && Math.max(width, height) * unit > 2.5 && width * unit < 120)
      large[component.label] = 1;
  }
  const { runStart, runEnd, runLabel } = ink.runs;
  const pick = (values: Int32Array): Int32Array => values.filter((_value, run) => large[runLabel[run]!] === 1);
  return { runStart: pick(runStart), runEnd: pick(runEnd), runLabel: pick(runLabel) };
}
