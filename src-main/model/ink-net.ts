/** The ink net's package (`models/ink`): the net that tells a signature's ink on a whole cheque. One for all models of signatures. */
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import * as v from 'valibot';
import { floatsFromBase64 } from './float-text.ts';
import { ModelError } from './model-error.ts';
import { checkFile, missingFile, readWhole, sha256, wrongSize } from './package-files.ts';
import { pinnedInkNet } from './pinned-ink-net.ts';

/** The format of `ink.json` that this version reads. */
export const inkNetFormat = 'countersign-ink/1';

const manifestFile = 'ink.json';
/** The largest ink.json that is read, in bytes. */
const largestManifest = 64 * 1024;

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(20_000));
const described = v.strictObject({
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64 * 1024 * 1024)),
});
const manifestSchema = v.strictObject({
  format: v.literal(inkNetFormat),
  title: text,
  version: text,
  /** What it was trained on, and how far that may be passed on. */
  provenance: text,
  /** Largest difference of any output from the golden vectors. */
  tolerance: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
  files: v.strictObject({ 'ink.onnx': described, 'golden.json': described }),
});

/** `ink.json`. */
export type InkNetManifest = v.InferOutput<typeof manifestSchema>;

/** The package as bytes, as it goes to an engine process. */
export interface InkNetSource {
  readonly manifest: Uint8Array;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** A plane and what the net gives for it. */
export interface InkNetGolden {
  readonly width: number;
  readonly height: number;
  /** (3, height, width), -1 to 1. */
  readonly input: Float32Array;
  readonly logOdds: Float32Array;
  readonly votes: Float32Array;
}

/** The package, checked. */
export interface InkNetPackage {
  readonly manifest: InkNetManifest;
  /** SHA-256 of ink.json, lower-case hex: the net's hash, as records carry it. */
  readonly hash: string;
  readonly source: InkNetSource;
  readonly golden: InkNetGolden;
}

/**
 * Reads the ink net of a models folder and holds it against the hash that this version ships.
 * @throws ModelError naming the file
 */
export async function loadInkNet(modelsDirectory: string): Promise<InkNetPackage> {
  const folder = join(modelsDirectory, 'ink');
  const manifest = await readWhole(join(folder, manifestFile), (size) => {
    if (size > largestManifest) throw bad('is too large');
  });
  if (!manifest) {
    throw new ModelError('no-package', `The ink net isn't in ${folder}: ${manifestFile} isn't there.`, {
      file: manifestFile,
    });
  }
  if (sha256(manifest) !== pinnedInkNet) {
    throw new ModelError(
      'not-admitted',
      `The ink net in ${folder} isn't the one that this version ships. Install it again.`,
      {
        file: manifestFile,
      },
    );
  }
  const { files: told } = parseManifest(manifest);
  const files: Record<string, Uint8Array> = {};
  for (const [name, { bytes }] of Object.entries(told)) {
    const read = await readWhole(join(folder, name), (size) => {
      if (size !== bytes) throw wrongSize(name, size, bytes);
    });
    if (!read) throw missingFile(name);
    files[name] = read;
  }
  return openInkNetPackage({ manifest, files });
}

/**
 * Checks the package's schema, hashes and golden vectors.
 * @throws ModelError naming the file
 */
export function openInkNetPackage(source: InkNetSource): InkNetPackage {
  const manifest = parseManifest(source.manifest);
  for (const [name, told] of Object.entries(manifest.files)) {
    const bytes = Object.hasOwn(source.files, name) ? source.files[name] : undefined;
    if (!bytes) throw missingFile(name);
    checkFile(name, bytes, told);
  }
  return { manifest, hash: sha256(source.manifest), source, golden: readGolden(source.files['golden.json']!) };
}

function parseManifest(bytes: Uint8Array): InkNetManifest {
  const parsed = v.safeParse(
    manifestSchema,
    jsonOf(bytes, () => bad("isn't valid JSON")),
  );
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw bad(`(${v.getDotPath(issue) ?? 'the whole'}) is wrong: ${issue.message}`);
}

const side = v.pipe(v.number(), v.integer(), v.minValue(32), v.maxValue(512), v.multipleOf(32));
const goldenSchema = v.strictObject({
  format: v.literal('countersign-ink-golden/1'),
  width: side,
  height: side,
  /** (3, height, width) signed bytes, 127 for 1; raw deflate, base64. */
  input: v.string(),
  /** float32 little-endian, base64. */
  logOdds: v.string(),
  votes: v.string(),
});

function readGolden(bytes: Uint8Array): InkNetGolden {
  const wrong = (why: string) =>
    new ModelError(
      'golden-mismatch',
      `The golden vectors of the ink net are wrong: ${why}. Install Countersign again.`,
      {
        file: 'golden.json',
      },
    );
  const parsed = v.safeParse(
    goldenSchema,
    jsonOf(bytes, () => wrong("golden.json isn't valid JSON")),
  );
  if (!parsed.success) throw wrong(parsed.issues[0].message);
  const { width, height } = parsed.output;
  const size = width * height;
  const levels = new Int8Array(3 * size);
  try {
    levels.set(
      new Int8Array(inflateRawSync(Buffer.from(parsed.output.input, 'base64'), { maxOutputLength: 3 * size })),
    );
  } catch {
    throw wrong('its input is damaged');
  }
  const logOdds = floatsFromBase64(parsed.output.logOdds);
  const votes = floatsFromBase64(parsed.output.votes);
  if (logOdds.length !== size || votes.length !== size / 4) throw wrong('its outputs are of another size');
  return { width, height, input: Float32Array.from(levels, (level) => level / 127), logOdds, votes };
}

function jsonOf(bytes: Uint8Array, failure: () => Error): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw failure();
  }
}

function bad(why: string): ModelError {
  return new ModelError('bad-manifest', `The ink net's ${manifestFile} ${why}. Install Countersign again.`, {
    file: manifestFile,
  });
}
