import type { Client } from '../../../src-main/contract/calls.ts';
import type { Layout, Settings, SettingsView } from '../../../src-main/contract/settings.ts';
import { failureOf, type Failure } from '../../failure.ts';
import type { Rights } from '../session/rights.ts';
import type { Appearance } from '../session/appearance.svelte.ts';

/** The settings in force. Each change is saved at once; one that is refused is put back with the reason. */
export class SettingsState {
  readonly #client: Client;
  readonly #appearance: Appearance;
  readonly #rights: Rights;
  view = $state.raw<SettingsView | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** The setting that was saved last, so that its field can say so. */
  saved = $state<keyof Settings | null>(null);

  constructor(client: Client, appearance: Appearance, rights: Rights) {
    this.#client = client;
    this.#appearance = appearance;
    this.#rights = rights;
  }

  async load(): Promise<void> {
    try {
      this.#take(await this.#client.settings({}));
      this.failure = null;
    } catch (error) {
      this.failure = failureOf(error);
    }
  }

  /** Why this operator changes no setting; null where they may. */
  get whyNot(): string | null {
    return this.#rights.whyNot('policy');
  }

  /** Whether a setting can't be changed: by the machine's policy, or by this operator. */
  isFixed(name: keyof Settings): boolean {
    if (this.whyNot !== null) return true;
    return this.view?.fixedByPolicy.includes(name) ?? false;
  }

  /** Saves one setting. True where it was taken. */
  async save<Name extends keyof Settings>(name: Name, value: Settings[Name]): Promise<boolean> {
    if (this.view === null) return false;
    this.saved = null;
    try {
      this.#take(await this.#client.saveSettings({ ...this.view.settings, [name]: value }));
      this.failure = null;
      this.saved = name;
      return true;
    } catch (error) {
      this.failure = { ...failureOf(error), field: name };
      return false;
    }
  }

  /** Keeps a layout, in the place of the one for the same accounts. Rejects with a CallFailure. */
  async saveLayout(layout: Layout): Promise<void> {
    this.#take(await this.#client.saveLayout(layout));
  }

  async removeLayout(name: string): Promise<void> {
    try {
      this.#take(await this.#client.removeLayout({ name }));
    } catch (error) {
      this.failure = failureOf(error);
    }
  }

  #take(view: SettingsView): void {
    this.view = view;
    this.#appearance.choice = view.settings.appearance;
  }
}
