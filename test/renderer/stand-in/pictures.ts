/** A picture the stand-in app hands out. */
export interface StandInPicture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Where the stand-in app takes its pictures from: drawn in a browser, or one grey pixel where nobody looks. */
export interface StandInPictures {
  signature(writer: number, take: number): StandInPicture;
  cheque(writer: number, take: number): StandInPicture;
  /** A MICR line, its characters one after the other at one pitch, with one pitch of paper at each end. */
  strip(line: string): StandInPicture;
}

/** A PNG of one grey pixel. */
const pixel = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
);

/** Pictures for tests that run without a canvas. */
export const plainPictures: StandInPictures = {
  signature: () => ({ png: pixel, width: 300, height: 100 }),
  cheque: () => ({ png: pixel, width: 1600, height: 720 }),
  strip: (line) => ({ png: pixel, width: (line.length + 2) * 25, height: 40 }),
};
