/** Which execution provider runs the model: the accelerators of the platform prove themselves, or `cpu` does the work. */
import { goldenError, readGolden, type Golden } from './golden.ts';
import { ModelError } from './model-error.ts';
import type { ModelPackage } from './package.ts';
import type { InferenceRuntime } from './runtime.ts';
import { openModelSession, type ModelSession } from './session.ts';

/** The provider that templates are defined by. */
export const referenceProvider = 'cpu';

/** One provider's trial. */
export interface ProviderTrial {
  readonly provider: string;
  readonly taken: boolean;
  /** Why it was or wasn't taken, for people. */
  readonly why: string;
  /** Largest difference from the golden vectors; null where it didn't come so far. */
  readonly goldenError: number | null;
}

/** Which provider was taken, and what became of the others. */
export interface ProviderReport {
  /** Providers compiled into this build. */
  readonly compiledIn: string[];
  readonly tried: ProviderTrial[];
  readonly provider: string;
  /** The taken provider's largest difference from the golden vectors. */
  readonly goldenError: number;
}

/** The providers worth trying on a platform, best first; `cpu` is always the last. */
export function providerCandidates(platform: string, architecture: string): string[] {
  if (platform === 'win32') return ['dml', referenceProvider];
  if (platform === 'darwin' && architecture === 'arm64') return ['coreml', referenceProvider];
  return [referenceProvider];
}

/** What {@link proveProvider} needs beside the package. */
export interface ProveOptions {
  readonly runtime: InferenceRuntime;
  readonly platform: string;
  readonly architecture: string;
  readonly threads: number;
  /** Only this one, as a setting asks; null: the platform's candidates in order. `cpu` stands in where it fails. */
  readonly only: string | null;
  /** Providers not to try again, because the engine process ended while it was starting with them. */
  readonly avoid: readonly string[];
}

/**
 * Opens a package on the first provider that reproduces its golden vectors within the manifest's tolerance.
 * @throws ModelError (golden-mismatch, bad-graph) where not even `cpu` does, with the reason of each in the message.
 */
export async function proveProvider(
  model: ModelPackage,
  options: ProveOptions,
): Promise<{ session: ModelSession; report: ProviderReport }> {
  const golden = readGolden(model.source.files[model.manifest.golden.file] ?? new Uint8Array(), model.manifest);
  const compiledIn = options.runtime.providers();
  const tried: ProviderTrial[] = [];
  let failure: unknown = null;
  const candidates =
    options.only === null
      ? providerCandidates(options.platform, options.architecture)
      : [...new Set([options.only, referenceProvider])];
  for (const provider of candidates) {
    // Only the last one's, the reference's, says what is wrong with the package.
    failure = null;
    const refuse = (why: string, goldenError: number | null = null) =>
      tried.push({ provider, taken: false, why, goldenError });
    if (!compiledIn.includes(provider)) {
      refuse('not compiled into this build');
    } else if (options.avoid.includes(provider)) {
      refuse('the engine process ended while starting with it');
    } else {
      try {
        const proof = await tryProvider(model, golden, provider, options);
        if ('session' in proof) {
          tried.push({ provider, taken: true, why: proof.why, goldenError: proof.error });
          return { session: proof.session, report: { compiledIn, tried, provider, goldenError: proof.error } };
        }
        refuse(proof.why, proof.error);
      } catch (error) {
        failure = error;
        refuse(`it failed: ${oneLine(error)}`);
      }
    }
  }
  throw unusable(model, tried, failure);
}

type Proof = { session: ModelSession; why: string; error: number } | { why: string; error: number };

async function tryProvider(
  model: ModelPackage,
  golden: Golden,
  provider: string,
  { runtime, threads }: ProveOptions,
): Promise<Proof> {
  const { tolerance } = model.manifest.golden;
  const allowed = provider === referenceProvider ? tolerance.cpu : tolerance.accelerator;
  const session = await openModelSession(runtime, model, { provider, threads });
  try {
    const error = await goldenError(session, golden);
    const figures = `golden vectors differ by ${error.toPrecision(2)}, ${allowed.toPrecision(2)} is allowed`;
    if (error <= allowed) return { session, why: figures, error };
    await session.release();
    return { why: figures, error };
  } catch (error) {
    await session.release();
    throw error;
  }
}

function unusable(model: ModelPackage, tried: readonly ProviderTrial[], failure: unknown): ModelError {
  const reasons = tried.map(({ provider, why }) => `${provider}: ${why}`).join('; ');
  const message = `The model ${model.manifest.id} can't be used on this machine (${reasons}).`;
  if (failure instanceof ModelError) {
    return new ModelError(failure.fault, message, {
      ...(failure.file === undefined ? {} : { file: failure.file }),
      ...(failure.field === undefined ? {} : { field: failure.field }),
    });
  }
  const reference = tried.find((trial) => trial.provider === referenceProvider);
  return new ModelError((reference?.goldenError ?? null) === null ? 'bad-graph' : 'golden-mismatch', message);
}

function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, ' ').trim().slice(0, 300);
}
