/** Schemas that several calls of the engine's protocol share. */
import * as v from 'valibot';

export const bytes: v.GenericSchema<Uint8Array> = v.instance(Uint8Array);
export const floats: v.GenericSchema<Float32Array> = v.instance(Float32Array);
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const pixels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));
export const milliseconds = v.pipe(v.number(), v.minValue(0));
export const tower = v.picklist(['reference', 'questioned']);

/** A rectangle in pixels of the scan, whole numbers, origin at the top left. */
export const box = v.strictObject({ x: count, y: count, width: pixels, height: pixels });

/** What was opened: size in pixels after EXIF orientation, format, page (0 is the first), decoder that read it. */
export const scanFacts = v.strictObject({
  width: pixels,
  height: pixels,
  format: v.string(),
  page: count,
  pages: v.pipe(v.number(), v.integer(), v.minValue(1)),
  dotsPerInch: v.nullable(v.number()),
  decoder: v.string(),
});

/** A picture of the scan for the window: encoded bytes (PNG or JPEG), no wider than was asked. */
export const preview = v.strictObject({
  bytes,
  mediaType: v.picklist(['image/png', 'image/jpeg']),
  width: pixels,
  height: pixels,
});

/** What was measured of the ink; names and units as imaging's extractSignature gives them. */
export const measures = v.record(v.string(), v.union([v.number(), v.boolean(), v.string(), v.null()]));
