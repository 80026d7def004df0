/** The check of a folder: a batch, and its items, one a cheque. */
import * as v from 'valibot';
import { bytes } from './call.ts';
import { checkResultSchema, verdictSchema } from './check.ts';
import { amountSchema, decisionKindSchema, standingDecisionSchema } from './decide.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * Where a batch stands. `open`: it is worked on, now or as soon as the store is open, and takes in new files. `paused`: it waits
 * for somebody to go on. `cancelled` and `closed`: nothing of it is checked any more, and a closed one's decisions stand for good.
 */
export const batchStateSchema = v.picklist(['open', 'paused', 'cancelled', 'closed']);
export type BatchState = v.InferOutput<typeof batchStateSchema>;

/** What was found so far. */
export const batchFoundSchema = v.object({ match: count, review: count, mismatch: count, failed: count });
export type BatchFound = v.InferOutput<typeof batchFoundSchema>;

/** How the work on a batch goes on. */
export const batchProgressSchema = v.object({
  batch: v.string(),
  state: batchStateSchema,
  /** Whether this app works on it, or watches its folder, now. */
  running: v.boolean(),
  done: count,
  /** Grows while the folder is being listed, and while it is watched. */
  total: count,
  /** Over the last minute; null: not known yet. */
  perSecond: v.nullable(v.number()),
  /** Seconds; null: not known yet, or nothing is left. */
  secondsLeft: v.nullable(v.number()),
  found: batchFoundSchema,
  /** What is in the way, in words: files that are still being written, a folder that can't be read; null: nothing. */
  note: v.nullable(v.string()),
});
export type BatchProgress = v.InferOutput<typeof batchProgressSchema>;

export const batchViewSchema = v.object({
  batch: v.string(),
  /** Absolute path. */
  folder: v.string(),
  /** The manifest's absolute path (CSV: file, account, amount, date); null: none. */
  manifest: v.nullable(v.string()),
  /** Whether the folder is watched for new files. */
  watch: v.boolean(),
  startedAt: v.string(),
  operator: v.string(),
  progress: batchProgressSchema,
});
export type BatchView = v.InferOutput<typeof batchViewSchema>;

/**
 * Why an item needs eyes: `review`, `mismatch`, `duplicate`, `account-differs` (the MICR line and the manifest name different
 * accounts), or the fault for which it couldn't be judged, such as `no-signature`, `quality`, `no-account`, `unreadable`.
 */
export const itemWhySchema = v.pipe(v.string(), v.maxLength(40));

/** One cheque of a batch, as a line of the table. */
export const batchItemSchema = v.object({
  item: v.string(),
  batch: v.string(),
  /** Path below the folder, with `/` between the parts. */
  file: v.string(),
  /** Which cheque of the picture; 0: the first or only one. */
  cheque: count,
  state: v.picklist(['waiting', 'judged', 'failed']),
  /** As on file, where it is; null: not known. */
  account: v.nullable(v.string()),
  /** In the currency's main unit; null: not known. */
  amount: v.nullable(amountSchema),
  /** YYYY-MM-DD; null: not known. */
  date: v.nullable(v.string()),
  /** null: it waits, or couldn't be judged. */
  verdict: v.nullable(verdictSchema),
  score: v.nullable(v.number()),
  /** Plain words: the check's reasons, or the one why it couldn't be judged. */
  reasons: v.array(v.string()),
  /** Codes of why it needs eyes; empty: it doesn't. */
  why: v.array(itemWhySchema),
  /** An earlier item with the same MICR line and cheque number, or with the same picture. */
  duplicateOf: v.nullable(v.object({ folder: v.string(), file: v.string(), same: v.picklist(['line', 'picture']) })),
  /** The check on record, for `decide`; null: it couldn't be judged, `settleItem` then says what became of it. */
  check: v.nullable(v.string()),
  /** The decision that stands on the check. */
  decision: v.nullable(standingDecisionSchema),
  /** What a person did with an item that couldn't be judged. */
  settled: v.nullable(
    v.object({
      kind: v.picklist(['return', 'refer']),
      reason: v.string(),
      code: v.optional(v.nullable(v.string())),
      operator: v.string(),
      at: v.string(),
    }),
  ),
  /** Put off: it comes last in the queue, until the app is closed. */
  skipped: v.boolean(),
});
export type BatchItem = v.InferOutput<typeof batchItemSchema>;

/** Which items: every condition that is given has to hold. */
export const batchFilterSchema = v.object({
  /** `eyes`: needs eyes and nobody decided yet; `decided`: somebody did; `all`. */
  show: v.optional(v.picklist(['eyes', 'decided', 'all']), 'all'),
  /** `none`: couldn't be judged. */
  verdict: v.optional(v.nullable(v.picklist(['match', 'review', 'mismatch', 'none'])), null),
  why: v.optional(v.nullable(itemWhySchema), null),
  /** Beginning of an account number; spaces and dashes don't count. */
  account: v.optional(v.pipe(v.string(), v.maxLength(40)), ''),
  amountFrom: v.optional(v.nullable(amountSchema), null),
  amountTo: v.optional(v.nullable(amountSchema), null),
  decision: v.optional(v.nullable(decisionKindSchema), null),
  /** Anywhere in the file's name, the account or the reasons; upper and lower case are the same. */
  search: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100)), ''),
});
export type BatchFilter = v.InferOutput<typeof batchFilterSchema>;

/** A page of the table. */
export const batchPageSchema = v.object({
  /** Items that fit the filter. */
  total: count,
  items: v.array(batchItemSchema),
  /** Of the whole batch: items that need eyes and wait for a decision, and items that were decided. */
  eyes: count,
  decided: count,
  /** Of the whole batch: how many items need eyes for each reason, most first. */
  why: v.array(v.object({ why: itemWhySchema, count })),
});
export type BatchPage = v.InferOutput<typeof batchPageSchema>;

/** One item with all that a person needs to decide about it. */
export const batchItemDetailsSchema = v.object({
  item: batchItemSchema,
  /** The cheque as it lies in the folder now; null: the file is gone, or another one has its name. */
  scan: v.nullable(
    v.object({
      picture: bytes,
      pictureType: v.picklist(['image/jpeg', 'image/png']),
      /** Of the page, in pixels as scanned: regions and boxes of `result` are in these. */
      width: v.number(),
      height: v.number(),
      page: v.number(),
      pages: v.number(),
    }),
  ),
  /** Why there is no picture, in words. */
  scanProblem: v.nullable(v.string()),
  /** The check as it was put on record, its map drawn anew; null: it couldn't be judged. */
  result: v.nullable(checkResultSchema),
});
export type BatchItemDetails = v.InferOutput<typeof batchItemDetailsSchema>;

/** A folder of this machine, to pick one from. */
export const folderViewSchema = v.object({
  folder: v.string(),
  /** null: there is none above. */
  parent: v.nullable(v.string()),
  /** Folders in it, by name. */
  folders: v.array(v.object({ name: v.string(), path: v.string() })),
  /** Files in it that a batch would take, and those that can be a manifest. */
  scans: count,
  manifests: v.array(v.object({ name: v.string(), path: v.string() })),
});
export type FolderView = v.InferOutput<typeof folderViewSchema>;
