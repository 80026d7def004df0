import * as v from 'valibot';
import { appStateSchema } from './app.ts';

/** What the app tells the window without being asked. */
export const events = {
  /** The app's state changed: store locked, engine ready, templates re-made … */
  stateChanged: appStateSchema,
  /** Long work moved on. `total` 0: unknown yet. */
  progress: v.object({ task: v.string(), done: v.number(), total: v.number() }),
  /** The app is closing; the window shows that and nothing else. `why` in plain words. */
  closing: v.object({ why: v.string() }),
} as const;

export type Events = { [Name in keyof typeof events]: v.InferOutput<(typeof events)[Name]> };
export type EventName = keyof Events;
