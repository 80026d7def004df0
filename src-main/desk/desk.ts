import type { Handlers, CallName } from '../contract/calls.ts';
import { neededFor, requirePermission } from './permissions.ts';
import { readPolicyFile } from './policy-file.ts';
import { withFailures } from './failures.ts';
import { DeskSession, type DeskOptions } from './desk-session.ts';
import { accountHandlers } from './handlers/accounts.ts';
import { bankMetricHandlers } from './handlers/bank-metric.ts';
import { batchHandlers } from './handlers/batches.ts';
import { chequeHandlers } from './handlers/cheques.ts';
import { customerHandlers } from './handlers/customers.ts';
import { decisionReasonHandlers } from './handlers/decision-reasons.ts';
import { decisionHandlers } from './handlers/decisions.ts';
import { identifyHandlers } from './handlers/identify.ts';
import { mandateHandlers } from './handlers/mandates.ts';
import { operatorHandlers } from './handlers/operators.ts';
import { reportHandlers } from './handlers/reports.ts';
import { sampleHandlers } from './handlers/samples.ts';
import { settingsHandlers } from './handlers/settings.ts';
import { storeHandlers } from './handlers/store.ts';

export type { DeskOptions, SystemSlot } from './desk-session.ts';

/** An open desk: it answers the contract's calls until it is closed. */
export interface Desk {
  readonly handlers: Handlers;
  /** Stops background work, locks the store and ends the engine. */
  close(): Promise<void>;
}

/**
 * Opens the desk: reads the machine-wide policy, starts the engine, and opens the store where the operating system's
 * key store may do that.
 *
 * @throws CallFailure `bad-policy`: without knowing the policy the app doesn't start
 */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  const policy = options.policyFile ? await readPolicyFile(options.policyFile) : null;
  const session = new DeskSession(options, policy);
  await session.useModel(session.settings.model);
  if (await session.door.unlockBySystem()) await session.entered('system-key');
  const handlers: Handlers = {
    ...storeHandlers(session),
    ...accountHandlers(session),
    ...chequeHandlers(session),
    ...bankMetricHandlers(session),
    ...batchHandlers(session),
    ...customerHandlers(session),
    ...decisionHandlers(session),
    ...decisionReasonHandlers(session),
    ...identifyHandlers(session),
    ...mandateHandlers(session),
    ...operatorHandlers(session),
    ...reportHandlers(session),
    ...sampleHandlers(session),
    ...settingsHandlers(session),
  };
  return { handlers: shaped(session, handlers), close: () => session.close() };
}

/** Calls on which somebody at the desk waits: a batch begins nothing new while one is being answered. */
const waitedFor: ReadonlySet<CallName> = new Set([
  'openScan',
  'turnPage',
  'checkCheque',
  'mendMicr',
  'batchItem',
  'previewEnrolment',
  'enrol',
  'identifyCheck',
  'identifyScan',
]);

/**
 * Every handler, run only where the operator has the permission it needs, its errors turned into the contract's failures where
 * they were written for people.
 */
function shaped(session: DeskSession, handlers: Handlers): Handlers {
  const entries = (Object.keys(handlers) as CallName[]).map((name) => {
    const handler = handlers[name] as (request: unknown) => Promise<unknown>;
    const permitted = async (request: unknown): Promise<unknown> => {
      if (neededFor[name] !== null) await requirePermission(session.store, name);
      if (!waitedFor.has(name)) return handler(request);
      const release = session.gate.hold();
      try {
        return await handler(request);
      } finally {
        release();
      }
    };
    return [name, (request: unknown) => withFailures(() => permitted(request))] as const;
  });
  return Object.fromEntries(entries) as unknown as Handlers;
}
