import type { CliCommandName } from '../contract/cli.ts';
import type { DecideListOutput, DecideOutput } from '../contract/cli-record.ts';
import type { DecisionKind } from '../contract/decide.ts';
import type { CommandHost } from './command-host.ts';
import { withCommandStore } from './command-store.ts';
import { decide, undo, type DecideParts } from './decide.ts';
import { typedReason } from './decision-reasons.ts';
import { readPolicyFile } from './policy-file.ts';
import { answerDecision, answerEnrolment, awaiting } from './second-person.ts';
import { loadSettings } from './settings.ts';

/** Opens the store in the operator's name, with four eyes as settings and policy have them. */
function withDecideParts<Value>(
  host: CommandHost,
  directory: string,
  command: CliCommandName,
  work: (parts: DecideParts) => Promise<Value>,
): Promise<Value> {
  return withCommandStore(host, directory, command, async (store) => {
    const { fourEyes } = await loadSettings(store, await readPolicyFile(host.policyFile));
    return await work({ store, fourEyes, operator: store.operator });
  });
}

/**
 * `countersign decide accept`, `return` and `refer`: as the window decides; where the policy asks for it, the decision waits for a
 * second person.
 * @throws CallFailure, StoreError
 */
export function decideCheck(
  host: CommandHost,
  request: {
    readonly store: string;
    readonly check: string;
    readonly decision: DecisionKind;
    /** A code of the bank's list, or words. */
    readonly reason: string;
    /** Words beside a code. */
    readonly note: string | null;
    readonly amount: number | null;
  },
): Promise<DecideOutput> {
  return withDecideParts(host, request.store, `decide ${request.decision}`, async (parts) => {
    const typed = await typedReason(parts.store, request.reason, request.note);
    const decided = await decide(parts, { ...request, ...typed });
    host.log('decided', { decision: request.decision });
    return { enrolment: null, ...decided };
  });
}

/** `countersign decide undo`: takes a decision back. @throws CallFailure, StoreError */
export function undoDecision(
  host: CommandHost,
  request: { readonly store: string; readonly decision: string; readonly reason: string },
): Promise<DecideOutput> {
  return withDecideParts(host, request.store, 'decide undo', async (parts) => ({
    enrolment: null,
    ...(await undo(parts, request)),
  }));
}

/** `countersign decide confirm` and `refuse`: a second person's word. @throws CallFailure, StoreError */
export function answer(
  host: CommandHost,
  request: {
    readonly store: string;
    readonly answer: 'confirmed' | 'refused';
    readonly reason: string;
    /** A decision's id or an enrolment's. */
    readonly about: { readonly decision: string } | { readonly enrolment: string };
  },
): Promise<DecideOutput> {
  const command = request.answer === 'confirmed' ? 'decide confirm' : 'decide refuse';
  const { about, reason } = request;
  return withDecideParts(host, request.store, command, async (parts) => {
    const word = { answer: request.answer, reason };
    if ('decision' in about)
      return { enrolment: null, ...(await answerDecision(parts, { ...word, decision: about.decision })) };
    await answerEnrolment(parts, { ...word, enrolment: about.enrolment });
    const { operator } = parts;
    const state = request.answer === 'confirmed' ? 'confirmed' : null;
    return { decision: null, enrolment: about.enrolment, operator, at: null, state, awaits: [] };
  });
}

/** `countersign decide list`: what waits for a second person. @throws CallFailure, StoreError */
export function listAwaiting(host: CommandHost, request: { readonly store: string }): Promise<DecideListOutput> {
  return withDecideParts(host, request.store, 'decide list', async (parts) => ({
    store: parts.store.directory,
    ...(await awaiting(parts)),
  }));
}
