import sharp from 'sharp';
import type { Box, GreyImage, RasterImage } from '../imaging/image.ts';
import { seededRandom } from './seeded.ts';
import type { Trace } from './signer.ts';

/** A smallest rectangle round ink, in millimetres. */
export interface Extent {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A patch of ink to be laid over a picture: how much of each pixel's light it takes, 0 to 1. */
export interface InkLayer extends Box {
  readonly cover: Float32Array;
}

/** What a scanner adds. */
export interface ScannerEffects {
  /** Colour of the paper, sRGB. */
  readonly paper: readonly [number, number, number];
  /** Deviation of the noise, in grey levels. */
  readonly noise: number;
  /** Fall of the light from one side to the other, in grey levels. */
  readonly shade: number;
  /** Width of the optics' blur, 0 (none) to 1 (one pixel). */
  readonly blur: number;
}

const cleanPaper: ScannerEffects = { paper: [255, 255, 255], noise: 0, shade: 0, blur: 0 };

/** The rectangle that the pen touched, without the width of the line. */
export function traceExtent(trace: Trace): Extent {
  const down = trace.points.filter((point) => point.pressure > 0);
  const xs = down.map((point) => point.x);
  const ys = down.map((point) => point.y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/**
 * Draws a trace as ink, anti-aliased: the line's width and density follow the pressure.
 *
 * @param size of the picture that the ink is for, in pixels; ink outside it is cut off.
 * @param place where the trace's origin lies, in pixels, and the resolution in pixels per inch.
 */
export function inkTrace(
  trace: Trace,
  size: { readonly width: number; readonly height: number },
  place: { readonly x: number; readonly y: number; readonly dpi: number },
): InkLayer {
  const scale = place.dpi / 25.4;
  const extent = traceExtent(trace);
  const edge = trace.pen.width * scale + 2;
  const x0 = Math.max(0, Math.floor(place.x + extent.left * scale - edge));
  const y0 = Math.max(0, Math.floor(place.y + extent.top * scale - edge));
  const width = Math.max(0, Math.min(size.width, Math.ceil(place.x + extent.right * scale + edge)) - x0);
  const height = Math.max(0, Math.min(size.height, Math.ceil(place.y + extent.bottom * scale + edge)) - y0);
  const cover = new Float32Array(width * height);
  for (let index = 1; index < trace.points.length; index++) {
    const from = trace.points[index - 1];
    const to = trace.points[index];
    if (!from || !to || from.pressure <= 0 || to.pressure <= 0) continue;
    const pressure = (from.pressure + to.pressure) / 2;
    // Never thinner than a scanner's dot can show as a line.
    const radius = Math.max(0.35, (trace.pen.width * scale * (0.5 + 0.8 * pressure)) / 2);
    const density = Math.min(1, 0.5 + 0.75 * pressure);
    const ax = place.x + from.x * scale - x0;
    const ay = place.y + from.y * scale - y0;
    const dx = (to.x - from.x) * scale;
    const dy = (to.y - from.y) * scale;
    const square = Math.max(1e-9, dx * dx + dy * dy);
    const reach = radius + 1;
    const left = Math.max(0, Math.floor(Math.min(ax, ax + dx) - reach));
    const right = Math.min(width - 1, Math.ceil(Math.max(ax, ax + dx) + reach));
    const top = Math.max(0, Math.floor(Math.min(ay, ay + dy) - reach));
    const bottom = Math.min(height - 1, Math.ceil(Math.max(ay, ay + dy) + reach));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const px = x + 0.5 - ax;
        const py = y + 0.5 - ay;
        const along = Math.max(0, Math.min(1, (px * dx + py * dy) / square));
        const away = Math.sqrt((px - along * dx) ** 2 + (py - along * dy) ** 2);
        const amount = Math.max(0, Math.min(1, radius - away + 0.5)) * density;
        const at = y * width + x;
        if (amount > (cover[at] ?? 0)) cover[at] = amount;
      }
    }
  }
  return { x: x0, y: y0, width, height, cover };
}

/** The smallest box round a layer's ink, in pixels of the picture; null when there is none. */
export function inkBox(layer: InkLayer): Box | null {
  let left = layer.width;
  let right = -1;
  let top = layer.height;
  let bottom = -1;
  layer.cover.forEach((amount, index) => {
    if (amount < 0.1) return;
    const x = index % layer.width;
    const y = (index - x) / layer.width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  });
  if (right < 0) return null;
  return { x: layer.x + left, y: layer.y + top, width: right - left + 1, height: bottom - top + 1 };
}

/** Lays ink of one colour over a picture, as a pen does: it darkens, and never lightens, what is printed below. */
export function layInk(picture: RasterImage, layer: InkLayer, colour: readonly [number, number, number]): RasterImage {
  const data = Uint8Array.from(picture.data);
  const { channels } = picture;
  const tones = channels === 3 ? colour : [Math.round(0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2])];
  layer.cover.forEach((amount, index) => {
    if (amount === 0) return;
    const x = index % layer.width;
    const y = (index - x) / layer.width;
    const pixel = (layer.y + y) * picture.width + layer.x + x;
    tones.forEach((tone, channel) => {
      const below = data[pixel * channels + channel] ?? 255;
      data[pixel * channels + channel] = Math.round(below * (1 - amount) + Math.min(tone, below) * amount);
    });
  });
  return { ...picture, data };
}

/** Numbers of a normal distribution to be drawn from by index: quicker than drawing each. */
const noiseTable = (() => {
  const random = seededRandom('scanner noise');
  return Float32Array.from({ length: 8192 }, () => random.normal(0, 1));
})();

/** Adds what a scanner adds: blur, uneven light, noise. The same seed gives the same picture. */
export function scan(picture: RasterImage, effects: ScannerEffects, seed: number | string): RasterImage {
  const { width, height, channels, data: source } = picture;
  const random = seededRandom('scan', seed);
  const side = 0.25 * effects.blur;
  const centre = 1 - 2 * side;
  const tilt = random.uniform(-0.5, 0.5);
  const row = width * channels;
  const clamped = (column: number) => (column < 0 ? column + channels : column >= row ? column - channels : column);
  // Rounds and holds to 0..255 by itself.
  const data = new Uint8ClampedArray(source.length);
  const blurred = new Float32Array(row);
  let state = random.integer(2 ** 31);
  for (let y = 0; y < height; y++) {
    const here = y * row;
    const above = y === 0 ? here : here - row;
    const below = y === height - 1 ? here : here + row;
    for (let column = 0; column < row; column++) {
      blurred[column] =
        centre * (source[here + column] ?? 0) + side * ((source[above + column] ?? 0) + (source[below + column] ?? 0));
    }
    for (let x = 0, column = 0; x < width; x++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      const noise = effects.noise * (noiseTable[state >>> 19] ?? 0);
      const change = noise - effects.shade * (x / width - 0.5 + tilt * (y / height - 0.5));
      for (let channel = 0; channel < channels; channel++, column++) {
        const sides = (blurred[clamped(column - channels)] ?? 0) + (blurred[clamped(column + channels)] ?? 0);
        data[here + column] = centre * (blurred[column] ?? 0) + side * sides + change;
      }
    }
  }
  return { ...picture, data: new Uint8Array(data.buffer) };
}

/** A sheet of paper. */
export function blankSheet(width: number, height: number, colour: readonly [number, number, number]): RasterImage {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 3) {
    data[at] = colour[0];
    data[at + 1] = colour[1];
    data[at + 2] = colour[2];
  }
  return { width, height, channels: 3, data };
}

/**
 * Renders a signature alone, as a specimen card is scanned.
 *
 * @param dpi pixels per inch, 100 to 600.
 * @param margin paper round the ink, in millimetres.
 * @returns an sRGB picture that just holds the signature and the margin.
 */
export function renderTrace(
  trace: Trace,
  {
    dpi = 300,
    margin = 3,
    effects = cleanPaper,
    seed = 0,
  }: { dpi?: number; margin?: number; effects?: ScannerEffects; seed?: number | string } = {},
): RasterImage {
  const extent = traceExtent(trace);
  const scale = dpi / 25.4;
  const edge = margin + trace.pen.width;
  const width = Math.ceil((extent.right - extent.left + 2 * edge) * scale);
  const height = Math.ceil((extent.bottom - extent.top + 2 * edge) * scale);
  const origin = { x: (edge - extent.left) * scale, y: (edge - extent.top) * scale, dpi };
  const inked = layInk(
    blankSheet(width, height, effects.paper),
    inkTrace(trace, { width, height }, origin),
    trace.pen.colour,
  );
  return effects.noise + effects.shade + effects.blur > 0 ? scan(inked, effects, seed) : inked;
}

/** The picture in grey (Rec. 601 luma). */
export function toGrey(picture: RasterImage): GreyImage {
  const { width, height, data } = picture;
  if (picture.channels === 1) return { width, height, channels: 1, data };
  const grey = new Uint8Array(width * height);
  for (let index = 0; index < grey.length; index++) {
    const [red = 0, green = 0, blue = 0] = data.subarray(index * 3, index * 3 + 3);
    grey[index] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  }
  return { width, height, channels: 1, data: grey };
}

/** Encodes a picture as PNG, or as JPEG of the given quality; the resolution is written into the file. */
export async function encode(
  picture: RasterImage,
  format: { readonly type: 'png' } | { readonly type: 'jpeg'; readonly quality: number },
  dpi: number,
): Promise<Uint8Array> {
  const { width, height, channels, data } = picture;
  const image = sharp(data, { raw: { width, height, channels } }).withDensity(dpi);
  const toned = channels === 1 ? image.toColourspace('b-w') : image;
  return format.type === 'png'
    ? toned.png({ compressionLevel: 6 }).toBuffer()
    : toned.jpeg({ quality: format.quality }).toBuffer();
}
