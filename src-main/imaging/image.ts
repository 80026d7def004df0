/** The one image type of the imaging pipeline: 8 bits a sample, rows top to bottom, samples interleaved. */
export interface RasterImage {
  /** Width in pixels, at least 1. */
  readonly width: number;
  /** Height in pixels, at least 1. */
  readonly height: number;
  /** 1: grey (0 black, 255 white). 3: sRGB red, green, blue. */
  readonly channels: 1 | 3;
  /** `width * height * channels` samples, 0 to 255. */
  readonly data: Uint8Array;
}

/** A grey {@link RasterImage}. */
export interface GreyImage extends RasterImage {
  readonly channels: 1;
}

/** A rectangle in pixels of a scan, whole numbers, origin at the top left. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
