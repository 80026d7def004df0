import type { Alignment } from '../contract/check.ts';
import type { SheetPicture, SheetScan } from './evidence-types.ts';
import type { Area, PdfPaper } from './pdf-paper.ts';

const inset = 3;
const inner = ({ x, y, width, height }: Area): Area => ({
  x: x + inset,
  y: y + inset,
  width: width - 2 * inset,
  height: height - 2 * inset,
});

/** A framed picture, as large as fits; words where there is none. */
export function drawPane(paper: PdfPaper, area: Area, picture: SheetPicture | null, instead: string): void {
  paper.frame(area);
  const room = inner(area);
  if (!picture) {
    const style = { size: 6.5, grey: 0.35, align: 'centre' } as const;
    const lines = paper.linesOf(instead, room.width, style).length;
    const height = lines * style.size * 1.36;
    paper.paragraph(instead, { ...room, y: room.y + Math.max(0, (room.height - height) / 2) }, style);
    return;
  }
  const scale = Math.min(room.width / picture.width, room.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  place(paper, picture, room.x + (room.width - width) / 2, room.y + (room.height - height) / 2, width, height);
}

const place = (paper: PdfPaper, { bytes }: SheetPicture, x: number, y: number, width: number, height: number): void => {
  paper.picture(bytes, { x, y, width, height });
};

/** Where a point of the questioned ink lies on the specimen's. */
function laidPoint({ scale, rotation, dx, dy }: Alignment, x: number, y: number): readonly [number, number] {
  const [cos, sin] = [Math.cos(rotation) * scale, Math.sin(rotation) * scale];
  return [x * cos - y * sin + dx, x * sin + y * cos + dy];
}

/** A specimen as a broad grey band, and the questioned signature in black over it, placed by the alignment. */
export function drawOverlay(
  paper: PdfPaper,
  area: Area,
  specimen: SheetPicture,
  questioned: SheetPicture,
  alignment: Alignment,
): void {
  paper.frame(area);
  const room = inner(area);
  const corners = [
    [0, 0],
    [specimen.width, specimen.height],
    laidPoint(alignment, 0, 0),
    laidPoint(alignment, questioned.width, 0),
    laidPoint(alignment, 0, questioned.height),
    laidPoint(alignment, questioned.width, questioned.height),
  ];
  const xs = corners.map(([x]) => x!);
  const ys = corners.map(([, y]) => y!);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, tall] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const scale = Math.min(room.width / wide, room.height / tall);
  const x0 = room.x + (room.width - wide * scale) / 2 - left * scale;
  const y0 = room.y + (room.height - tall * scale) / 2 - top * scale;
  paper.within(room, () => {
    paper.multiply();
    // A band broader than a stroke: drawn beside itself.
    for (const [across, down] of [
      [-0.5, 0],
      [0.5, 0],
      [0, -0.5],
      [0, 0.5],
    ] as const)
      place(paper, specimen, x0 + across, y0 + down, specimen.width * scale, specimen.height * scale);
  });
  paper.within(room, () => {
    paper.document.rect(room.x, room.y, room.width, room.height).fillOpacity(0.62).fillColor('#ffffff').fill();
  });
  paper.within(room, () => {
    paper.multiply();
    const [cos, sin] = [Math.cos(alignment.rotation) * alignment.scale, Math.sin(alignment.rotation) * alignment.scale];
    paper.document.transform(scale, 0, 0, scale, x0, y0).transform(cos, sin, -sin, cos, alignment.dx, alignment.dy);
    place(paper, questioned, 0, 0, questioned.width, questioned.height);
  });
}

/** Width over height of what is shown of the scan. */
export function scanAspect({ corners, width, height }: SheetScan): number {
  if (!corners) return width / height;
  const [topLeft, topRight, , bottomLeft] = corners;
  const side = (a: readonly [number, number], b: readonly [number, number]): number =>
    Math.hypot(b[0] - a[0], b[1] - a[1]);
  return side(topLeft, topRight) / Math.max(1, side(topLeft, bottomLeft));
}

/** The cheque upright in an area, cut out of its page, each signature that was looked at framed and numbered. */
export function drawScan(paper: PdfPaper, area: Area, scan: SheetScan): void {
  const { picture, width, height } = scan;
  const corners = scan.corners ?? [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
  const [o, u, , w] = corners;
  // The page's pixels to the area: the cheque's own top left, top right and bottom left corners go to the area's.
  const [ux, uy, wx, wy] = [u[0] - o[0], u[1] - o[1], w[0] - o[0], w[1] - o[1]];
  const size = ux * wy - uy * wx || 1;
  const a = (area.width * wy) / size;
  const c = (-area.width * wx) / size;
  const b = (-area.height * uy) / size;
  const d = (area.height * ux) / size;
  const e = area.x - a * o[0] - c * o[1];
  const f = area.y - b * o[0] - d * o[1];
  paper.within(area, () => {
    paper.document.transform(a, b, c, d, e, f);
    place(paper, picture, 0, 0, width, height);
  });
  paper.frame(area, 0.3);
  for (const { label, box } of scan.marked) {
    const xs: number[] = [];
    const ys: number[] = [];
    for (const x of [box.x, box.x + box.width])
      for (const y of [box.y, box.y + box.height]) {
        xs.push(a * x + c * y + e);
        ys.push(b * x + d * y + f);
      }
    const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
    const left = clamp(Math.min(...xs), area.x, area.x + area.width);
    const right = clamp(Math.max(...xs), area.x, area.x + area.width);
    const top = clamp(Math.min(...ys), area.y, area.y + area.height);
    const bottom = clamp(Math.max(...ys), area.y, area.y + area.height);
    paper.document
      .rect(left, top, right - left, bottom - top)
      .lineWidth(0.7)
      .dash(2, { space: 1.5 });
    paper.document.strokeColor('#000000').stroke().undash();
    const tag = { x: clamp(left - 9, area.x, right), y: top, width: 8, height: 8 };
    paper.fill(tag, 0);
    paper.line(label, { ...tag, y: tag.y - 0.6 }, { size: 6.5, weight: 700, grey: 1, align: 'centre' });
  }
}
