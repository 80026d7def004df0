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
    connection.onEvent('stateChanged', (state) => this.take(state));
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

  /** Locks the store. What the clerk had in hand goes at once, whatever the app answers. */
  async lock(): Promise<void> {
    this.#dropWorkspace();
    this.announcer.say('Locked.');
    this.take(await this.client.lockStore({}));
  }

  #dropWorkspace(): void {
    this.workspace?.clear();
    this.workspace = null;
  }

  #close(why: string): void {
    this.#dropWorkspace();
    this.recoveryKey = null;
    this.closed = why;
  }
}
