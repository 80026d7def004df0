import type { AccountDetails } from '../../../src-main/contract/account.ts';
import type { Client, RequestOf } from '../../../src-main/contract/calls.ts';
import { failureOf, type Failure } from '../../failure.ts';
import { incomingFile, type IncomingScan } from '../desk/files.ts';
import { EnrolScan } from './enrol-scan.svelte.ts';

/** How long typing must rest before the dry run, in milliseconds. */
const restAfterTyping = 350;

/** One enrolment in the making: whose signature, the scans, and what the dry run says of each. */
export class Enrolment {
  readonly #client: Client;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #run = 0;
  #detailsRun = 0;
  #line: Promise<void> = Promise.resolve();

  account = $state('');
  holder = $state('');
  signatory = $state('');
  source = $state('');
  capturedOn = $state('');
  scans = $state.raw<readonly EnrolScan[]>([]);
  /** The account as it is on file; null while unknown or not on file. */
  onFile = $state.raw<AccountDetails | null>(null);
  warnings = $state.raw<readonly string[]>([]);
  failure = $state.raw<Failure | null>(null);
  previewing = $state(false);
  enrolling = $state(false);
  /** What was enrolled last; the page shows it until the next enrolment begins. */
  done = $state.raw<{ account: string; signatory: string; specimens: number; warnings: readonly string[] } | null>(
    null,
  );

  readonly signatories = $derived(this.onFile?.signatories.map((one) => one.name) ?? []);
  readonly good = $derived(this.scans.filter((scan) => scan.state === 'clean'));
  readonly leftOut = $derived(this.scans.filter((scan) => scan.state === 'problem').length);
  readonly named = $derived(this.account.trim() !== '' && this.signatory.trim() !== '');
  readonly waiting = $derived(this.scans.some((scan) => scan.state === 'reading' || scan.state === 'waiting'));
  readonly ready = $derived(this.named && this.good.length > 0 && !this.previewing && !this.enrolling && !this.waiting);

  constructor(client: Client) {
    this.#client = client;
  }

  /** Begins an enrolment for an account, unless one is already under way. */
  startFor(account: string): void {
    if (this.done !== null) this.again();
    if (this.scans.length === 0) void this.setAccount(account);
  }

  /** Sets the account and looks up what is on file under it. */
  async setAccount(account: string): Promise<void> {
    this.account = account;
    const run = ++this.#detailsRun;
    this.preview();
    const typed = account.trim();
    let found: AccountDetails | null = null;
    if (typed !== '') found = await this.#client.accountDetails({ account: typed }).catch(() => null);
    if (run !== this.#detailsRun) return;
    this.onFile = found;
    if (found?.holder) this.holder = found.holder;
    const only = found?.signatories.length === 1 ? found.signatories[0] : undefined;
    if (only && this.signatory === '') {
      this.signatory = only.name;
      this.preview();
    }
  }

  setSignatory(name: string): void {
    this.signatory = name;
    this.preview();
  }

  addFiles(files: readonly File[]): void {
    this.add(files.map(incomingFile));
  }

  /** Adds scans; each is opened in turn, then shown cleaned. */
  add(incoming: readonly IncomingScan[]): void {
    if (this.done !== null) this.again();
    const added = incoming.map((one) => new EnrolScan(this.#client, one));
    this.scans = [...this.scans, ...added];
    for (const scan of added) {
      this.#line = this.#line.then(async () => {
        if (!this.scans.includes(scan)) return;
        await scan.open();
        const fromName = scan.scan?.account ?? null;
        if (this.account === '' && fromName !== null) await this.setAccount(fromName);
        else this.preview(0);
      });
    }
  }

  /** Resolves when every scan added so far has been opened. */
  async settled(): Promise<void> {
    await this.#line;
  }

  remove(scan: EnrolScan): void {
    this.scans = this.scans.filter((other) => other !== scan);
    scan.close();
    this.preview(0);
  }

  /** Asks the app for a dry run once the form has rested for so many milliseconds. */
  preview(rest: number = restAfterTyping): void {
    clearTimeout(this.#timer);
    this.#run++;
    this.failure = null;
    const open = this.#open();
    if (!this.named || open.length === 0) {
      this.previewing = false;
      this.warnings = [];
      for (const scan of open) scan.wait();
      return;
    }
    this.previewing = true;
    this.#timer = setTimeout(() => void this.#preview(), rest);
  }

  async #preview(): Promise<void> {
    const run = ++this.#run;
    const scans = this.#open();
    try {
      const preview = await this.#client.previewEnrolment(this.#request(scans));
      if (run !== this.#run) return;
      for (const one of preview.specimens) scans.find((scan) => scan.scan?.scan === one.scan)?.take(one);
      this.warnings = preview.warnings;
    } catch (error) {
      if (run !== this.#run) return;
      this.failure = failureOf(error);
      this.warnings = [];
    }
    this.previewing = false;
  }

  /** Enrols the scans that have no problem. */
  async enrol(): Promise<void> {
    if (!this.ready) return;
    this.enrolling = true;
    this.failure = null;
    try {
      const { specimens, warnings } = await this.#client.enrol(this.#request(this.good));
      const account = this.account.trim();
      const signatory = this.signatory.trim();
      this.#dropScans();
      this.done = { account, signatory, specimens: specimens.length, warnings };
    } catch (error) {
      this.failure = failureOf(error);
    } finally {
      this.enrolling = false;
    }
  }

  /** Clears the page for the next enrolment. */
  again(): void {
    this.done = null;
    this.#detailsRun++;
    this.account = '';
    this.holder = '';
    this.signatory = '';
    this.capturedOn = '';
    this.onFile = null;
    this.warnings = [];
    this.failure = null;
  }

  /** Forgets everything, as the store locks. */
  clear(): void {
    for (const scan of this.scans) scan.forget();
    this.#dropScans();
    this.again();
    this.source = '';
  }

  #dropScans(): void {
    clearTimeout(this.#timer);
    this.#run++;
    this.previewing = false;
    for (const scan of this.scans) scan.close();
    this.scans = [];
  }

  #open(): EnrolScan[] {
    return this.scans.filter((scan) => scan.scan !== null);
  }

  #request(scans: readonly EnrolScan[]): RequestOf<'enrol'> {
    const holder = this.holder.trim();
    return {
      account: this.account.trim(),
      holder: holder === '' ? null : holder,
      signatory: this.signatory.trim(),
      scans: scans.flatMap((scan) =>
        scan.scan === null
          ? []
          : [
              {
                scan: scan.scan.scan,
                region: scan.box,
                capturedOn: this.capturedOn === '' ? null : this.capturedOn,
                source: this.source.trim() === '' ? scan.name.slice(0, 200) : this.source.trim(),
              },
            ],
      ),
    };
  }
}
