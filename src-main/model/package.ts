/** Reading a model package: the bytes, their hashes and whether it may be used. Opens no graph. */
import { join } from 'node:path';
import { manifestFormat, namedFiles, parseManifest, type ModelManifest } from './manifest.ts';
import { ModelError } from './model-error.ts';
import { checkFile, missingFile, readWhole, sha256, wrongSize } from './package-files.ts';
import { pinnedManifests } from './pinned.ts';

/** A package as bytes, unchecked: `model.json` as it lies on the disk, and each file that it names. */
export interface PackageSource {
  readonly manifest: Uint8Array;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** A package whose schema and hashes were checked, in memory: what happens on the disk afterwards can't change it. */
export interface ModelPackage {
  readonly manifest: ModelManifest;
  /** SHA-256 of model.json as it lies on the disk, lower-case hex: the model's hash, as templates and records carry it. */
  readonly manifestHash: string;
  readonly source: PackageSource;
}

/** The largest model.json that is read, in bytes. */
const largestManifest = 4 * 1024 * 1024;

/**
 * Reads and checks a model package, and refuses one that is neither pinned by this version nor admitted.
 * @param admitted hashes of further manifests that a supervisor has admitted (64 lower-case hex digits each).
 * @throws ModelError naming the file and the field.
 */
export async function loadModelPackage(
  directory: string,
  options: { readonly admitted?: Iterable<string>; readonly imagingVersion: string },
): Promise<ModelPackage> {
  const model = openModelPackage(await readPackage(directory));
  const { id, input } = model.manifest;
  const allowed = new Set([...Object.values(pinnedManifests), ...(options.admitted ?? [])]);
  if (!allowed.has(model.manifestHash)) {
    throw new ModelError(
      'not-admitted',
      `The model package ${id} isn't one that Countersign ships, and no supervisor has admitted it ` +
        `(SHA-256 of its model.json: ${model.manifestHash}).`,
      { file: 'model.json' },
    );
  }
  if (input.imagingVersion !== options.imagingVersion) {
    throw new ModelError(
      'imaging-mismatch',
      `The model package ${id} was trained behind imaging ${input.imagingVersion}; this version has ` +
        `${options.imagingVersion}. Install the package made for this version.`,
      { file: 'model.json', field: 'input.imagingVersion' },
    );
  }
  return model;
}

/**
 * Checks a package's schema and the hash of each file.
 * @throws ModelError naming the file and the field.
 */
export function openModelPackage(source: PackageSource): ModelPackage {
  const manifest = readManifest(source.manifest);
  for (const [name, told] of Object.entries(manifest.files)) {
    const bytes = Object.hasOwn(source.files, name) ? source.files[name] : undefined;
    if (!bytes) throw missingFile(name);
    checkFile(name, bytes, told);
  }
  return { manifest, manifestHash: sha256(source.manifest), source };
}

/**
 * Reads a package's model.json and the files it names. Each file's size is compared before it is read, its hash after.
 * @throws ModelError naming the file and the field.
 */
export async function readPackage(directory: string): Promise<PackageSource> {
  const manifestBytes = await readWhole(join(directory, 'model.json'), (size) => {
    if (size > largestManifest) {
      throw new ModelError('bad-manifest', `model.json in ${directory} is too large to be a manifest.`, {
        file: 'model.json',
      });
    }
  });
  if (!manifestBytes) {
    throw new ModelError('no-package', `There is no model package in ${directory}: model.json isn't there.`, {
      file: 'model.json',
    });
  }
  const manifest = readManifest(manifestBytes);
  const files: Record<string, Uint8Array> = {};
  for (const [name, told] of Object.entries(manifest.files)) {
    const bytes = await readWhole(join(directory, name), (size) => {
      if (size !== told.bytes) throw wrongSize(name, size, told.bytes);
    });
    if (!bytes) throw missingFile(name);
    files[name] = bytes;
  }
  return { manifest: manifestBytes, files };
}

function readManifest(bytes: Uint8Array): ModelManifest {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw badManifest(undefined, `isn't valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (typeof format === 'string' && format !== manifestFormat && format.startsWith('countersign-model/')) {
    throw new ModelError(
      'newer-format',
      `model.json is of the format ${format}; this version of Countersign reads ${manifestFormat}.`,
      { file: 'model.json', field: 'format' },
    );
  }
  const parsed = parseManifest(value);
  if (!parsed.ok) throw badManifest(parsed.field, parsed.why);
  for (const name of namedFiles(parsed.manifest)) {
    if (!Object.hasOwn(parsed.manifest.files, name)) throw badManifest('files', `has no size and hash for ${name}`);
  }
  const { joining, calibration, metric, template } = parsed.manifest;
  if (metric.kind === 'learned' && metric.ink) {
    const { offset, rows, columns } = metric.ink;
    if (offset + rows * columns > template.dimension)
      throw badManifest('metric.ink', `reaches past the ${template.dimension} numbers of a template`);
  }
  if (joining.method !== calibration.method) {
    throw badManifest('joining.method', `is ${joining.method}, but the calibration was made for ${calibration.method}`);
  }
  return parsed.manifest;
}

function badManifest(field: string | undefined, why: string): ModelError {
  return new ModelError('bad-manifest', `model.json ${field === undefined ? '' : `(${field}) `}${why}.`, {
    file: 'model.json',
    ...(field === undefined ? {} : { field }),
  });
}
