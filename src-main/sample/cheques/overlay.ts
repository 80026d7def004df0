import sharp from 'sharp';
import { mapPoint, svgMatrix, type Area } from './geometry.ts';
import type { Ground, InkPatch } from './ink.ts';

const none: Omit<InkPatch, 'colour'> = {
  x: 0,
  y: 0,
  width: 0,
  height: 0,
  cover: new Float32Array(),
  under: new Float32Array(),
  lost: 0,
};

/**
 * Something printed or stamped, as ink: its opacity is its cover.
 *
 * @param svg in millimetres of the cheque. @param area that holds it.
 */
export async function coverOf(
  svg: string,
  area: Area,
  colour: readonly [number, number, number],
  ground: Ground,
): Promise<InkPatch> {
  const corners = [
    { x: area.x, y: area.y },
    { x: area.x + area.width, y: area.y },
    { x: area.x, y: area.y + area.height },
    { x: area.x + area.width, y: area.y + area.height },
  ].map((corner) => mapPoint(ground.toPage, corner));
  const left = Math.max(0, Math.floor(Math.min(...corners.map(({ x }) => x))));
  const top = Math.max(0, Math.floor(Math.min(...corners.map(({ y }) => y))));
  const right = Math.min(ground.width, Math.ceil(Math.max(...corners.map(({ x }) => x))));
  const bottom = Math.min(ground.height, Math.ceil(Math.max(...corners.map(({ y }) => y))));
  const [width, height] = [right - left, bottom - top];
  if (width <= 0 || height <= 0) return { ...none, colour };
  const { e, f } = ground.toPage;
  const map = svgMatrix({ ...ground.toPage, e: e - left, f: f - top });
  const drawn =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}">` +
    `<g transform="${map}">${svg}</g></svg>`;
  const { data } = await sharp(Buffer.from(drawn))
    .ensureAlpha()
    .extractChannel(3)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const cover = Float32Array.from(data, (opacity) => opacity / 255);
  return { x: left, y: top, width, height, cover, under: cover, colour, lost: 0 };
}
