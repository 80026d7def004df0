import { defaultReasons } from '../../../src-main/desk/decision-reasons.ts';
import type { DecisionReasons } from '../../../src-main/contract/decision-reasons.ts';
import type { AccountDetails, Specimen } from '../../../src-main/contract/account.ts';
import { answer } from '../../../src-main/contract/answer.ts';
import type { AppState } from '../../../src-main/contract/app.ts';
import type { Box } from '../../../src-main/contract/box.ts';
import type { CallOutcome } from '../../../src-main/contract/call.ts';
import type { Awaiting } from '../../../src-main/contract/decide.ts';
import { CallFailure, calls, type CallName, type Handlers } from '../../../src-main/contract/calls.ts';
import type { CheckedMandate, CheckResult, CheckSummary, Verdict, Why } from '../../../src-main/contract/check.ts';
import { permissions } from '../../../src-main/contract/operators.ts';
import type { OpenScan } from '../../../src-main/contract/scan.ts';
import type { SettingsView } from '../../../src-main/contract/settings.ts';
import type { Transport } from '../../../src-renderer/api.ts';
import { layoutBox } from '../../../src-renderer/features/desk/layout-box.ts';
import { wholePage } from '../../../src-renderer/features/scan/box-geometry.ts';
import { doctorReport, standInModel, standInSettings } from './facts.ts';
import { plainPictures, type StandInPictures } from './pictures.ts';
import { StandInBatch } from './batch.ts';
import { standInCheck } from './check.ts';
import { StandInIdentify } from './identify.ts';
import { StandInMetric } from './metric.ts';
import { standInOperators } from './operators.ts';
import { accountInLine, accountOf, parsedLine, standInReading } from './readings.ts';

export const standInPassphrase = 'correct horse';
export const standInKey = '7KQ4-M2XA-9TRD-H5WZ-C8EN-3VYB-60GF';

const fail = (fault: string, message: string): never => {
  throw new CallFailure({ fault, message });
};

/** Calls that no test of the window makes of this stand-in. */
const notStoodInFor = Object.fromEntries(
  Object.keys(calls).map((name) => [name, async () => fail('not-stood-in-for', `The stand-in doesn't know ${name}.`)]),
) as unknown as Handlers;

interface HeldScan {
  readonly scan: OpenScan;
  readonly verdict: Verdict | 'unjudged';
}

/**
 * An app behind the contract for tests of the window: it keeps accounts, scans, checks and decisions in memory, and
 * judges by the scan's name (a name with "mismatch" in it is one). Every request and answer is checked by the contract.
 */
export class StandInApp implements Transport {
  readonly #pictures: StandInPictures;
  readonly #scans = new Map<string, HeldScan>();
  readonly #tell = new Set<(name: string, payload: unknown) => void>();
  /** Every call that came in, by name and request. */
  readonly log: { name: CallName; request: unknown }[] = [];
  readonly accounts = new Map<string, AccountDetails>();
  checks: CheckSummary[] = [];
  /** The bank's list of reasons. */
  reasons: DecisionReasons = defaultReasons;
  state: AppState;
  view: SettingsView = structuredClone(standInSettings);
  /** What every check says about why, in the place of what belongs to its verdict. */
  why: Why | null = null;
  /** How every check is judged by a mandate, for an amount; null: no account has one. */
  mandate: ((amount: number | null) => CheckedMandate) | null = null;
  /** The folder that was checked. */
  readonly batch: StandInBatch;
  /** Who signed, of all. */
  readonly identify: StandInIdentify;
  readonly metric = new StandInMetric();
  /** What waits for a second person. */
  waiting: Awaiting = { decisions: [], enrolments: [] };
  /** Calls wait for this before they are answered, so that a test can hold one back. */
  gate: (name: CallName) => Promise<void> = () => Promise.resolve();
  /** Faults by call, for the next time it comes. */
  readonly faults = new Map<CallName, CallFailure>();
  #next = 1;

  constructor(options: { store?: AppState['store']['state']; pictures?: StandInPictures; cheques?: number } = {}) {
    this.#pictures = options.pictures ?? plainPictures;
    this.batch = new StandInBatch(options.cheques ?? 0, this.#pictures);
    this.identify = new StandInIdentify(this.#pictures);
    this.#handlers = {
      ...this.#deskHandlers(),
      ...this.batch.handlers(),
      ...this.identify.handlers(),
      ...this.metric.handlers(),
    };
    this.state = {
      version: '0.1.0',
      shell: 'local-window',
      store: {
        state: options.store ?? 'open',
        directory: '/home/clerk/.countersign/store',
        accounts: 0,
        samples: false,
      },
      operator: 'mwalker',
      permissions: [...permissions],
      engine: { state: 'ready', provider: 'cpu', why: 'CPU is the only provider on this machine.' },
      model: standInModel,
      templatesToMake: 0,
      idleLockSeconds: 300,
    };
  }

  async call(name: CallName, request: unknown): Promise<CallOutcome<unknown>> {
    this.log.push({ name, request });
    await this.gate(name);
    const fault = this.faults.get(name);
    if (fault) {
      this.faults.delete(name);
      return { ok: false, error: { fault: fault.fault, message: fault.message } };
    }
    return answer(this.#handlers, name, request, (_call, error) => {
      throw error;
    });
  }

  listen(listener: (name: string, payload: unknown) => void): void {
    this.#tell.add(listener);
  }

  /** Sends an event to the window. */
  tell(name: string, payload: unknown): void {
    for (const listener of this.#tell) listener(name, payload);
  }

  /** Calls of one name that came in so far. */
  count(name: CallName): number {
    return this.log.filter((one) => one.name === name).length;
  }

  /** Puts an account with specimens on file. */
  putAccount(account: string, holder: string | null, signatories: readonly string[], specimensEach = 5): void {
    this.accounts.set(account, {
      account,
      holder,
      signatories: signatories.map((name, writer) => ({
        id: `${account}-${writer}`,
        name,
        specimens: Array.from({ length: specimensEach }, (_, take) =>
          this.#specimen(`${account}-${writer}`, name, Number(account.slice(-2)) + writer, take),
        ),
      })),
    });
    this.state = { ...this.state, store: { ...this.state.store, accounts: this.accounts.size } };
  }

  #specimen(signatory: string, signatoryName: string, writer: number, take: number): Specimen {
    return {
      id: `specimen-${this.#next++}`,
      signatory,
      signatoryName,
      capturedOn: `2024-0${1 + (take % 9)}-1${take % 10}`,
      source: 'Signature card',
      enrolledAt: '2025-11-03T09:12:00Z',
      retiredOn: null,
      unconfirmed: null,
      clean: this.#pictures.signature(writer, take).png,
    };
  }

  #find(account: string): AccountDetails {
    return (
      this.accounts.get(account.replaceAll(/[\s-]/g, '')) ??
      fail('no-account', `Account ${account} is not on file. Look at the number, or enrol the account.`)
    );
  }

  #setStore(store: Partial<AppState['store']>): AppState {
    this.state = { ...this.state, store: { ...this.state.store, ...store } };
    this.tell('stateChanged', this.state);
    return this.state;
  }

  #openScan(name: string, page: number): OpenScan {
    const account = /(\d{6,})/.exec(name)?.[1] ?? null;
    const writer = Number(account?.slice(-2) ?? 1) + (name.includes('mismatch') ? 40 : 0);
    const picture = this.#pictures.cheque(writer, page);
    const reading = standInReading(name, page, picture, account ?? '0000000000', this.#onFile, this.#pictures);
    const scan: OpenScan = {
      scan: `scan-${this.#next++}`,
      name,
      format: 'png',
      page,
      pages: name.includes('pages') ? 3 : name.includes('sides') ? 2 : 1,
      width: picture.width,
      height: picture.height,
      dotsPerInch: 200,
      picture: picture.png,
      pictureType: 'image/png',
      account: reading?.cheques[0] ? reading.cheques[0].account.number : account,
      accountKnown: account !== null && this.accounts.has(account),
      region: account === null ? null : layoutBox(this.view.layouts, account, picture),
      reading,
    };
    const verdict = (['mismatch', 'review', 'unjudged'] as const).find((word) => name.includes(word)) ?? 'match';
    this.#scans.set(scan.scan, { scan, verdict });
    return scan;
  }

  #held(id: string): HeldScan {
    return this.#scans.get(id) ?? fail('no-such-scan', 'This scan is no longer open. Drop it again.');
  }

  #check(id: string, account: string, region: Box | null, cheque: number): CheckResult {
    const { scan, verdict } = this.#held(id);
    const details = this.#find(account);
    if (verdict === 'unjudged') {
      fail('not-a-signature', 'What is in the box does not look like a signature: too much ink in straight lines.');
    }
    const specimens = details.signatories.flatMap((signatory) =>
      signatory.specimens.filter((specimen) => specimen.retiredOn === null),
    );
    if (specimens.length === 0) fail('no-specimens', `Account ${account} has no specimen. Enrol one first.`);
    const read = region === null ? scan.reading?.cheques[cheque] : undefined;
    const refusal = read?.quality.find((finding) => finding.severity === 'refuse');
    if (refusal) fail('quality', refusal.message);
    if (read?.signatures.length === 0) fail('no-signature', `${read.request ?? ''} Look at the cheque.`);
    if (read?.signatures.every((signature) => signature.cutOff)) {
      fail('no-signature', 'The edge of the scan cuts the signature off. Scan the whole cheque.');
    }
    const result = standInCheck({
      check: `check-${this.#next++}`,
      account: details.account,
      scanName: scan.name,
      verdict: verdict === 'unjudged' ? 'review' : verdict,
      specimens,
      read: read ?? null,
      cheque,
      region: region ?? wholePage(scan),
      regionIsDrawn: region !== null,
      why: this.why,
      pictures: this.#pictures,
    });
    const { check, at, scanName, score } = result;
    this.checks = [
      { check, at, account: result.account, scanName, verdict: result.verdict, score, decision: null },
      ...this.checks,
    ];
    return result;
  }

  /** The accounts as a reading knows them. */
  get #onFile() {
    return [...this.accounts.values()].map(({ account, holder }) => ({ account, holder }));
  }

  #mend(id: string, cheque: number, text: string) {
    const micr = this.#held(id).scan.reading?.cheques[cheque]?.micr;
    if (!micr) return fail('no-micr', 'No MICR line was read on this cheque. Type the account.');
    const line = text === '' ? micr.readText : text;
    return {
      micr: { ...micr, text: line, mended: text !== '', sure: !line.includes('?'), parsed: parsedLine(line, false) },
      account: accountOf(accountInLine(line), this.#onFile, text === '' ? 'micr' : 'mended'),
    };
  }

  readonly #handlers: Handlers;

  readonly #deskHandlers = (): Handlers => ({
    ...notStoodInFor,
    ...standInOperators(),
    awaiting: async () => this.waiting,
    confirmDecision: async ({ decision }) => {
      this.waiting = {
        ...this.waiting,
        decisions: this.waiting.decisions.filter((one) => one.decision.id !== decision),
      };
      return { decision, operator: this.state.operator, at: new Date().toISOString(), state: 'confirmed', awaits: [] };
    },
    refuseDecision: async ({ decision }) => {
      this.waiting = {
        ...this.waiting,
        decisions: this.waiting.decisions.filter((one) => one.decision.id !== decision),
      };
      return { decision, operator: this.state.operator, at: new Date().toISOString(), state: null, awaits: [] };
    },
    appState: async () => this.state,
    createStore: async () => {
      this.#setStore({ state: 'unconfirmed' });
      return { recoveryKey: standInKey };
    },
    confirmRecoveryKey: async ({ recoveryKey }) => {
      if (recoveryKey.replaceAll(/[\s-]/g, '').toUpperCase() !== standInKey.replaceAll('-', '')) {
        fail('bad-recovery-key', 'This is not the recovery key that was shown. Compare it group by group.');
      }
      return this.#setStore({ state: 'open' });
    },
    unlockStore: async ({ key, recovery }) => {
      if (key !== (recovery ? standInKey : standInPassphrase)) {
        fail('wrong-passphrase', 'This passphrase does not open the store.');
      }
      return this.#setStore({ state: 'open' });
    },
    lockStore: async () => {
      this.#scans.clear();
      return this.#setStore({ state: 'locked' });
    },
    changePassphrase: async ({ current }) => {
      if (current !== standInPassphrase) fail('wrong-passphrase', 'This is not the passphrase in use.');
      return {};
    },
    verifyStore: async () => ({ records: 214, problems: [] }),
    doctor: async () => doctorReport,
    completeAccount: async ({ prefix, limit }) => ({
      accounts: [...this.accounts.values()]
        .filter((details) => details.account.startsWith(prefix.replaceAll(/[\s-]/g, '')))
        .slice(0, limit)
        .map(({ account, holder, signatories }) => ({
          account,
          holder,
          signatories: signatories.length,
          specimens: signatories.reduce((sum, one) => sum + one.specimens.length, 0),
        })),
    }),
    accountDetails: async ({ account }) => this.#find(account),
    previewEnrolment: async ({ scans }) => ({
      specimens: scans.map(({ scan, region }) => {
        const { scan: held, verdict } = this.#held(scan);
        const problem = verdict === 'unjudged' ? 'This picture is blank. Scan the signature again.' : null;
        const clean = problem === null ? this.#pictures.signature(7, held.name.length % 5).png : null;
        return { scan, name: held.name, clean, region: region ?? wholePage(held), problem };
      }),
      warnings: scans.length > 3 ? ['Two of these specimens lie far apart (0.81): are they of one hand?'] : [],
    }),
    enrol: async ({ account, holder, signatory, scans }) => {
      const number = account.replaceAll(/[\s-]/g, '');
      const details = this.accounts.get(number) ?? { account: number, holder, signatories: [] };
      const known = details.signatories.find((one) => one.name === signatory);
      const at = known?.id ?? `${number}-${details.signatories.length}`;
      const added = scans.map((_, take) => this.#specimen(at, signatory, 7, take));
      if (known) known.specimens.push(...added);
      else details.signatories.push({ id: at, name: signatory, specimens: added });
      this.accounts.set(number, details);
      this.#setStore({ accounts: this.accounts.size });
      return { specimens: added.map((specimen) => specimen.id), warnings: [], awaits: false };
    },
    mandates: async ({ account }) => ({
      account,
      signatories: (this.accounts.get(account)?.signatories ?? []).map(({ id, name, specimens }) => ({
        id,
        name,
        specimens: specimens.length,
      })),
      mandates: [],
    }),
    retireSpecimen: async ({ specimen, retired }) => {
      for (const [number, details] of this.accounts) {
        this.accounts.set(number, {
          ...details,
          signatories: details.signatories.map((signatory) => ({
            ...signatory,
            specimens: signatory.specimens.map((one) =>
              one.id === specimen ? { ...one, retiredOn: retired ? '2026-01-14' : null } : one,
            ),
          })),
        });
      }
      return {};
    },
    openScan: async ({ name, page }) => {
      if (name.includes('damaged')) {
        fail('damaged', `${name} is damaged: the picture ends before its last line. Scan the cheque again.`);
      }
      return this.#openScan(name, page);
    },
    turnPage: async ({ scan, page }) => {
      const held = this.#held(scan);
      const { pages } = held.scan;
      const turned: OpenScan = pages > 2 ? { ...held.scan, page } : { ...this.#openScan(held.scan.name, page), scan };
      this.#scans.set(scan, { ...held, scan: turned });
      return turned;
    },
    closeScan: async ({ scan }) => {
      this.#scans.delete(scan);
      return {};
    },
    mendMicr: async ({ scan, cheque, text }) => this.#mend(scan, cheque, text),
    checkCheque: async ({ scan, account, region, cheque, amount }) => ({
      ...this.#check(scan, account, region, cheque),
      mandate: this.mandate?.(amount) ?? null,
    }),
    decisionReasons: async () => ({ reasons: this.reasons }),
    decide: async ({ check, decision, reason, code, amount }) => {
      const id = `decision-${this.#next++}`;
      const at = new Date().toISOString();
      const { operator } = this.state;
      const standing = {
        id,
        kind: decision,
        reason,
        code: code ?? null,
        operator,
        at,
        awaits: [],
        amount,
        confirmedBy: null,
      };
      const decided = { ...standing, state: 'final' as const };
      this.checks = this.checks.map((one) => (one.check === check ? { ...one, decision: decided } : one));
      this.batch.decide(check, decided);
      return { decision: id, operator, at, state: 'final', awaits: [] };
    },
    undoDecision: async ({ decision }) => {
      this.batch.undo(decision);
      this.checks = this.checks.map((one) => (one.decision?.id === decision ? { ...one, decision: null } : one));
      return {};
    },
    recentChecks: async ({ limit }) => ({ checks: this.checks.slice(0, limit) }),
    loadSamples: async () => {
      this.putAccount('9000000001', 'Ada Marsh (sample)', ['Ada Marsh']);
      this.putAccount('9000000002', 'Bell & Croft Ltd (sample)', ['Tom Bell', 'Iris Croft'], 3);
      this.#setStore({ samples: true });
      return { accounts: 2, specimens: 11 };
    },
    sampleCheques: async () => ({
      cheques: [
        ['9000000001_match.png', '9000000001', 'A genuine signature: should match.'],
        ['9000000002_review.png', '9000000002', 'A genuine signature, hastily written: worth a look.'],
        ['9000000001_mismatch.png', '9000000001', 'An imitation by another hand: should not match.'],
      ].map(([name = '', account = '', shows = '']) => ({ name, account, shows, bytes: new Uint8Array([1]) })),
    }),
    settings: async () => this.view,
    saveSettings: async (settings) => {
      this.view = {
        ...this.view,
        settings,
        thresholds: settings.thresholds ?? this.view.packageThresholds,
      };
      this.state = { ...this.state, idleLockSeconds: settings.idleLockSeconds };
      this.tell('stateChanged', this.state);
      return this.view;
    },
    saveLayout: async (layout) => {
      this.view = { ...this.view, layouts: [...this.view.layouts.filter((one) => one.name !== layout.name), layout] };
      return this.view;
    },
    removeLayout: async ({ name }) => {
      this.view = { ...this.view, layouts: this.view.layouts.filter((one) => one.name !== name) };
      return this.view;
    },
  });
}
