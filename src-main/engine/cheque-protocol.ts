/** The engine's call that reads a whole page: the cheques on it, each with its MICR line and its signatures. */
import * as v from 'valibot';
import {
  box,
  bytes,
  count,
  floats,
  measures,
  milliseconds,
  pixels,
  preview,
  scanFacts,
  tower,
} from './protocol-parts.ts';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const point = v.tuple([v.number(), v.number()]);
const corners = v.tuple([point, point, point, point]);
const nullableShareBox = v.nullable(v.strictObject({ x: share, y: share, width: share, height: share }));

/** A bank's layout, for account numbers that begin with `prefix` ('' for all), shares of the straightened cheque. */
const prefixedLayout = v.strictObject({
  prefix: v.string(),
  layout: v.strictObject({
    name: v.string(),
    /** Millimetres. */
    paper: v.nullable(v.strictObject({ width: v.number(), height: v.number() })),
    signature: nullableShareBox,
    payee: nullableShareBox,
    amount: nullableShareBox,
    date: nullableShareBox,
    micr: nullableShareBox,
  }),
});

/** How a bank sets up its MICR line; imaging's MicrScheme. */
const micrScheme = v.strictObject({
  id: v.string(),
  label: v.string(),
  font: v.picklist(['e13b', 'cmc7']),
  pattern: v.string(),
  fields: v.array(
    v.strictObject({ name: v.string(), label: v.string(), check: v.optional(v.picklist(['us-transit'])) }),
  ),
  account: v.array(v.string()),
  chequeNumber: v.array(v.string()),
  bank: v.array(v.string()),
});

const chequeWants = v.strictObject({
  /** A picture of the page, no wider than this, in pixels; with it one of each cheque that isn't the page as it lies. */
  preview: v.optional(pixels),
  /** The MICR line cut out of the straightened cheque, as PNG. */
  strip: v.optional(v.boolean()),
  /** Of each signature: as scanned and its clean ink, as PNG. */
  crop: v.optional(v.boolean()),
  clean: v.optional(v.boolean()),
  /** Of each signature: the template by this tower. */
  template: v.optional(tower),
  fingerprint: v.optional(v.boolean()),
  /** Of each signature: the mask of its ink. */
  mask: v.optional(v.boolean()),
});

const micrField = v.strictObject({
  name: v.string(),
  label: v.string(),
  text: v.string(),
  from: count,
  to: count,
  check: v.nullable(v.picklist(['right', 'wrong'])),
});

/** A MICR line by the field layout that fits it. */
export const parsedMicr = v.strictObject({
  scheme: v.string(),
  fields: v.array(micrField),
  /** Normalised for look-up. */
  account: v.nullable(v.string()),
  chequeNumber: v.nullable(v.string()),
  bank: v.nullable(v.string()),
});

const micrLine = v.strictObject({
  font: v.picklist(['e13b', 'cmc7']),
  text: v.string(),
  /** Whether no character is in doubt. */
  sure: v.boolean(),
  /** In pixels of the straightened cheque, as are the characters' boxes. */
  box,
  corners,
  characters: v.array(
    v.strictObject({
      character: v.string(),
      confidence: share,
      doubtful: v.boolean(),
      box,
      alternatives: v.array(v.strictObject({ character: v.string(), confidence: share })),
    }),
  ),
  /** null where no field layout fits. */
  parsed: v.nullable(parsedMicr),
  /** The line's picture and where on the straightened cheque it was cut out. */
  strip: v.optional(v.strictObject({ png: bytes, box })),
});

const signature = v.strictObject({
  /** In pixels of the straightened cheque. */
  inkBox: box,
  /** The ink's extent on the page, upright in the page's own pixels, within the page. */
  pageBox: box,
  corners,
  /** null: a person drew the box. */
  confidence: v.nullable(share),
  cutOff: v.boolean(),
  /** Why it can't be judged, in words; null: it can. */
  problem: v.nullable(v.string()),
  measures,
  cropPng: v.optional(bytes),
  cleanPng: v.optional(bytes),
  template: v.optional(floats),
  fingerprint: v.optional(v.string()),
  /** One byte a pixel of `box` (straightened cheque), 1 on ink. */
  mask: v.optional(v.strictObject({ box, data: bytes })),
});

const cheque = v.strictObject({
  /** On the page. */
  corners,
  /** Pixel (x, y) of the straightened cheque is (a·x + c·y + e, b·x + d·y + f) on the page. */
  toPage: v.strictObject({
    a: v.number(),
    b: v.number(),
    c: v.number(),
    d: v.number(),
    e: v.number(),
    f: v.number(),
  }),
  /** Of the straightened cheque. */
  width: pixels,
  height: pixels,
  dotsPerInch: v.nullable(v.number()),
  resolutionFrom: v.nullable(v.picklist(['tag', 'paper', 'micr'])),
  quarterTurns: v.picklist([0, 1, 2, 3]),
  /** Degrees, clockwise. */
  skew: v.number(),
  mirrored: v.boolean(),
  /** Whether the straightened cheque is the page as it lies. */
  asItLies: v.boolean(),
  /** The straightened cheque where a preview was asked for and it isn't the page as it lies. */
  upright: v.optional(preview),
  micr: v.nullable(micrLine),
  /** Best first, at most four. */
  signatures: v.array(signature),
  /** Name of the layout that narrowed the search. */
  layout: v.nullable(v.string()),
  /** Words for the clerk where there is no signature to judge. */
  request: v.nullable(v.string()),
  quality: v.array(v.strictObject({ kind: v.string(), severity: v.picklist(['refuse', 'warn']), message: v.string() })),
});

/** Reads a whole page: finds the cheques on it, reads their MICR lines, finds, cleans and embeds their signatures. */
export const readChequeCall = {
  request: v.strictObject({
    bytes,
    page: count,
    /** Bank layouts; the one with the longest prefix that the cheque's account begins with narrows the search. */
    layouts: v.array(prefixedLayout),
    /** The account as known from elsewhere, for the layout of a cheque whose line gives none. */
    account: v.nullable(v.string()),
    /** The bank's own MICR schemes, tried before the common ones. */
    micrSchemes: v.array(micrScheme),
    /**
     * A box that a person drew, in pixels of the page: the signature in it takes the place of those that would be found on
     * that cheque.
     */
    region: v.nullable(v.strictObject({ cheque: count, box })),
    wants: chequeWants,
  }),
  response: v.strictObject({
    scan: scanFacts,
    preview: v.optional(preview),
    /** `signature`: no cheque, but ink that can be a signature by itself; `examine` it whole. */
    kind: v.picklist(['cheque', 'signature', 'back', 'blank', 'other']),
    /** Words for the clerk where papers lie over each other: nothing on the page may be judged. */
    overlapping: v.nullable(v.string()),
    cheques: v.array(cheque),
    timings: v.strictObject({
      decode: milliseconds,
      /** Finding and straightening cheques, and judging their quality. */
      page: milliseconds,
      micr: milliseconds,
      /** Finding and cleaning signatures. */
      signatures: milliseconds,
      embed: milliseconds,
      total: milliseconds,
    }),
  }),
} as const;

export type ReadChequeRequest = v.InferOutput<typeof readChequeCall.request>;
export type ReadPage = v.InferOutput<typeof readChequeCall.response>;
export type ReadPageCheque = ReadPage['cheques'][number];
export type ReadPageSignature = ReadPageCheque['signatures'][number];
export type ReadPageMicr = NonNullable<ReadPageCheque['micr']>;
export type ChequeWants = v.InferOutput<typeof chequeWants>;
export type PrefixedLayout = v.InferOutput<typeof prefixedLayout>;
