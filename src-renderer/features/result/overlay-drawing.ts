import type { Alignment, Crop } from '../../../src-main/contract/check.ts';
import type { Size } from '../scan/box-geometry.ts';

export type OverlayMode = 'tint' | 'slide' | 'blink';

/** A 2-D affine map: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** Where a pixel of the questioned crop lies in the specimen's crop: scaled, then turned clockwise, then shifted. */
export function alignmentMap({ scale, rotation, dx, dy }: Alignment): Affine {
  const cos = scale * Math.cos(rotation);
  const sin = scale * Math.sin(rotation);
  return { a: cos, b: sin, c: -sin, d: cos, e: dx, f: dy };
}

/** Applies a map to a point. */
export function mapped(map: Affine, x: number, y: number): { x: number; y: number } {
  return { x: map.a * x + map.c * y + map.e, y: map.b * x + map.d * y + map.f };
}

/** The map that shows both crops, aligned, in the middle of a canvas: specimen pixels to canvas pixels. */
export function fitBoth(questioned: Size, specimen: Size, alignment: Alignment, canvas: Size, margin: number): Affine {
  const map = alignmentMap(alignment);
  const corners = [
    { x: 0, y: 0 },
    { x: specimen.width, y: specimen.height },
    mapped(map, 0, 0),
    mapped(map, questioned.width, 0),
    mapped(map, 0, questioned.height),
    mapped(map, questioned.width, questioned.height),
  ];
  const left = Math.min(...corners.map((corner) => corner.x));
  const top = Math.min(...corners.map((corner) => corner.y));
  const width = Math.max(1, Math.max(...corners.map((corner) => corner.x)) - left);
  const height = Math.max(1, Math.max(...corners.map((corner) => corner.y)) - top);
  const scale = Math.min(
    Math.max(1, canvas.width - 2 * margin) / width,
    Math.max(1, canvas.height - 2 * margin) / height,
  );
  return {
    a: scale,
    b: 0,
    c: 0,
    d: scale,
    e: (canvas.width - width * scale) / 2 - left * scale,
    f: (canvas.height - height * scale) / 2 - top * scale,
  };
}

/** One map after another. */
export function composed(outer: Affine, inner: Affine): Affine {
  return {
    a: outer.a * inner.a + outer.c * inner.b,
    b: outer.b * inner.a + outer.d * inner.b,
    c: outer.a * inner.c + outer.c * inner.d,
    d: outer.b * inner.c + outer.d * inner.d,
    e: outer.a * inner.e + outer.c * inner.f + outer.e,
    f: outer.b * inner.e + outer.d * inner.f + outer.f,
  };
}

/** What the overlay draws. */
export interface OverlayScene {
  readonly questioned: CanvasImageSource;
  readonly specimen: CanvasImageSource;
  readonly questionedCrop: Crop;
  readonly specimenCrop: Crop;
  readonly alignment: Alignment;
  readonly mode: OverlayMode;
  /** `slide`: the divider, 0 to 1 of the width. */
  readonly divider: number;
  /** `blink`: which of the two is up. */
  readonly showing: 'questioned' | 'specimen';
  readonly colours: { readonly paper: string; readonly questioned: string; readonly specimen: string };
  /** Zoom and shift (CSS pixels) about the middle. */
  readonly zoom: number;
  readonly shift: { readonly x: number; readonly y: number };
}

/** Draws the scene on a canvas whose context is scaled to CSS pixels; `size` is in CSS pixels. */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  size: Size,
  pixelRatio: number,
  scene: OverlayScene,
): void {
  const { colours, questionedCrop, specimenCrop } = scene;
  const fit = fitBoth(questionedCrop, specimenCrop, scene.alignment, size, 16);
  const view: Affine = {
    a: pixelRatio * scene.zoom,
    b: 0,
    c: 0,
    d: pixelRatio * scene.zoom,
    e: pixelRatio * ((size.width / 2) * (1 - scene.zoom) + scene.shift.x),
    f: pixelRatio * ((size.height / 2) * (1 - scene.zoom) + scene.shift.y),
  };
  const specimenMap = composed(view, fit);
  const questionedMap = composed(specimenMap, alignmentMap(scene.alignment));
  const whole = { width: size.width * pixelRatio, height: size.height * pixelRatio };
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalCompositeOperation = 'source-over';
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, whole.width, whole.height);
  context.imageSmoothingQuality = 'high';

  const layer = (image: CanvasImageSource, crop: Crop, map: Affine, colour: string): HTMLCanvasElement => {
    const canvas = document.createElement('canvas');
    canvas.width = whole.width;
    canvas.height = whole.height;
    const ink = canvas.getContext('2d');
    if (!ink) return canvas;
    ink.imageSmoothingQuality = 'high';
    ink.fillStyle = '#ffffff';
    ink.fillRect(0, 0, whole.width, whole.height);
    ink.setTransform(map.a, map.b, map.c, map.d, map.e, map.f);
    ink.drawImage(image, 0, 0, crop.width, crop.height);
    ink.setTransform(1, 0, 0, 1, 0, 0);
    // 'lighten' keeps paper white and turns black ink into the colour.
    ink.globalCompositeOperation = 'lighten';
    ink.fillStyle = colour;
    ink.fillRect(0, 0, whole.width, whole.height);
    return canvas;
  };
  const questioned = () => layer(scene.questioned, questionedCrop, questionedMap, colours.questioned);
  const specimen = () => layer(scene.specimen, specimenCrop, specimenMap, colours.specimen);

  context.globalCompositeOperation = 'multiply';
  if (scene.mode === 'tint') {
    context.drawImage(specimen(), 0, 0);
    context.drawImage(questioned(), 0, 0);
  } else if (scene.mode === 'blink') {
    context.drawImage(scene.showing === 'questioned' ? questioned() : specimen(), 0, 0);
  } else {
    const edge = Math.round(whole.width * scene.divider);
    if (edge > 0) context.drawImage(questioned(), 0, 0, edge, whole.height, 0, 0, edge, whole.height);
    const rest = whole.width - edge;
    if (rest > 0) context.drawImage(specimen(), edge, 0, rest, whole.height, edge, 0, rest, whole.height);
    context.globalCompositeOperation = 'source-over';
    context.fillStyle = '#1a2029';
    context.fillRect(edge - pixelRatio / 2, 0, pixelRatio, whole.height);
  }
}
