import * as v from 'valibot';
import { permissionSchema } from './operators.ts';

/** Where the engine stands, and on what it computes. */
export const engineStateSchema = v.object({
  state: v.picklist(['starting', 'ready', 'failed']),
  /** The execution provider in use (cpu, dml, coreml), or null while there is none. */
  provider: v.nullable(v.string()),
  /** Why this provider, or why the engine failed: one plain sentence. */
  why: v.string(),
});
export type EngineState = v.InferOutput<typeof engineStateSchema>;

/** A model package in use. */
export const modelReferenceSchema = v.object({
  id: v.string(),
  title: v.string(),
  /** SHA-256 of the package's model.json, hexadecimal. */
  hash: v.string(),
});
export type ModelReference = v.InferOutput<typeof modelReferenceSchema>;

/** All that the window needs to decide which screen to show. */
export const appStateSchema = v.object({
  version: v.string(),
  shell: v.picklist(['electron', 'local-window']),
  store: v.object({
    /** `none`: to be set up. `unconfirmed`: set up, the recovery key not yet typed back. `locked`, `open`. */
    state: v.picklist(['none', 'unconfirmed', 'locked', 'open']),
    directory: v.string(),
    accounts: v.number(),
    /** Whether the sample accounts are in this store. */
    samples: v.boolean(),
  }),
  /** Who opened the store; the system's user while it isn't open. */
  operator: v.string(),
  /** What they may do, for hiding what they may not; the app's side refuses it all the same. Empty while it isn't open. */
  permissions: v.optional(v.array(permissionSchema), []),
  engine: engineStateSchema,
  model: v.nullable(modelReferenceSchema),
  /** Specimens whose templates still have to be re-made after a change of model. */
  templatesToMake: v.number(),
  /** The window locks after this many seconds without input; 0: never. */
  idleLockSeconds: v.number(),
});
export type AppState = v.InferOutput<typeof appStateSchema>;
