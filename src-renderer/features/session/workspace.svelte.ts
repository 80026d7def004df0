import type { Connection } from '../../api.ts';
import { Accounts } from '../accounts/accounts.svelte.ts';
import { Batches } from '../batches/batches.svelte.ts';
import { SecondPerson } from '../confirm/second-person.svelte.ts';
import { OfferedReasons } from '../decide/offered-reasons.svelte.ts';
import { Desk } from '../desk/desk.svelte.ts';
import { Identify } from '../identify/identify.svelte.ts';
import { decidingSignature } from '../desk/signature-results.ts';
import { askedAbout } from '../identify/asked-about.ts';
import { Enrolment } from '../enrol/enrolment.svelte.ts';
import { RecentChecks } from '../recent/recent.svelte.ts';
import { Samples } from '../samples/samples.svelte.ts';
import { SettingsState } from '../settings/settings.svelte.ts';
import { notify } from './notify.ts';
import { Navigation, viewTitles, type View } from './navigation.svelte.ts';
import { Rights } from './rights.ts';
import type { Session } from './session.svelte.ts';
import { Toasts } from './toasts.svelte.ts';

/** Everything the clerk works with while the store is open. Dropped as a whole when it locks. */
export class Workspace {
  readonly session: Session;
  readonly navigation = new Navigation();
  readonly toasts = new Toasts();
  readonly rights: Rights;
  readonly settings: SettingsState;
  readonly desk: Desk;
  readonly enrolment: Enrolment;
  readonly accounts: Accounts;
  readonly recent: RecentChecks;
  readonly samples: Samples;
  readonly second: SecondPerson;
  readonly batches: Batches;
  readonly identify: Identify;
  readonly reasons: OfferedReasons;
  /** Long work the app reports on, such as making templates again after a change of model. */
  progress = $state.raw<{ task: string; done: number; total: number } | null>(null);
  readonly #stop: readonly (() => void)[];

  constructor(connection: Connection, session: Session) {
    const { client } = connection;
    this.session = session;
    this.rights = new Rights(() => session.state);
    this.settings = new SettingsState(client, session.appearance, this.rights);
    this.second = new SecondPerson(client, this.toasts);
    this.reasons = new OfferedReasons(client, this.toasts);
    const codeOf: OfferedReasons['codeOf'] = (kind, words) => this.reasons.codeOf(kind, words);
    this.batches = new Batches(client, {
      operator: () => session.state?.operator ?? '',
      codeOf,
      say: (text) => session.announcer.say(text),
      toasts: this.toasts,
    });
    this.identify = new Identify(client, (text) => session.announcer.say(text));
    this.desk = new Desk(client, {
      layouts: () => this.settings.view?.layouts ?? [],
      mayDecide: () => this.rights.may('decide'),
      codeOf,
      say: (text) => session.announcer.say(text),
      toasts: this.toasts,
    });
    this.enrolment = new Enrolment(client);
    this.accounts = new Accounts(client, this.toasts);
    this.recent = new RecentChecks(client, this.toasts);
    this.samples = new Samples(client, () => this.settings.load());
    this.#stop = [
      connection.onEvent('progress', (progress) => {
        this.progress = progress.total > 0 && progress.done >= progress.total ? null : progress;
      }),
      connection.onEvent('batchProgress', (progress) => this.batches.progressed(progress)),
      connection.onEvent('notice', notify),
    ];
  }

  get client() {
    return this.session.client;
  }

  /** The pages this operator has something to do on. */
  get views(): readonly (readonly [View, string])[] {
    return (Object.entries(viewTitles) as [View, string][]).filter(([view]) => this.#isFor(view));
  }

  #isFor(view: View): boolean {
    if (view === 'enrol') return this.rights.may('enrol');
    if (view === 'settings') return true;
    if (view !== 'confirm') return this.rights.may('check');
    const waits = this.second.view && this.second.view.decisions.length + this.second.view.enrolments.length > 0;
    return this.rights.may('check') && (waits || (this.settings.view?.settings.fourEyes ?? null) !== null);
  }

  async start(): Promise<void> {
    await this.settings.load();
    if (!this.rights.may('check')) this.navigation.go('settings');
    else await Promise.all([this.second.load(), this.reasons.load()]);
  }

  /** Adds files to the page in front: specimens on the enrolment page, cheques everywhere else. */
  takeFiles(files: readonly File[]): void {
    if (files.length === 0) return;
    if (this.navigation.view === 'enrol') {
      this.enrolment.addFiles(files);
      return;
    }
    this.navigation.go('desk');
    this.desk.addFiles(files);
  }

  /** Opens the enrolment page, for an account where one is given. */
  enrol(account: string | null): void {
    const whyNot = this.rights.whyNot('enrol');
    if (whyNot !== null) {
      this.toasts.show(whyNot, { tone: 'error' });
      return;
    }
    if (account !== null && account !== '') this.enrolment.startFor(account);
    this.navigation.go('enrol');
  }

  /** Shows an account's page. */
  showAccount(account: string): void {
    this.navigation.go('accounts');
    void this.accounts.show(account);
  }

  /** Asks who else could have signed what is in front; false where that is no mismatch. */
  whoElse(): boolean {
    const { current } = this.desk;
    const inQueue = this.navigation.view === 'batches';
    const result = inQueue ? (this.batches.queue?.shown?.details.result ?? null) : (current?.shownResult ?? null);
    if (result?.verdict !== 'mismatch') return false;
    const place = inQueue || !current ? decidingSignature(result) : current.signature;
    void this.identify.ask(askedAbout(result, place));
    return true;
  }

  clear(): void {
    for (const stop of this.#stop) stop();
    this.toasts.dismiss();
    this.desk.clear();
    this.enrolment.clear();
    this.accounts.clear();
    this.recent.clear();
    this.samples.clear();
    this.second.clear();
    this.batches.clear();
    this.identify.close();
  }
}
