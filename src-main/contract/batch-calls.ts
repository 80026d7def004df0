import * as v from 'valibot';
import {
  batchFilterSchema,
  batchItemDetailsSchema,
  batchItemSchema,
  batchPageSchema,
  batchViewSchema,
  folderViewSchema,
} from './batch.ts';
import { defineCall } from './call.ts';
import { reasonCodeSchema } from './decision-reasons.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const path = v.pipe(v.string(), v.trim(), v.minLength(1, 'name a folder'), v.maxLength(4000));
const batch = v.object({ batch: id });

/**
 * Calls about folder checks. A judged item is decided by `decide` with the item's check, and taken back by `undoDecision`, which is
 * refused once the batch is closed. `batchProgress` tells how the work goes on.
 */
export const batchCalls = {
  /** Folders of this machine; `folder` null: where the user's files are. */
  browseFolder: defineCall(v.object({ folder: v.nullable(path) }), folderViewSchema),
  /** Checks a folder, or goes on with its open batch. */
  startBatch: defineCall(
    v.object({
      folder: path,
      manifest: v.optional(v.nullable(path), null),
      watch: v.optional(v.boolean(), false),
    }),
    batchViewSchema,
  ),
  /** Newest first. */
  batches: defineCall(v.object({}), v.object({ batches: v.array(batchViewSchema) })),
  pauseBatch: defineCall(batch, batchViewSchema),
  resumeBatch: defineCall(batch, batchViewSchema),
  /** Nothing more of it is checked; what was checked stays on record. */
  cancelBatch: defineCall(batch, batchViewSchema),
  /** Its decisions stand for good. Refused while items wait to be checked, or need eyes and nobody decided. */
  closeBatch: defineCall(batch, batchViewSchema),
  /** Items that couldn't be judged are tried again, such as after an account was enrolled. */
  retryBatch: defineCall(batch, batchViewSchema),
  /** A page of the table. `riskiest`: what is most likely lost first, skipped ones last; `file`: as listed. */
  batchItems: defineCall(
    v.object({
      batch: id,
      filter: batchFilterSchema,
      order: v.optional(v.picklist(['riskiest', 'file']), 'riskiest'),
      offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
    }),
    batchPageSchema,
  ),
  batchItem: defineCall(v.object({ item: id }), batchItemDetailsSchema),
  skipItem: defineCall(v.object({ item: id, skipped: v.boolean() }), batchItemSchema),
  /** What becomes of an item that couldn't be judged; `kind` null takes it back. `code`: as with `decide`. */
  settleItem: defineCall(
    v.object({
      item: id,
      kind: v.nullable(v.picklist(['return', 'refer'])),
      reason: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500)), ''),
      code: v.optional(v.nullable(reasonCodeSchema), null),
    }),
    batchItemSchema,
  ),
} as const;
