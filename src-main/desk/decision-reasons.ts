import * as v from 'valibot';
import { CallFailure } from '../contract/calls.ts';
import type { DecisionKind } from '../contract/decide.ts';
import {
  decisionReasonsSchema,
  reasonCodeSchema,
  type DecisionReason,
  type DecisionReasons,
} from '../contract/decision-reasons.ts';
import type { JsonValue, ReferenceStore } from '../store/reference-store.ts';

const reason = (code: string, words: string, ...kinds: DecisionKind[]): DecisionReason => ({
  code,
  words,
  for: kinds,
  retired: false,
});

/** What is offered in a store whose bank has no list of its own yet. */
export const defaultReasons: DecisionReasons = [
  reason('A01', 'Compared by eye, same hand', 'accept'),
  reason('A02', 'Confirmed with the drawer', 'accept'),
  reason('A03', 'Known change of signature', 'accept'),
  reason('R01', 'Signature differs from specimen', 'return'),
  reason('R02', 'Signature missing', 'return'),
  reason('R03', 'Signatory not authorised', 'return'),
  reason('R04', 'Altered cheque', 'return'),
  reason('F01', 'Second opinion needed', 'refer'),
  reason('F02', 'Call the drawer', 'refer'),
  reason('F03', 'Specimens out of date', 'refer'),
  reason('F04', 'Poor scan', 'refer'),
];

/** Where the list lies in the store. */
const settingKey = 'decision-reasons';

/** The reasons in force: the bank's own list, else the default one. */
export async function loadReasons(store: ReferenceStore): Promise<DecisionReasons> {
  const stored = v.safeParse(decisionReasonsSchema, await store.getSetting(settingKey));
  return stored.success ? stored.output : defaultReasons;
}

/**
 * Puts a list in the place of the one in force, on record. A code is never given away: it stays in the list, so that it can't come to
 * mean something else than it does in old decisions.
 * @throws CallFailure `reason-gone` where a code of the list in force isn't in the new one
 */
export async function saveReasons(
  store: ReferenceStore,
  next: DecisionReasons,
  operator: string,
): Promise<DecisionReasons> {
  const codes = new Set(next.map(({ code }) => code));
  const gone = (await loadReasons(store)).filter(({ code }) => !codes.has(code)).map(({ code }) => code);
  if (gone.length > 0)
    throw new CallFailure({
      fault: 'reason-gone',
      field: 'reasons',
      message: `${gone.join(', ')} can't be left out: old decisions may name it. Retire it instead.`,
    });
  await store.setSetting(settingKey, JSON.parse(JSON.stringify(next)) as JsonValue, operator);
  return next;
}

/** Why somebody decided, as it is put on record: readable by itself, whatever becomes of the list. */
export interface SaidReason {
  /** null: words of their own. */
  readonly code: string | null;
  readonly reason: string;
}

/**
 * What a decision's reason says in full: the words of its code, and what was typed beside it.
 * @throws CallFailure `no-such-reason` where the list has no such code for that kind of decision, or it is retired
 */
export async function saidReason(
  store: ReferenceStore,
  kind: DecisionKind,
  given: { readonly code?: string | null | undefined; readonly reason: string },
): Promise<SaidReason> {
  const code = given.code ?? null;
  if (code === null) return { code, reason: given.reason };
  const reasons = await loadReasons(store);
  const found = reasons.find((each) => each.code === code);
  if (!found?.for.includes(kind) || found.retired) {
    const offered = reasons.filter((each) => each.for.includes(kind) && !each.retired).map((each) => each.code);
    const why = found?.retired ? `Reason ${code} is retired` : `There is no reason ${code} to ${kind} a cheque`;
    throw new CallFailure({
      fault: 'no-such-reason',
      field: 'code',
      message: `${why}. There are: ${offered.join(', ') || 'none'}.`,
    });
  }
  const text = given.reason;
  return { code, reason: text === '' || text === found.words ? found.words : `${found.words}: ${text}` };
}

/**
 * A reason as it is typed on the command line: a code of the list, or words. With words beside it, it has to be a code.
 * @throws CallFailure `no-such-reason` where words stand beside something that is no code
 */
export async function typedReason(
  store: ReferenceStore,
  typed: string,
  note: string | null,
): Promise<{ code: string | null; reason: string }> {
  const code = v.safeParse(reasonCodeSchema, typed);
  const known = code.success && (await loadReasons(store)).some((each) => each.code === code.output);
  if (known) return { code: code.output, reason: note ?? '' };
  if (note === null) return { code: null, reason: typed };
  throw new CallFailure({
    fault: 'no-such-reason',
    field: 'code',
    message: `"${typed}" is no code of the bank's list of reasons. See "countersign reasons list".`,
  });
}
