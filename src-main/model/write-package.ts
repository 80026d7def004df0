/** Making a model package: sizes, hashes and golden vectors, so that nobody writes them by hand. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeGolden } from './golden.ts';
import type { ModelManifest } from './manifest.ts';
import { openModelPackage, type ModelPackage } from './package.ts';
import { referenceProvider } from './providers.ts';
import type { InferenceRuntime } from './runtime.ts';
import { openModelSession } from './session.ts';

/** What a package is made from: everything of the manifest that can't be worked out from the files. */
export interface PackageParts {
  readonly manifest: Omit<ModelManifest, 'format' | 'files'>;
  /** The graphs, and a Mahalanobis matrix where it lies in a file: name to bytes. Not the golden vectors. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Model inputs for the golden vectors: `width * height` samples each, 0 to 255; 4 to 16 of them, synthetic ones. */
  readonly goldenInputs: readonly Uint8Array[];
}

/**
 * Makes a package in memory: runs the golden inputs on the reference provider and works out sizes and hashes.
 * @throws ModelError where a graph doesn't fit the manifest, or the manifest its schema.
 */
export async function makeModelPackage(runtime: InferenceRuntime, parts: PackageParts): Promise<ModelPackage> {
  const { golden } = parts.manifest;
  const draft = pack(parts.manifest, { ...parts.files, [golden.file]: new Uint8Array() });
  const session = await openModelSession(runtime, draft, { provider: referenceProvider, threads: 1 });
  try {
    const text = await makeGolden(session, parts.goldenInputs, draft.manifest);
    return pack(parts.manifest, { ...parts.files, [golden.file]: new TextEncoder().encode(text) });
  } finally {
    await session.release();
  }
}

/** Writes a package's files and its model.json into a folder, which is made where it isn't there. */
export async function writeModelPackage(directory: string, model: ModelPackage): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const [name, bytes] of Object.entries(model.source.files)) await writeFile(join(directory, name), bytes);
  await writeFile(join(directory, 'model.json'), model.source.manifest);
}

function pack(manifest: PackageParts['manifest'], files: Readonly<Record<string, Uint8Array>>): ModelPackage {
  const described = Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [
      name,
      { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.byteLength },
    ]),
  );
  const text = `${JSON.stringify({ format: 'countersign-model/1', ...manifest, files: described }, null, 2)}\n`;
  return openModelPackage({ manifest: new TextEncoder().encode(text), files });
}
