import { connectionOver } from '../../../src-renderer/api.ts';
import type { IncomingScan } from '../../../src-renderer/features/desk/files.ts';
import { Session } from '../../../src-renderer/features/session/session.svelte.ts';
import { StandInApp } from './app.ts';

/** An open store with two accounts, and the session over it. */
export async function openSession(app: StandInApp = new StandInApp()): Promise<{ app: StandInApp; session: Session }> {
  if (app.accounts.size === 0) {
    app.putAccount('0042137711', 'Margaret Marsh', ['Margaret Marsh']);
    app.putAccount('0042137724', 'Bell & Croft Ltd', ['Tom Bell', 'Iris Croft'], 3);
  }
  const session = new Session(connectionOver(app));
  await session.start();
  return { app, session };
}

/** The workspace of a session whose store is open. */
export function workspaceOf(session: Session): NonNullable<Session['workspace']> {
  if (session.workspace === null) throw new Error('the store is not open');
  return session.workspace;
}

/** A scan as if it had been dropped. */
export function scanNamed(name: string, size = 9): IncomingScan {
  return { name, size, bytes: () => Promise.resolve(new Uint8Array(size)) };
}

/** Lets everything that has been answered already take its course. */
export async function quiet(milliseconds = 0): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
