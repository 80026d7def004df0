import { CallFailure } from '../src-main/contract/calls.ts';

/** What went wrong, as a component shows it. */
export interface Failure {
  readonly fault: string;
  readonly message: string;
  readonly field: string | undefined;
}

/** Turns whatever was thrown into words for the clerk. Only the app's own messages are shown as they are. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallFailure) return { fault: error.fault, message: sentence(error.message), field: error.field };
  return {
    fault: 'internal',
    message: 'Something went wrong in this window. Try again; if it happens again, restart Countersign.',
    field: undefined,
  };
}

/** Starts with a capital and ends with a full stop, so that messages from anywhere read alike. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return trimmed;
  // A sentence that begins with a file's name keeps it as it is.
  const isName = /^\S*[._\d]\S*\s/.test(trimmed);
  const start = isName ? trimmed : trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(start) ? start : `${start}.`;
}
