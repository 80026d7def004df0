/** The engine's call that looks at a signature card: the boxes on it, and which of them are signed. */
import * as v from 'valibot';
import { box, bytes, count } from './protocol-parts.ts';

export const readCardCall = {
  request: v.strictObject({ bytes, page: count }),
  response: v.strictObject({
    /** In reading order: row by row, from the left; in pixels of the page. */
    boxes: v.array(
      v.strictObject({
        box,
        /** What lies in the box, as PNG, where it is signed; null: it isn't. */
        signedPng: v.nullable(bytes),
      }),
    ),
  }),
} as const;

export type ReadCardRequest = v.InferOutput<typeof readCardCall.request>;
export type ReadCard = v.InferOutput<typeof readCardCall.response>;
