import type sharpModule from 'sharp';

/** The sharp module. */
export type Sharp = typeof sharpModule;

/** The loaded module, or why it didn't load. */
export interface SharpState {
  readonly module: Sharp | null;
  readonly reason: string | null;
}

let state: Promise<SharpState> | undefined;

/**
 * Loads sharp once; its native library may be missing or blocked on a machine, and then jimp stands in.
 * Never throws.
 */
export function loadSharp(): Promise<SharpState> {
  state ??= import('sharp').then(
    ({ default: module }) => {
      // A cheque must not stay in a decoder's memory after it was read.
      module.cache(false);
      return { module, reason: null };
    },
    (error: unknown) => ({
      module: null,
      reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
    }),
  );
  return state;
}
