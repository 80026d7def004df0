/** Checks and decisions as the store takes and gives them. */
import type { AwaitsReason, DecisionState } from '../contract/decide.ts';
import type { JsonValue } from './reference-store.ts';

export interface NewCheck {
  /** The account's number; it must be on file. */
  readonly account: string;
  /** SHA-256 of the scan's bytes, in hex. */
  readonly scanHash: string;
  readonly scanName: string | null;
  /** The whole result as it was shown. */
  readonly result: JsonValue;
  readonly modelId: string;
  readonly modelHash: string;
  readonly policyHash: string;
  readonly provider: string;
  /** The questioned signature as cut from the scan, PNG. */
  readonly questionedPng?: Uint8Array | null | undefined;
  /** The questioned signature cleaned, PNG. */
  readonly cleanPng?: Uint8Array | null | undefined;
  /**
   * The clean ink of every signature as it was found, before any turning, PNG, in the order of `result`: the deciding one's,
   * then the others'. The verdict is re-made from it.
   */
  readonly inks?: readonly Uint8Array[] | undefined;
  /** What the cheque is made out for, in the currency's main unit, where a manifest or the MICR line says; 0 or more. */
  readonly amount?: number | null | undefined;
  readonly operator?: string | undefined;
}

/** What a clerk can decide about a cheque; the app itself never pays one. */
export type Outcome = 'accept' | 'return' | 'refer';

export interface NewDecision {
  readonly check: string;
  readonly decision: Outcome;
  readonly reason: string;
  /** The reason's code in the bank's list; null: words of their own. */
  readonly code?: string | null | undefined;
  readonly operator?: string | undefined;
  /** The decision that this one replaces; needed where the check has one already. */
  readonly supersedes?: string | undefined;
  /** Why a second person has to confirm it; none where nobody has to. */
  readonly awaits?: readonly AwaitsReason[] | undefined;
  /** The amount that counted, in the currency's main unit; null: unknown. */
  readonly amount?: number | null | undefined;
}

export interface Decision {
  readonly id: string;
  readonly check: string;
  /**
   * `undone`: the decision it supersedes was taken back and none stands. `confirmed`, `refused`: a second person's word on
   * the decision in `confirms`; a refused one stands no more.
   */
  readonly decision: Outcome | 'undone' | 'confirmed' | 'refused';
  /** In full: with the words that its code had then. */
  readonly reason: string;
  /** The reason's code in the bank's list; null: words of their own. */
  readonly code: string | null;
  readonly operator: string;
  readonly at: string;
  readonly supersedes: string | null;
  readonly awaits: readonly AwaitsReason[];
  readonly amount: number | null;
  readonly confirms: string | null;
}

/** The decision that stands on a check. */
export interface StandingDecision extends Decision {
  readonly decision: Outcome;
  readonly state: DecisionState;
  /** The second person's word; null unless `state` is `confirmed`. */
  readonly confirmation: Decision | null;
}

export interface Check {
  readonly id: string;
  readonly account: string;
  readonly accountNumber: string;
  readonly at: string;
  readonly scanHash: string;
  readonly scanName: string | null;
  readonly result: JsonValue;
  readonly modelId: string;
  readonly modelHash: string;
  readonly policyHash: string;
  readonly provider: string;
  readonly operator: string;
  /** What the cheque is made out for, where that was known; in the currency's main unit. */
  readonly amount: number | null;
  /** Every decision on it, oldest first. */
  readonly decisions: readonly Decision[];
  /** The one that stands, also while it waits for a second person, or null. */
  readonly decision: StandingDecision | null;
  /** Null where none was kept. */
  readonly questionedPng: () => Promise<Uint8Array | null>;
  readonly cleanPng: () => Promise<Uint8Array | null>;
  /** See `NewCheck.inks`; empty where none were kept. */
  readonly inks: () => Promise<Uint8Array[]>;
}
