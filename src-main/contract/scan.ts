import * as v from 'valibot';
import { boxSchema } from './box.ts';
import { bytes } from './call.ts';
import { readingSchema } from './reading.ts';

/** Files over this many bytes are refused before they are read. */
export const largestScanBytes = 64 * 1024 * 1024;

/** A scan the app holds in memory for this window, until it is closed or the store locks. */
export const openScanSchema = v.object({
  /** The app's handle for the scan. */
  scan: v.string(),
  name: v.string(),
  format: v.string(),
  /** Page shown, from 0. */
  page: v.number(),
  pages: v.number(),
  /** Size in pixels of the page as scanned; regions are in these pixels. */
  width: v.number(),
  height: v.number(),
  dotsPerInch: v.nullable(v.number()),
  /** The page as a JPEG or PNG for the window, possibly at reduced size. */
  picture: bytes,
  pictureType: v.picklist(['image/jpeg', 'image/png']),
  /** The first cheque's account by its MICR line, else the one the file name gives; and whether it is on file. */
  account: v.nullable(v.string()),
  accountKnown: v.boolean(),
  /** Where the bank layout for that account says the signature is, if there is one. */
  region: v.nullable(boxSchema),
  /** What was read of the page; null where it couldn't be read (then the picture is all there is). */
  reading: v.nullable(readingSchema),
});
export type OpenScan = v.InferOutput<typeof openScanSchema>;
