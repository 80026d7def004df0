import * as v from 'valibot';
import { appStateSchema } from './app.ts';
import { batchProgressSchema } from './batch.ts';

/** What the app tells the window without being asked. */
export const events = {
  /** The app's state changed: store locked, engine ready, templates re-made … */
  stateChanged: appStateSchema,
  /** Long work moved on. `total` 0: unknown yet. */
  progress: v.object({ task: v.string(), done: v.number(), total: v.number() }),
  /** The check of a folder moved on; at most four times a second. */
  batchProgress: batchProgressSchema,
  /** Something ended while nobody looked; the window shows it as a desktop notification where the shell can't. */
  notice: v.object({ title: v.string(), text: v.string() }),
  /** The app is closing; the window shows that and nothing else. `why` in plain words. */
  closing: v.object({ why: v.string() }),
} as const;

export type Events = { [Name in keyof typeof events]: v.InferOutput<(typeof events)[Name]> };
export type EventName = keyof Events;
