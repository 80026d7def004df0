import * as v from 'valibot';

const pixel = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(200_000));
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200_000));

/** A rectangle in whole pixels of a scan, origin at the top left. */
export const boxSchema = v.object({ x: pixel, y: pixel, width: side, height: side });
export type Box = v.InferOutput<typeof boxSchema>;

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** A rectangle as shares (0 to 1) of a scan's width and height, so that it holds at any resolution. */
export const shareBoxSchema = v.object({ x: share, y: share, width: share, height: share });
export type ShareBox = v.InferOutput<typeof shareBoxSchema>;
