import * as v from 'valibot';
import type { CheckResult, Crop, SignatureResult } from '../../contract/check.ts';
import { rulesText } from '../../contract/mandate-words.ts';
import type { Engine } from '../../engine/engine-types.ts';
import type { Check, ReferenceStore, Specimen } from '../../store/reference-store.ts';
import { explainJudgement, type Explanation } from '../explain.ts';
import { bySignatory } from '../judge-signatures.ts';
import type { ModelInUse } from '../model-in-use.ts';
import { pngSize } from '../png-size.ts';
import { cornersOfBox } from '../questioned.ts';
import { isJudged, recordedCheckSchema, type RecordedSignature } from '../recorded-check.ts';
import { templatesFor } from '../templates.ts';

const vectorOf = (base64: string): Float32Array => {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  return new Float32Array(bytes.buffer);
};

const crop = (png: Uint8Array): Crop => ({ png, ...pngSize(png), dotsPerInch: null });

interface ViewParts {
  readonly store: ReferenceStore;
  readonly engine: Engine;
  readonly model: ModelInUse;
}

/** The page of its scan that a check on record is about, from 0. */
export const recordedPage = (check: Check): number => v.parse(v.object({ page: v.number() }), check.result).page;

/**
 * A check on record as the window shows one that was just made: words, distances and pictures from the record, the map and how
 * specimens are laid over the signature worked out anew.
 *
 * @throws EngineError; StoreError
 */
export async function recordedView(parts: ViewParts, check: Check): Promise<CheckResult> {
  const { store } = parts;
  const recorded = v.parse(recordedCheckSchema, check.result);
  const options = { includeRetired: true, modelHash: parts.model.hash };
  const specimens = await store.specimensOf(check.accountNumber, options);
  const names = new Map((await store.signatoriesOf(check.accountNumber)).map(({ id, name }) => [id, name]));
  const [inks, asScanned, clean] = await Promise.all([check.inks(), check.questionedPng(), check.cleanPng()]);
  if (!asScanned || !clean) throw new Error('The pictures of a check are missing.');
  const judge = (judged: RecordedSignature, png: Uint8Array) => judgedView(parts, check, judged, png, specimens, names);
  const deciding = await judge(recorded, clean);
  const first: SignatureResult = {
    found: recorded.found,
    decides: true,
    region: recorded.region,
    inkBox: recorded.inkBox,
    corners: cornersOfBox(recorded.inkBox),
    confidence: null,
    cutOff: false,
    judged: deciding,
    problem: null,
    questioned: { asScanned: crop(asScanned), clean: crop(clean) },
  };
  const others: SignatureResult[] = [];
  for (const [at, other] of recorded.others.entries()) {
    // Of a signature that doesn't decide, only the clean ink is kept.
    const ink = inks[at + 1] ?? null;
    const judged = isJudged(other) && ink ? await judge(other, ink) : null;
    others.push({
      ...first,
      found: other.found,
      decides: false,
      region: other.inkBox,
      inkBox: other.inkBox,
      corners: cornersOfBox(other.inkBox),
      judged,
      problem: isJudged(other) ? null : other.problem,
      questioned: ink && { asScanned: crop(ink), clean: crop(ink) },
    });
  }
  const mandates = recorded.mandate ? await store.mandates.of(check.accountNumber) : [];
  const mandate = mandates.find(({ id }) => id === recorded.mandate?.mandate);
  const { model } = parts;
  return {
    check: check.id,
    at: check.at,
    account: check.accountNumber,
    scanName: check.scanName ?? '',
    ...deciding,
    verdict: recorded.verdict,
    reasons: recorded.reasons,
    mandate:
      recorded.mandate && mandate
        ? { ...recorded.mandate, words: rulesText(mandate.rules), from: mandate.from, reasons: [] }
        : null,
    region: recorded.region,
    inkBox: recorded.inkBox,
    questioned: { asScanned: crop(asScanned), clean: crop(clean) },
    signatures: [first, ...others],
    cheque: recorded.reading?.cheque ?? 0,
    metric: model.metric.kind,
    model: {
      id: check.modelId,
      title: check.modelHash === model.hash ? model.title : check.modelId,
      hash: check.modelHash,
    },
    policyHash: check.policyHash,
    provider: check.provider,
    timings: { decode: 0, clean: 0, embed: 0, compare: 0, total: 0 },
  };
}

async function judgedView(
  parts: ViewParts,
  check: Check,
  judged: RecordedSignature,
  png: Uint8Array,
  specimens: readonly Specimen[],
  names: ReadonlyMap<string, string>,
): Promise<NonNullable<SignatureResult['judged']>> {
  const signatoryName = names.get(judged.signatory) ?? '';
  const explanation = check.modelHash === parts.model.hash ? await explained(parts, judged, png, specimens) : null;
  const shown: CheckResult['specimens'] = [];
  for (const { specimen: id, signatory, distance } of judged.distances) {
    const specimen = specimens.find((each) => each.id === id);
    if (!specimen) continue;
    const cleanPng = await specimen.cleanPng();
    const { capturedOn } = specimen;
    const alignment = explanation?.alignments.get(id) ?? (await laidOver(parts.engine, cleanPng, png));
    const name = names.get(signatory) ?? '';
    shown.push({
      specimen: id,
      signatory,
      signatoryName: name,
      capturedOn,
      distance,
      clean: crop(cleanPng),
      alignment,
    });
  }
  const { verdict, score, bands, signatory, reasons, straightened, differences } = judged;
  const why = { map: explanation?.why.map ?? null, reasons: differences.slice(0, 3) };
  return { verdict, score, bands, signatory, signatoryName, specimens: shown, reasons, why, straightened };
}

async function laidOver(engine: Engine, referencePng: Uint8Array, questionedPng: Uint8Array) {
  const { scale, rotation, shiftX, shiftY, overlap } = await engine.align({ referencePng, questionedPng });
  return { scale, rotation, dx: shiftX, dy: shiftY, overlap };
}

/** The map drawn anew; null where the specimens that were compared with aren't on file any more. */
async function explained(
  { store, engine, model }: ViewParts,
  judged: RecordedSignature,
  cleanPng: Uint8Array,
  specimens: readonly Specimen[],
): Promise<Explanation | null> {
  const compared = new Set(judged.distances.map(({ specimen }) => specimen));
  const own = specimens.filter(({ id, signatory }) => compared.has(id) && signatory === judged.signatory);
  const [signatory] = bySignatory(own, await templatesFor(store, engine, model, own));
  if (!signatory) return null;
  const turned = judged.turned.find(({ degrees }) => degrees === judged.straightened);
  const template = vectorOf(judged.straightened !== 0 && turned ? turned.template : judged.template);
  const { verdict, score, joined, spread, straightened, bands } = judged;
  const distances = judged.distances.map((each) => ({ ...each, signatoryName: '', capturedOn: null }));
  return explainJudgement(
    engine,
    model,
    {
      ...{ verdict, score, joined, spread, straightened, bands, distances, signatory },
      ...{ group: 'many', compared: template, turned: new Map(), ratios: [] },
    },
    { cleanPng, template },
    own,
  );
}
