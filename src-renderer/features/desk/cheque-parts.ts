import type { DecisionKind } from '../../../src-main/contract/check.ts';
import type { Layout } from '../../../src-main/contract/settings.ts';
import type { Failure } from '../../failure.ts';
import type { Cheque } from './cheque.svelte.ts';

/** Where one cheque stands on its way over the desk. */
export type Phase = 'reading' | 'unreadable' | 'needs-account' | 'checking' | 'judged' | 'unjudged' | 'decided';

/** What the clerk did with the cheque. */
export interface Decided {
  readonly id: string;
  readonly kind: DecisionKind;
  readonly reason: string;
  readonly operator: string;
  readonly at: string;
  /** It doesn't count until a second person has confirmed it. */
  readonly awaits: boolean;
}

/** What a cheque asks of the desk it lies on. */
export interface ChequeSurroundings {
  layouts(): readonly Layout[];
  /** Called when a check has ended, with a verdict or without. */
  checked(cheque: Cheque): void;
  /** Called when more than one cheque was found on the page that this one lies on; they are checked apart. */
  alsoFound(cheque: Cheque, others: readonly Cheque[]): void;
  /** Called when another page couldn't be turned to. */
  notTurned(cheque: Cheque, failure: Failure): void;
}

/** How long the box must rest before a check, in milliseconds: after the pointer is let go, and after a key. */
export const restAfterPointer = 60;
export const restAfterKey = 450;
