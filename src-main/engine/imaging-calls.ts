/** The calls that look at pictures: opening scans, taking the signature out, making its template. */
import { performance } from 'node:perf_hooks';
import { alignSignatures } from '../imaging/align.ts';
import { decodeScan, type DecodedScan } from '../imaging/decode.ts';
import { encodePng, encodePreview } from '../imaging/encode.ts';
import { ScanError } from '../imaging/errors.ts';
import { composeEvidence, type EvidenceSide } from '../imaging/evidence.ts';
import { inkFingerprint } from '../imaging/fingerprint.ts';
import { readHeader } from '../imaging/header.ts';
import type { GreyImage, RasterImage } from '../imaging/image.ts';
import { toModelInput } from '../imaging/model-input.ts';
import { extractSignature, type ExtractedSignature } from '../imaging/signature.ts';
import { turnInk } from '../imaging/turn.ts';
import type { Tower } from '../model/manifest.ts';
import { EngineError, engineError } from './engine-error.ts';
import type { OpenedModel } from './engine-work.ts';
import { fingerprintText } from './same-ink.ts';
import type { CallRequest, CallResponse, ScanFacts, ScanPreview } from './protocol.ts';

/** Opens a scan and says what it is. @throws ScanError */
export async function readScan(input: CallRequest<'read'>): Promise<CallResponse<'read'>> {
  const clock = startClock();
  const decoded = await decodeScan(input.bytes, { page: input.page });
  const decode = clock.lap();
  const preview = await previewOf(decoded, input.preview);
  return { scan: factsOf(decoded), ...preview, timings: { decode, clean: 0, embed: 0, total: clock.total() } };
}

/**
 * Opens a scan, takes the signature out of the region and makes what was asked for.
 * @throws ScanError where the scan can't be opened; EngineError with the ScanError's fault and what was seen, where it
 *   opened but holds nothing to judge; EngineError `no-model`.
 */
export async function examineScan(
  input: CallRequest<'examine'>,
  opened: OpenedModel | null,
): Promise<CallResponse<'examine'>> {
  const { wants } = input;
  const clock = startClock();
  const decoded = await decodeScan(input.bytes, { page: input.page });
  const decode = clock.lap();
  const scan = factsOf(decoded);
  let signature: ExtractedSignature;
  try {
    signature = input.region ? extractSignature(decoded.image, input.region) : extractSignature(decoded.image);
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    const seen = { scan, ...(await previewOf(decoded, wants.preview)) };
    throw new EngineError('scan', error.fault, error.message, seen);
  }
  const clean = clock.lap();
  // Pictures are encoded on threads of their own; they get a turn to start before inference holds this one.
  const pictures = Promise.all([
    wants.crop ? encodePng(signature.crop) : undefined,
    wants.clean ? encodePng(signature.clean) : undefined,
  ]);
  if (wants.template && (wants.crop || wants.clean)) await new Promise((resolve) => setImmediate(resolve));
  const embedding = wants.template ? embed(signature.clean, wants.template, opened) : undefined;
  const [template, embedTime, [cropPng, cleanPng]] = await Promise.all([
    embedding,
    Promise.resolve(embedding).then(() => clock.lap()),
    pictures,
  ]);
  const size = wants.tensor === true ? requireModel(opened).model.manifest.input : wants.tensor;
  return {
    scan,
    region: signature.region,
    inkBox: signature.inkBox,
    measures: { ...signature.measures },
    ...(template ? { template } : {}),
    ...(await previewOf(decoded, wants.preview)),
    ...(cropPng ? { cropPng } : {}),
    ...(cleanPng ? { cleanPng } : {}),
    ...(wants.fingerprint ? { fingerprint: fingerprintText(inkFingerprint(signature.clean)) } : {}),
    ...(size ? { tensor: { width: size.width, height: size.height, data: toModelInput(signature.clean, size) } } : {}),
    timings: { decode, clean, embed: embedTime, total: clock.total() },
  };
}

/** Makes a template from clean ink, turned where that is asked. @throws ScanError where the picture is damaged; EngineError. */
export async function embedStored(
  input: CallRequest<'embedClean'>,
  opened: OpenedModel | null,
): Promise<CallResponse<'embedClean'>> {
  const clock = startClock();
  const { turn } = input;
  const stored = await decodeClean(input.cleanPng);
  const decode = clock.lap();
  const ink = turn === undefined ? stored : turnInk(stored, turn);
  const turnedPng = turn === undefined ? undefined : await encodePng(ink);
  const clean = clock.lap();
  const template = await embed(ink, input.tower, opened);
  return {
    template,
    ...(turnedPng ? { turnedPng } : {}),
    timings: { decode, clean, embed: clock.lap(), total: clock.total() },
  };
}

/** How to lay the questioned signature over the reference. @throws ScanError where a stored picture is damaged. */
export async function alignInks(input: CallRequest<'align'>): Promise<CallResponse<'align'>> {
  const reference = await decodeClean(input.referencePng);
  const questioned = await decodeClean(input.questionedPng);
  const { scale, rotation, dx, dy, overlap } = alignSignatures(reference, questioned);
  return { scale, rotation, shiftX: dx, shiftY: dy, overlap };
}

/** The evidence picture of two signatures. @throws ScanError where a stored picture is damaged. */
export async function composePicture(input: CallRequest<'evidence'>): Promise<CallResponse<'evidence'>> {
  const questioned = await sideOf(input.questioned);
  const specimen = await sideOf(input.specimen);
  const png = await composeEvidence(questioned, specimen, alignSignatures(specimen.clean, questioned.clean));
  return { png, ...sizeOf(png) };
}

async function sideOf({ cropPng, cleanPng }: CallRequest<'evidence'>['questioned']): Promise<EvidenceSide> {
  const { image } = await decodeScan(cropPng);
  return { crop: image, clean: await decodeClean(cleanPng) };
}

/** @throws EngineError `no-model` */
export async function embed(clean: GreyImage, tower: Tower, opened: OpenedModel | null): Promise<Float32Array> {
  const { model, session } = requireModel(opened);
  const [template] = await session.embed(tower, [toModelInput(clean, model.manifest.input)]);
  if (!template) throw engineError('internal', 'The model gave no template.');
  return template;
}

function requireModel(opened: OpenedModel | null): OpenedModel {
  if (!opened) throw engineError('no-model', 'The engine was started without a model, so it makes no templates.');
  return opened;
}

/** Clean ink as it was stored: a grey PNG that this engine wrote. @throws ScanError where it is damaged. */
export async function decodeClean(png: Uint8Array): Promise<GreyImage> {
  const { image } = await decodeScan(png);
  const { width, height, channels, data } = image;
  if (channels !== 1) throw new ScanError('damaged', 'The stored signature is not a grey picture.');
  return { width, height, channels, data };
}

async function previewOf(decoded: DecodedScan, widest: number | undefined): Promise<{ preview?: ScanPreview }> {
  return widest === undefined ? {} : { preview: await encodedPreview(decoded.image, widest) };
}

/** A picture for the window, no wider than so many pixels. */
export async function encodedPreview(image: RasterImage, widest: number): Promise<ScanPreview> {
  const bytes = await encodePreview(image, widest);
  const mediaType = readHeader(bytes).format === 'png' ? 'image/png' : 'image/jpeg';
  return { bytes, mediaType, ...sizeOf(bytes) };
}

/** Size in pixels of a picture that was encoded here. */
function sizeOf(picture: Uint8Array): { width: number; height: number } {
  const [page] = readHeader(picture).pages;
  if (!page) throw new Error('an encoded picture has no size');
  return { width: page.width, height: page.height };
}

/** What a decoded scan is, as the protocol tells it. */
export function factsOf({ image, format, page, pages, dotsPerInch, decoder }: DecodedScan): ScanFacts {
  return { width: image.width, height: image.height, format, page, pages, dotsPerInch, decoder };
}

/** Milliseconds since the last lap, and since the start. */
export function startClock(): { lap(): number; total(): number } {
  const from = performance.now();
  let last = from;
  return {
    lap() {
      const now = performance.now();
      const lap = now - last;
      last = now;
      return lap;
    },
    total: () => performance.now() - from,
  };
}
