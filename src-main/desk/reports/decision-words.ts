import { decidedWords } from '../../report/words.ts';
import type { StandingDecision } from '../../store/reference-store.ts';

/** What stands on a check, as a sentence's end: "accepted by maria, confirmed by josé." */
export function decisionWords(decision: StandingDecision | null): string {
  if (!decision) return 'nobody has decided.';
  const who = `${decidedWords[decision.decision].toLowerCase()} by ${decision.operator}`;
  if (decision.state === 'awaiting') return `${who}; a second person has yet to confirm it.`;
  return decision.confirmation ? `${who}, confirmed by ${decision.confirmation.operator}.` : `${who}.`;
}
