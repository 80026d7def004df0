import type { DoctorReport } from '../contract/doctor.ts';
import type { Engine } from '../engine/engine-types.ts';
import { inspectStore } from '../store/inspect.ts';
import type { ReferenceStore } from '../store/reference-store.ts';
import type { CommandHost } from './command-host.ts';
import type { DeskSession } from './desk-session.ts';
import { startEngine } from './engine-of.ts';
import { loadModel, type ModelInUse } from './model-in-use.ts';
import { readPolicyFile, type MachinePolicy } from './policy-file.ts';
import { defaultSettings, withPolicy } from './settings.ts';

interface Examined {
  readonly version: string;
  readonly shell: string;
  readonly policyFile: string | null;
  readonly model: ModelInUse | null;
  readonly engine: Engine | null;
  readonly store: DoctorReport['store'];
  readonly problems: string[];
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function reportOf({
  version,
  shell,
  policyFile,
  model,
  engine,
  store,
  problems,
}: Examined): Promise<DoctorReport> {
  const report: DoctorReport = {
    version,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    shell,
    decoders: [],
    providers: { compiledIn: [], tried: [], inUse: null },
    model: null,
    store,
    policyFile,
    problems,
  };
  if (!engine || !model) return report;
  try {
    const { providers, decoders } = await engine.ready();
    report.decoders = decoders.map((each) => ({ ...each }));
    for (const { name, works, why } of decoders) {
      if (!works) problems.push(`The decoder ${name} doesn't work: ${why}`);
    }
    if (!providers) return report;
    const { manifest } = model.chosen.package;
    report.providers = {
      compiledIn: [...providers.compiledIn],
      tried: providers.tried.map((each) => ({ ...each })),
      inUse: providers.provider,
    };
    report.model = {
      id: model.id,
      hash: model.hash,
      files: Object.entries(manifest.files).map(([name, { sha256 }]) => ({ name, sha256 })),
      goldenError: providers.goldenError,
      goldenTolerance:
        providers.provider === 'cpu' ? manifest.golden.tolerance.cpu : manifest.golden.tolerance.accelerator,
    };
  } catch (error) {
    problems.push(words(error));
  }
  return report;
}

/** What can be told of a store's folder without opening it. */
function closedStore(directory: string, state: string, problems: string[]): DoctorReport['store'] {
  const found = inspectStore(directory);
  problems.push(...found.problems);
  return {
    directory,
    state: found.exists ? state : 'none',
    schemaVersion: found.schemaVersion,
    accounts: null,
    specimens: null,
    records: found.recordEntries,
  };
}

async function openStoreReport(store: ReferenceStore): Promise<DoctorReport['store']> {
  const accounts = await store.listAccounts();
  return {
    directory: store.directory,
    state: 'open',
    schemaVersion: store.schemaVersion,
    accounts: accounts.length,
    specimens: accounts.reduce((sum, account) => sum + account.specimens, 0),
    records: (await store.record.head()).sequence,
  };
}

/** The report of an open desk. Free of personal data: counts and versions, no account and no name. */
export async function deskReport(session: DeskSession): Promise<DoctorReport> {
  const { options, door } = session;
  const problems: string[] = [];
  let model: ModelInUse | null = null;
  let engine: Engine | null = null;
  try {
    model = session.model;
    engine = session.engine;
  } catch (error) {
    problems.push(words(error));
  }
  const store =
    door.state === 'open'
      ? await openStoreReport(door.store)
      : closedStore(options.storeDirectory, door.state, problems);
  const policyFile = session.policy ? (options.policyFile ?? null) : null;
  return reportOf({ version: options.version, shell: options.shell, policyFile, model, engine, store, problems });
}

/**
 * `countersign doctor`: the same report from the command line; the store is looked at without opening it. Never rejects
 * for what it finds: that stands under `problems`.
 */
export async function doctorReport(
  host: CommandHost,
  request: { readonly store: string | null; readonly shell: string },
): Promise<DoctorReport> {
  const problems: string[] = [];
  let policy: MachinePolicy | null = null;
  let model: ModelInUse | null = null;
  let engine: Engine | null = null;
  try {
    policy = await readPolicyFile(host.policyFile);
  } catch (error) {
    problems.push(words(error));
  }
  try {
    model = await loadModel(host.modelsDirectory, withPolicy(defaultSettings, policy).model);
    engine = startEngine(host.startEngine, model, host.log);
  } catch (error) {
    problems.push(words(error));
  }
  try {
    const store: DoctorReport['store'] = request.store
      ? closedStore(request.store, 'closed', problems)
      : {
          directory: null,
          state: 'not looked at',
          schemaVersion: null,
          accounts: null,
          specimens: null,
          records: null,
        };
    const policyFile = policy ? host.policyFile : null;
    return await reportOf({ version: host.version, shell: request.shell, policyFile, model, engine, store, problems });
  } finally {
    await engine?.close();
  }
}
