/** The call that reads a whole page: decode, cheques, MICR lines, signatures, templates. */
import { longestPrefix } from '../contract/account-number.ts';
import { decodeScan } from '../imaging/decode.ts';
import { encodePng } from '../imaging/encode.ts';
import { inkFingerprint } from '../imaging/fingerprint.ts';
import type { Box, RasterImage } from '../imaging/image.ts';
import type { MicrReading } from '../imaging/micr/reading.ts';
import { cropImage } from '../imaging/plane.ts';
import type { ChequeWants, ReadChequeRequest, ReadPage, ReadPageCheque } from './cheque-protocol.ts';
import { engineError } from './engine-error.ts';
import type { OpenedGraphs, OpenedModel } from './engine-work.ts';
import { embed, encodedPreview, factsOf, startClock } from './imaging-calls.ts';
import { parseMicrText } from './micr-text.ts';
import { hasPageThread, pageBeside } from './page-thread.ts';
import { cornersOf, readPage, withinPage, type PageCheque, type PageSignature } from './read-page.ts';
import { fingerprintText } from './same-ink.ts';

type Corners = ReadPageCheque['corners'];
type Points = readonly (readonly [number, number])[];

/**
 * Opens a page and reads all that is on it.
 * @throws ScanError where the scan can't be opened or a person's box holds no signature; EngineError `no-model`
 */
export async function readCheque(input: ReadChequeRequest, { model, inkNet }: OpenedGraphs): Promise<ReadPage> {
  if (!inkNet)
    throw engineError(
      'no-model',
      "The net that finds signatures isn't there (the folder ink of the models). Install Countersign again.",
    );
  const { wants } = input;
  const clock = startClock();
  const decoded = await decodeScan(input.bytes, { page: input.page });
  const decode = clock.lap();
  const parse = (line: MicrReading | null) => (line ? parseMicrText(line.text, input.micrSchemes) : null);
  const read = await readPage(decoded.image, {
    inkNet: (plane) => inkNet.run(plane),
    dotsPerInch: decoded.dotsPerInch,
    layoutFor: (line) => longestPrefix(input.layouts, parse(line)?.account ?? input.account ?? '')?.layout ?? null,
    region: input.region,
    // A person's box needs no net.
    beside: hasPageThread() && !input.region ? pageBeside : null,
  });
  clock.lap();
  const pictures = Promise.all(read.cheques.map((cheque) => picturesOf(cheque, decoded.image, wants)));
  // Pictures are encoded on threads of their own; they get a turn to start before inference holds this one.
  if (wants.crop || wants.clean || wants.strip || wants.preview !== undefined)
    await new Promise((resolve) => setImmediate(resolve));
  const templates = await embedAll(read.cheques, wants, model);
  const embedTime = clock.lap();
  const encoded = await pictures;
  const qualities = await Promise.all(read.cheques.map(({ quality }) => quality));
  return {
    scan: factsOf(decoded),
    ...(wants.preview === undefined ? {} : { preview: await encodedPreview(decoded.image, wants.preview) }),
    kind: read.kind,
    overlapping: read.overlapping,
    cheques: read.cheques.map((one, at) => {
      const { cheque, line, layout, request } = one;
      const { image, corners, toPage, dotsPerInch, resolutionFrom, quarterTurns, skew, mirrored } = cheque;
      const { upright, strip, signatures } = encoded[at]!;
      return {
        corners: plain(corners),
        toPage,
        width: image.width,
        height: image.height,
        dotsPerInch,
        resolutionFrom,
        quarterTurns,
        skew,
        mirrored,
        asItLies: image === decoded.image,
        ...(upright ? { upright } : {}),
        micr: line && { ...lineOf(line, one), parsed: parse(line), ...(strip ? { strip } : {}) },
        signatures: one.signatures.map((signature, place) => ({
          ...signatureOf(signature, image, wants),
          ...signatures[place]!,
          ...(templates[at]![place] ? { template: templates[at]![place] } : {}),
        })),
        layout: layout?.name ?? null,
        request,
        quality: qualities[at]!.map(({ kind, severity, message }) => ({ kind, severity, message })),
      };
    }),
    timings: { decode, ...read.timings, embed: embedTime, total: clock.total() },
  };
}

async function embedAll(
  cheques: readonly PageCheque[],
  wants: ChequeWants,
  opened: OpenedModel | null,
): Promise<(Float32Array | undefined)[][]> {
  const { template } = wants;
  const made: (Float32Array | undefined)[][] = [];
  for (const { signatures } of cheques) {
    const own: (Float32Array | undefined)[] = [];
    // One after another: a graph gives the same last bits whatever else is embedded.
    for (const { signature } of signatures) own.push(template && (await embed(signature.clean, template, opened)));
    made.push(own);
  }
  return made;
}

async function picturesOf({ cheque, line, signatures }: PageCheque, page: RasterImage, wants: ChequeWants) {
  const { image } = cheque;
  const [upright, strip, own] = await Promise.all([
    wants.preview === undefined || image === page ? undefined : encodedPreview(image, wants.preview),
    wants.strip && line ? stripOf(image, line.box) : undefined,
    Promise.all(
      signatures.map(async ({ signature }) => {
        const [cropPng, cleanPng] = await Promise.all([
          wants.crop ? encodePng(signature.crop) : undefined,
          wants.clean ? encodePng(signature.clean) : undefined,
        ]);
        return { ...(cropPng ? { cropPng } : {}), ...(cleanPng ? { cleanPng } : {}) };
      }),
    ),
  ]);
  return { upright, strip, signatures: own };
}

/** The MICR line with paper round it, as wide as it is high. */
async function stripOf(image: RasterImage, line: Box): Promise<{ png: Uint8Array; box: Box }> {
  const margin = line.height;
  const box = withinPage(
    {
      x: line.x - margin,
      y: line.y - margin,
      width: line.width + 2 * margin,
      height: line.height + 2 * margin,
    },
    image,
  );
  return { png: await encodePng(cropImage(image, box)), box };
}

function lineOf({ font, text, sure, box, characters }: MicrReading, { cheque }: PageCheque) {
  const { a, b, c, d, e, f } = cheque.toPage;
  const { width, height } = cheque.image;
  const within = (part: Box): Box => withinPage(part, { width, height });
  return {
    font,
    text,
    sure,
    box: within(box),
    corners: plain(cornersOf(box).map(([x, y]) => [a * x + c * y + e, b * x + d * y + f] as const)),
    characters: characters.map(({ character, confidence, doubtful, box: own, alternatives }) => ({
      character,
      confidence,
      doubtful,
      box: within(own),
      alternatives: alternatives.map((each) => ({ ...each })),
    })),
  };
}

function signatureOf(one: PageSignature, image: RasterImage, wants: ChequeWants) {
  const { inkBox, pageBox, corners, confidence, cutOff, problem, mask, signature } = one;
  return {
    inkBox: withinPage(inkBox, image),
    pageBox,
    corners: plain(corners),
    confidence,
    cutOff,
    problem,
    measures: { ...signature.measures },
    ...(wants.fingerprint ? { fingerprint: fingerprintText(inkFingerprint(signature.clean)) } : {}),
    ...(wants.mask && mask ? { mask: { box: { ...mask.box }, data: mask.data } } : {}),
  };
}

/** Corners as the protocol has them. */
function plain(points: Points): Corners {
  const at = (place: number): [number, number] => [points[place]![0], points[place]![1]];
  return [at(0), at(1), at(2), at(3)];
}
