import type { Box } from '../image.ts';
import type { MicrFont } from './glyph.ts';

/** Another character that the ink may be, with how likely it is. */
export interface MicrAlternative {
  readonly character: string;
  /** 0 to 1. */
  readonly confidence: number;
}

/** One printed character of a line. Empty places have none. */
export interface MicrCharacter {
  /**
   * What was read: a digit, a symbol (E-13B: ⑆ transit, ⑇ amount, ⑈ on-us, ⑉ dash; CMC-7: A to E for S I to S V), or `?`
   * where it is in doubt.
   */
  readonly character: string;
  /** Probability that the likeliest character is right, 0 to 1. */
  readonly confidence: number;
  /** In doubt: the text has `?` here, and `alternatives` begins with the likeliest character. */
  readonly doubtful: boolean;
  /** The character's place in pixels of the picture that was given, also where it lay upside down. */
  readonly box: Box;
  /** Other characters, likeliest first; for a doubtful one the likeliest itself comes first. Empty where none is likely. */
  readonly alternatives: readonly MicrAlternative[];
}

/** A MICR line as it was read. */
export interface MicrReading {
  readonly font: MicrFont;
  /** The line's place in pixels of the picture that was given. */
  readonly box: Box;
  /** In reading order, whichever way up the picture lay. */
  readonly characters: readonly MicrCharacter[];
  /** The characters in reading order, with one space for a gap of one or more empty places, none at the ends. */
  readonly text: string;
  /** Every character is beyond doubt and the spacing is even. Only then may the line be used without a person's look. */
  readonly sure: boolean;
  /** Resolution of the picture by the pitch of eight characters to the inch. */
  readonly dotsPerInch: number;
  /** The line lay upside down along the picture's upper edge. */
  readonly upsideDown: boolean;
}
