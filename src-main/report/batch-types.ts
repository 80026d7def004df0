import type { Verdict } from '../contract/check.ts';
import type { SheetPicture } from './evidence-types.ts';

/** Lowest and highest share over the specimens that an account can have, 0 to 1. */
export type Expected = readonly [number, number];

/** A cheque of a batch that somebody has to look at, or had to. */
export interface BatchException {
  /** Path below the folder. */
  readonly file: string;
  readonly account: string | null;
  /** In the currency's main unit. */
  readonly amount: number | null;
  /** null: it couldn't be judged. */
  readonly verdict: Verdict | null;
  readonly score: number | null;
  readonly reasons: readonly string[];
  /** The signature as cut from the scan; null: there is none. */
  readonly thumbnail: SheetPicture | null;
  /** What people did about it, in words. */
  readonly decision: string;
}

/** All that a batch report shows. Times are ISO 8601 in UTC. */
export interface BatchReport {
  readonly batch: string;
  readonly folder: string;
  readonly startedAt: string;
  readonly operator: string;
  readonly state: 'open' | 'paused' | 'cancelled' | 'closed';
  readonly counts: Readonly<Record<Verdict | 'failed' | 'waiting' | 'duplicates', number>>;
  /** By what stands now, of everything that was judged; `settled`: not judged, and returned or referred by a person. */
  readonly decisions: Readonly<
    Record<'accept' | 'return' | 'refer' | 'awaiting' | 'confirmed' | 'settled' | 'open', number>
  >;
  /** Of every judged cheque, in any order. */
  readonly scores: readonly number[];
  /** Borders in force, for accounts with one, two, and three or more specimens. */
  readonly borders: readonly {
    readonly specimens: string;
    readonly matchAbove: number;
    readonly mismatchBelow: number;
  }[];
  /** How genuine signatures fall by the model's own figures at these borders; null: the model package doesn't say. */
  readonly expected: Readonly<Record<Verdict, Expected>> | null;
  /** Riskiest first. */
  readonly exceptions: readonly BatchException[];
  /** How many there are; `exceptions` may be fewer. */
  readonly exceptionsInAll: number;
  /** Name and value. */
  readonly facts: readonly (readonly [string, string])[];
  readonly record: { readonly text: string; readonly at: string };
  readonly printed: { readonly by: string; readonly at: string; readonly version: string };
}
