import { busynessOf, type Busyness } from './marks.ts';

/** How busy each part of a picture is, looked at once and small: no wider than 400 pixels. null: it can't be drawn. */
export function pictureBusyness(image: HTMLImageElement): Busyness | null {
  const width = Math.min(400, image.naturalWidth);
  const height = Math.max(1, Math.round((image.naturalHeight * width) / image.naturalWidth));
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(image, 0, 0, width, height);
  return busynessOf(context.getImageData(0, 0, width, height).data, { width, height });
}
