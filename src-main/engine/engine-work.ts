/** What the engine process does for each call: imaging, then the model. Holds the one opened model. */
import { createRequire } from 'node:module';
import { loadSharp } from '../imaging/sharp-decoder.ts';
import { imagingVersion } from '../imaging/version.ts';
import { openInkNetPackage } from '../model/ink-net.ts';
import { openInkNet, type InkNetSession } from '../model/ink-net-session.ts';
import { ModelError } from '../model/model-error.ts';
import { onnxRuntime } from '../model/onnx-runtime.ts';
import { openModelPackage, type ModelPackage } from '../model/package.ts';
import { proveProvider } from '../model/providers.ts';
import type { ModelSession } from '../model/session.ts';
import { readCard } from './card-calls.ts';
import { readCheque } from './cheque-calls.ts';
import { engineError } from './engine-error.ts';
import { explain } from './explain.ts';
import { alignInks, composePicture, embedStored, examineScan, readScan } from './imaging-calls.ts';
import type { CallRequest, CallResponse, EngineRequest } from './protocol.ts';

/** The work of an engine process. */
export interface EngineWork {
  /** Does one call. Rejects with ScanError, ModelError, EngineError or, where something is wrong here, any other. */
  run(request: EngineRequest): Promise<unknown>;
}

/** What an engine process has opened. */
export interface OpenedGraphs {
  readonly model: OpenedModel | null;
  readonly inkNet: InkNetSession | null;
}

/** An opened model. */
export interface OpenedModel {
  readonly model: ModelPackage;
  readonly session: ModelSession;
}

/** Makes the work of one engine process; nothing is opened before `start`. */
export function createWork(): EngineWork {
  let opened: OpenedModel | null = null;
  let inkNet: InkNetSession | null = null;
  let started = false;

  async function start(input: CallRequest<'start'>): Promise<CallResponse<'start'>> {
    if (started) throw engineError('bad-message', 'The engine has been started already.');
    const { module: sharp, reason } = await loadSharp();
    sharp?.concurrency(input.threads);
    started = true;
    const jimp = packageVersion('jimp');
    const net = input.inkNet && openInkNetPackage(input.inkNet);
    if (net) inkNet = await openInkNet(onnxRuntime, net, input.threads);
    const base = {
      pid: process.pid,
      versions: versions({ sharp: sharp?.versions.sharp, jimp, inkNet: net?.hash }),
      imagingVersion,
      decoders: [
        { name: 'sharp', works: sharp !== null, why: reason ?? `version ${sharp?.versions.sharp ?? 'unknown'}` },
        // Loaded when the first file needs it, which costs 100 ms; here it is only looked for.
        { name: 'jimp', works: jimp !== null, why: jimp === null ? "it isn't installed" : `version ${jimp}` },
      ],
    };
    if (!input.package) return { ...base, model: null, providers: null };
    const model = openModelPackage(input.package);
    if (model.manifest.input.imagingVersion !== imagingVersion) {
      throw new ModelError('imaging-mismatch', `The model ${model.manifest.id} needs another version of imaging.`);
    }
    const { session, report } = await proveProvider(model, {
      runtime: onnxRuntime,
      platform: process.platform,
      architecture: process.arch,
      threads: input.threads,
      only: input.provider,
      avoid: input.avoid,
    });
    opened = { model, session };
    const { id, version, template } = model.manifest;
    return {
      ...base,
      model: { id, version, hash: model.manifestHash, dimension: template.dimension },
      providers: report,
    };
  }

  async function distances(input: CallRequest<'distances'>): Promise<CallResponse<'distances'>> {
    if (!opened?.session.distances) {
      throw engineError('no-learned-distance', 'The model in use measures distance by a formula, not by a graph.');
    }
    return { distances: await opened.session.distances(input.questioned, input.specimens) };
  }

  async function pairDistances(input: CallRequest<'pairDistances'>): Promise<CallResponse<'pairDistances'>> {
    const { templates, pairs } = input;
    const found: number[] = [];
    for (const [questioned, reference] of pairs) {
      const [first, second] = [templates[questioned], templates[reference]];
      if (!first || !second) {
        throw engineError('bad-message', `There is no template ${Math.max(questioned, reference)} to compare.`);
      }
      found.push(...(await distances({ questioned: first, specimens: [second] })).distances);
    }
    return { distances: found };
  }

  return {
    async run({ call, input }) {
      switch (call) {
        case 'start':
          return start(input);
        case 'read':
          return readScan(input);
        case 'examine':
          return examineScan(input, opened);
        case 'readCheque':
          return readCheque(input, { model: opened, inkNet });
        case 'readCard':
          return readCard(input, { model: opened, inkNet });
        case 'embedClean':
          return embedStored(input, opened);
        case 'distances':
          return distances(input);
        case 'pairDistances':
          return pairDistances(input);
        case 'align':
          return alignInks(input);
        case 'explain':
          return explain(input, opened);
        case 'evidence':
          return composePicture(input);
        case 'ping':
          return { pid: process.pid };
      }
    },
  };
}

/** The versions that a record of a check names; libraries that didn't load are left out. */
function versions(libraries: Record<string, string | null | undefined>): Record<string, string> {
  const all = {
    node: process.versions.node,
    electron: process.versions.electron,
    onnxruntime: onnxRuntime.version,
    ...libraries,
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** A library's version by its package.json; null where it isn't there. */
function packageVersion(name: string): string | null {
  try {
    const { version } = createRequire(import.meta.url)(`${name}/package.json`) as { version?: string };
    return version ?? 'unknown';
  } catch {
    return null;
  }
}
