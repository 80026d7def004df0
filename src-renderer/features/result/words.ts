import type { CheckResult, DecisionKind, Verdict } from '../../../src-main/contract/check.ts';
import type { Failure } from '../../failure.ts';
import { decidingSignature } from '../desk/signature-results.ts';

/** The verdicts in words. */
export const verdictWords: Record<Verdict, { readonly title: string; readonly meaning: string }> = {
  match: { title: 'Match', meaning: 'The signature agrees with the specimens on file.' },
  review: { title: 'Review', meaning: 'Neither clearly the same hand nor clearly another. Look closely.' },
  mismatch: { title: 'Mismatch', meaning: 'The signature does not agree with the specimens on file.' },
};

/** The decisions in words, with their keys. */
export const decisionWords: Record<
  DecisionKind,
  { readonly verb: string; readonly done: string; readonly key: string }
> = {
  accept: {
    verb: 'Accept',
    done: 'Accepted',
    key: 'A',
  },
  return: {
    verb: 'Return',
    done: 'Returned',
    key: 'R',
  },
  refer: {
    verb: 'Refer',
    done: 'Referred',
    key: 'F',
  },
};

/** A score with one decimal and a true minus sign. */
export function scoreText(score: number): string {
  const text = Math.abs(score).toFixed(1);
  return score < 0 && text !== '0.0' ? `\u2212${text}` : text;
}

/** A distance with three significant digits. */
export function distanceText(distance: number): string {
  if (distance === 0) return '0';
  if (distance >= 1000) return Math.round(distance).toString();
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(distance))));
  return distance.toFixed(Math.min(decimals, 6));
}

/** A check's outcome as it is spoken: verdict, score and nearest specimen; or why there is none. */
export function spokenOutcome(cheque: {
  readonly result: CheckResult | null;
  readonly checkFailure: Failure | null;
}): string {
  if (cheque.checkFailure) return `This signature can't be judged. ${cheque.checkFailure.message}`;
  const { result } = cheque;
  if (result === null) return '';
  const several = result.signatures.length > 1 ? `, the verdict is signature ${decidingSignature(result) + 1}'s` : '';
  const parts = [spokenVerdict(result)];
  if (result.mandate) parts.push(...result.mandate.reasons);
  else if (several) parts.push(`${result.signatures.length} signatures${several}.`);
  return parts.join(' ');
}

/** A verdict as it is spoken: with its score and the nearest specimen. */
function spokenVerdict(judged: Pick<CheckResult, 'verdict' | 'score' | 'specimens'>): string {
  const nearest = judged.specimens[0];
  const parts = [`${verdictWords[judged.verdict].title}.`, `Score ${scoreText(judged.score)}.`];
  if (nearest) parts.push(`Nearest specimen: ${nearest.signatoryName}, distance ${distanceText(nearest.distance)}.`);
  return parts.join(' ');
}

/** The signature in front as it is spoken: its place, and its verdict or why there is none. */
export function spokenSignature(cheque: {
  readonly result: CheckResult | null;
  readonly signature: number;
  readonly signatureCount: number;
}): string {
  const place = `Signature ${cheque.signature + 1} of ${cheque.signatureCount}.`;
  const signature = cheque.result?.signatures[cheque.signature];
  if (!signature) return place;
  return `${place} ${signature.judged ? spokenVerdict(signature.judged) : (signature.problem ?? "It can't be judged.")}`;
}

const unjudgedTitles: Readonly<Record<string, string>> = {
  'no-signature': 'No signature',
  'cut-off': 'Signature cut off',
  quality: 'Scan it again',
  back: 'The back of a cheque',
  blank: 'Blank page',
  'no-account': 'Not on file',
  'no-specimens': 'No specimen on file',
};

/** What stands over a cheque without a verdict. */
export function unjudgedTitle(fault: string, signatures: readonly { readonly cutOff: boolean }[]): string {
  const judgesInk = !['quality', 'no-account', 'no-specimens'].includes(fault);
  if (judgesInk && signatures.length > 0 && signatures.every((signature) => signature.cutOff)) {
    return 'Signature cut off';
  }
  return unjudgedTitles[fault] ?? "Can't be judged";
}

/** A point in time in the reader's own form; the text itself where it is none. */
export function timeText(at: string, style: 'time' | 'full' = 'full'): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const today = date.toDateString() === new Date().toDateString();
  const time = date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  if (style === 'time' || today) return time;
  return `${date.toLocaleDateString(undefined, { year: 'numeric', month: 'short', day: 'numeric' })}, ${time}`;
}

/** A day (YYYY-MM-DD) in the reader's own form. */
export function dayText(day: string): string {
  const date = new Date(`${day}T12:00:00`);
  if (Number.isNaN(date.getTime())) return day;
  return date.toLocaleDateString(undefined, { year: 'numeric', month: 'short', day: 'numeric' });
}

/** A count with its noun. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}
