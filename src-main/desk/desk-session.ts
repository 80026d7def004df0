import type { AppState } from '../contract/app.ts';
import { CallFailure } from '../contract/calls.ts';
import type { EventName, Events } from '../contract/events.ts';
import type { Log } from '../contract/log.ts';
import type { Curves, Settings, Thresholds } from '../contract/settings.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { EnginePort, StartPort } from '../engine/engine-port.ts';
import { createGate } from '../engine/gate.ts';
import { outOfReach } from '../metric/bands.ts';
import type { LogOn } from '../store/record-notes.ts';
import type { ReferenceStore } from '../store/reference-store.ts';
import { compileAccountPattern } from './account-pattern.ts';
import { BatchDesk } from './check-folder/batch-desk.ts';
import { curvesForWindow } from './calibration-curves.ts';
import { startEngine } from './engine-of.ts';
import { KnownDistances } from './known-distances.ts';
import { packageAlone, withMetricInForce } from './adapt/bank-model.ts';
import { admittedIn, loadModel, type ModelInUse } from './model-in-use.ts';
import { OpenScans } from './open-scans.ts';
import type { MachinePolicy } from './policy-file.ts';
import { defaultSettings, keepPolicy, loadSettings, policyHash, withPolicy } from './settings.ts';
import { StoreDoor } from './store-door.ts';
import { TemplateWork } from './template-work.ts';

/** The operating system's key store (Electron's safeStorage), where there is one that can be trusted. */
export interface SystemSlot {
  available(): Promise<boolean>;
  seal(key: Uint8Array): Promise<Uint8Array>;
  open(sealed: Uint8Array): Promise<Uint8Array>;
}

/** What a shell gives the desk. */
export interface DeskOptions {
  readonly storeDirectory: string;
  readonly operator: string;
  readonly shell: 'electron' | 'local-window';
  readonly version: string;
  readonly log: Log;
  readonly startEngine: StartPort | (() => EnginePort);
  readonly modelsDirectory: string;
  readonly systemSlot?: SystemSlot | undefined;
  /** Where the machine-wide policy file would be. */
  readonly policyFile?: string | undefined;
  /** Shows a notification on the desktop; without it, the window is asked to. */
  readonly notify?: ((title: string, text: string) => void) | undefined;
  readonly emit: <Name extends EventName>(name: Name, payload: Events[Name]) => void;
}

/** Borders that no score reaches. */
const undecided = { matchAbove: outOfReach, mismatchBelow: -outOfReach };

/**
 * One window's session at the desk: the store while it is open, the engine with its model, the scans in memory and the
 * settings in force. The tasks (check, enrol, decide …) take from here what they need.
 */
export class DeskSession {
  readonly options: DeskOptions;
  readonly policy: MachinePolicy | null;
  readonly door: StoreDoor;
  readonly scans = new OpenScans();
  /** Held while somebody at the desk waits for an answer; batches pass only when nobody does. */
  readonly gate = createGate();
  readonly batches: BatchDesk;
  readonly #templates: TemplateWork;
  #known = new KnownDistances();
  #engine: Engine | null = null;
  #engineProblem = '';
  #model: ModelInUse | null = null;
  #settings: Settings;

  constructor(options: DeskOptions, policy: MachinePolicy | null) {
    this.options = options;
    this.policy = policy;
    this.#settings = withPolicy(defaultSettings, policy);
    this.door = new StoreDoor(options.storeDirectory, options.operator, options.systemSlot);
    this.#templates = new TemplateWork(() => this.emitState());
    this.batches = new BatchDesk(this);
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** The bank's own MICR schemes in force. */
  get micrSchemes(): Settings['micrSchemes'] {
    return this.#settings.micrSchemes;
  }

  /** Thresholds in force: the policy's or the operator's own, else the model package's. */
  get thresholds(): Thresholds {
    return this.#settings.thresholds ?? this.packageThresholds;
  }

  /** The model package's own thresholds; where no package could be loaded, those under which nothing is judged. */
  get packageThresholds(): Thresholds {
    return this.#model?.thresholds ?? { one: undecided, two: undecided, many: undecided };
  }

  /** What borders cost with the model package in use; null where it doesn't say, or none could be loaded. */
  get curves(): Curves | null {
    return curvesForWindow(this.#model?.chosen.package.manifest.curves);
  }

  /** Distances among specimens that earlier checks on the open store measured. */
  get known(): KnownDistances {
    return this.#known;
  }

  get policyHash(): string {
    return policyHash(this.thresholds, this.policy);
  }

  get accountPattern(): RegExp {
    return compileAccountPattern(this.#settings.accountPattern);
  }

  /** Who acts: the operator whose passphrase or key opened the store. While it isn't open, the system's user. */
  get operator(): string {
    return this.door.state === 'open' ? this.store.operator : this.options.operator;
  }

  /** @throws CallFailure `locked` */
  get store(): ReferenceStore {
    return this.door.store;
  }

  /** @throws CallFailure `no-model` saying why */
  get model(): ModelInUse {
    if (this.#model) return this.#model;
    throw new CallFailure({
      fault: 'no-model',
      message: this.#engineProblem || 'No model is loaded yet. Wait a moment.',
    });
  }

  /** @throws CallFailure `no-model` saying why */
  get engine(): Engine {
    if (this.#engine) return this.#engine;
    throw new CallFailure({
      fault: 'no-model',
      message: this.#engineProblem || 'The engine is starting. Wait a moment.',
    });
  }

  /** Loads a model package and starts an engine with it, in the place of the one before. A failure is kept as the state. */
  async useModel(id: string): Promise<void> {
    const before = this.#engine;
    try {
      const admitted = this.door.state === 'open' ? await admittedIn(this.store) : [];
      const model = await loadModel(this.options.modelsDirectory, id, admitted);
      this.#engine = startEngine(this.options.startEngine, model, this.options.log);
      this.#engine.onState(() => this.emitState());
      this.#model = model;
      this.#engineProblem = '';
    } catch (error) {
      this.#engineProblem = error instanceof Error ? error.message : String(error);
      if (before) throw error;
      this.options.log('engine-unusable', { cause: 'model' });
    }
    if (this.#engine !== before) await before?.close();
    this.emitState();
  }

  /** After the store has opened: notes who came in, takes its settings, its model, and makes the templates that are missing. */
  async entered(by: LogOn['by']): Promise<void> {
    const { operator: systemUser, shell: from, version } = this.options;
    await this.store.notes.logOn({ by, systemUser, from, version });
    await this.takeSettings(await loadSettings(this.store, this.policy));
    await this.batches.goOn();
    this.emitState();
  }

  /** Puts settings in force; another model is loaded and the specimens' templates are made again in the background. */
  async takeSettings(settings: Settings): Promise<void> {
    if (settings.model !== this.#model?.id) await this.useModel(settings.model);
    this.#settings = settings;
    await this.takeBankMetric();
    await keepPolicy(this.store, this.thresholds, this.policy);
    if (this.#model) {
      const { id, hash } = this.#model;
      await this.store.notes.modelInForce({ id, hash }, this.operator);
    }
    if (this.#model && this.#engine) this.#templates.start(this.store, this.#engine, this.#model);
  }

  /** Lets the bank's own metric judge that is in force in the open store, or the package alone. @throws CallFailure, StoreError */
  async takeBankMetric(): Promise<void> {
    if (this.#model) this.#model = await withMetricInForce(this.store, this.#model);
  }

  /** Closes the store and forgets every scan. Work in the background stops where it is, but for the check of a folder. */
  async lock(): Promise<void> {
    this.batches.lock();
    await this.#templates.stop();
    this.scans.clear();
    // Another one, not an emptied one: a check that is still under way has the old one in its hands.
    this.#known = new KnownDistances();
    await this.door.lock();
    if (this.#model) this.#model = packageAlone(this.#model);
    this.#settings = withPolicy(
      { ...defaultSettings, appearance: this.#settings.appearance, model: this.#settings.model },
      this.policy,
    );
    this.emitState();
  }

  async close(): Promise<void> {
    await this.batches.stop();
    await this.#templates.stop();
    this.scans.clear();
    await this.door.lock();
    await this.#engine?.close();
  }

  async state(): Promise<AppState> {
    const { options } = this;
    const open = this.door.state === 'open' ? this.store : null;
    return {
      version: options.version,
      shell: options.shell,
      store: {
        state: this.door.state,
        directory: options.storeDirectory,
        accounts: open ? (await open.listAccounts()).length : 0,
        samples: open ? (await open.getSetting('samples')) === true : false,
      },
      operator: this.operator,
      permissions: open ? [...(await open.operators.mine())] : [],
      engine: this.#engineState(),
      model: this.#model ? { id: this.#model.id, title: this.#model.title, hash: this.#model.hash } : null,
      templatesToMake: this.#templates.left,
      idleLockSeconds: this.#settings.idleLockSeconds,
    };
  }

  /** Tells whoever uses this machine that something ended. */
  notify(title: string, text: string): void {
    if (this.options.notify) this.options.notify(title, text);
    else this.options.emit('notice', { title, text });
  }

  /** Tells the window the state, unless something newer is on its way already. */
  emitState(): void {
    void this.state().then(
      (state) => this.options.emit('stateChanged', state),
      () => undefined,
    );
  }

  #engineState(): AppState['engine'] {
    const state = this.#engine?.state;
    if (!state) {
      return this.#engineProblem
        ? { state: 'failed', provider: null, why: this.#engineProblem }
        : { state: 'starting', provider: null, why: 'The engine is starting.' };
    }
    if (state.kind === 'ready') {
      const report = state.ready.providers;
      const taken = report?.tried.find((each) => each.taken);
      return { state: 'ready', provider: report?.provider ?? null, why: taken?.why ?? '' };
    }
    if (state.kind === 'unusable') return { state: 'failed', provider: null, why: state.why };
    return { state: 'starting', provider: null, why: 'The engine is starting.' };
  }
}
