import type { AppState } from '../../../src-main/contract/app.ts';
import type { Connection } from '../../api.ts';
import { Announcer } from './announcer.svelte.ts';
import { Appearance } from './appearance.svelte.ts';
import { Workspace } from './workspace.svelte.ts';

/** Which screen the window shows. */
export type Screen = 'starting' | 'set-up' | 'confirm-key' | 'locked' | 'open' | 'closed';

/** The window's whole life: what the app says of itself, and, while the store is open, the clerk's workspace. */
export class Session {
  readonly #connection: Connection;
  #locking = false;
  readonly announcer = new Announcer();
  readonly appearance = new Appearance();
  state = $state.raw<AppState | null>(null);
  closed = $state<string | null>(null);
  /** All that the clerk has in hand. It exists only while the store is open, so that locking leaves nothing behind. */
  workspace = $state.raw<Workspace | null>(null);
  /** The recovery key between set-up and its confirmation; kept nowhere else. */
  recoveryKey = $state<string | null>(null);

  readonly screen: Screen = $derived.by(() => {
    if (this.closed !== null) return 'closed';
    if (this.state === null) return 'starting';
    const screens = { none: 'set-up', unconfirmed: 'confirm-key', locked: 'locked', open: 'open' } as const;
    return screens[this.state.store.state];
  });

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.onEvent('stateChanged', (state) => {
      // While it locks, what the app said before must not open the desk again.
      if (!this.#locking) this.take(state);
    });
    connection.onEvent('closing', ({ why }) => this.#close(why));
  }

  get client() {
    return this.#connection.client;
  }

  /** Asks the app where it stands. */
  async start(): Promise<void> {
    this.take(await this.client.appState({}));
  }

  /** Takes a new state from a call or an event, and opens or drops the workspace with it. */
  take(state: AppState): void {
    const wasOpen = this.state?.store.state === 'open';
    this.state = state;
    const isOpen = state.store.state === 'open';
    if (isOpen && !wasOpen) {
      this.recoveryKey = null;
      this.workspace = new Workspace(this.#connection, this);
      void this.workspace.start();
    }
    if (!isOpen && wasOpen) this.#dropWorkspace();
  }

  /** Locks the store. What the clerk had in hand goes at once, whatever the app answers and however long it takes. */
  async lock(): Promise<void> {
    if (this.#locking || this.state?.store.state !== 'open') return;
    this.#locking = true;
    this.take({ ...this.state, store: { ...this.state.store, state: 'locked' } });
    this.announcer.say('Locked.');
    try {
      this.take(await this.client.lockStore({}));
    } catch {
      // The window stays locked: the passphrase opens it again, and the app says then what is wrong.
    } finally {
      this.#locking = false;
    }
  }

  #dropWorkspace(): void {
    this.workspace?.clear();
    this.workspace = null;
  }

  #close(why: string): void {
    this.#dropWorkspace();
    this.recoveryKey = null;
    // The reason comes first, then the socket closes without one.
    if (this.closed === null || why !== '') this.closed = why;
  }
}
