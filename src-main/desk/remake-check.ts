import { CallFailure } from '../contract/calls.ts';
import type { AuditRemakeOutput } from '../contract/cli-record.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { Check, JsonValue, ReferenceStore, Specimen } from '../store/reference-store.ts';
import type { CommandHost } from './command-host.ts';
import { withCommandStore } from './command-store.ts';
import { recordedCheck } from './check-record.ts';
import { startEngine } from './engine-of.ts';
import { judgeByMandate, type MandateInForce } from './judge-by-mandate.ts';
import { judgeSignatures, type ExplainedSignature, type JudgedSignature } from './judge-signatures.ts';
import type { SignatoryTemplates } from './judge.ts';
import { withBankMetric } from './adapt/bank-model.ts';
import { admittedIn, loadModel, type ModelInUse } from './model-in-use.ts';
import { withMerges } from './merged-signatories.ts';
import { cornersOfBox, type QuestionedSignature } from './questioned.ts';
import { specimenTower } from './specimen-tower.ts';
import {
  differencesBetween,
  readRecordedVerdict,
  recordedThresholds,
  type RecordedVerdict,
} from './recorded-verdict.ts';

/** A check's verdict, made again from what is on record. */
interface RemadeCheck {
  readonly check: Check;
  readonly recorded: RecordedVerdict;
  readonly remade: RecordedVerdict;
  /** Where the two differ; empty: the same to the last bit. */
  readonly differences: readonly string[];
}

const cannot = (why: string): CallFailure =>
  new CallFailure({ fault: 'not-remade', message: `This verdict can't be made again: ${why}.` });

/** The signatures in the order they were found, embedded again from their ink. */
async function questionedFrom(
  engine: Engine,
  recorded: RecordedVerdict,
  inks: readonly Uint8Array[],
): Promise<QuestionedSignature[]> {
  const parts = [recorded, ...recorded.others];
  if (inks.length !== parts.length) throw cannot('the ink of its signatures was not kept');
  const questioned: QuestionedSignature[] = [];
  for (const [at, { found, inkBox, region, problem }] of parts.entries()) {
    const cleanPng = inks[at]!;
    const { template } = await engine.embedClean({ cleanPng, tower: 'questioned' });
    questioned.push({
      found,
      region: region ?? inkBox,
      inkBox,
      corners: cornersOfBox(inkBox),
      confidence: null,
      cutOff: false,
      problem: problem ?? null,
      cropPng: new Uint8Array(),
      cleanPng,
      template,
    });
  }
  return questioned.sort((a, b) => (a.found ?? 0) - (b.found ?? 0));
}

/** Whom the check compared with, from the specimens on file, retired ones too. */
async function comparedFrom(
  { store, engine, model }: { store: ReferenceStore; engine: Engine; model: ModelInUse },
  check: Check,
  recorded: RecordedVerdict,
): Promise<SignatoryTemplates[]> {
  if (!recorded.compared) throw cannot('an earlier version made it, which did not keep whom it was compared with');
  const onFile = await store.specimensOf(check.accountNumber, { includeRetired: true, modelHash: model.hash });
  const byId = new Map(onFile.map((specimen) => [specimen.id, specimen]));
  const names = new Map((await store.signatoriesOf(check.accountNumber)).map(({ id, name }) => [id, name]));
  const vectorOf = async (specimen: Specimen): Promise<Float32Array> =>
    specimen.template?.vector ??
    (
      await engine.embedClean({
        cleanPng: await specimen.cleanPng(),
        tower: await specimenTower(engine, model, specimen.imageBytes),
      })
    ).template;
  const compared: SignatoryTemplates[] = [];
  for (const { signatory, specimens } of recorded.compared) {
    const templates: SignatoryTemplates['specimens'][number][] = [];
    for (const id of specimens) {
      const specimen = byId.get(id);
      if (!specimen) throw cannot(`specimen ${id} is no longer on file`);
      templates.push({ id, capturedOn: specimen.capturedOn, vector: await vectorOf(specimen) });
    }
    compared.push({ id: signatory, name: names.get(signatory) ?? '', specimens: templates });
  }
  return compared;
}

async function mandateOf(
  store: ReferenceStore,
  check: Check,
  recorded: RecordedVerdict,
): Promise<MandateInForce | null> {
  if (!recorded.mandate) return null;
  const { mandate: id, day, amount } = recorded.mandate;
  const mandate = (await store.mandates.of(check.accountNumber)).find((each) => each.id === id);
  if (!mandate) throw cannot(`mandate ${id} is not on file`);
  const signatories = await store.signatoriesOf(check.accountNumber);
  return { mandate: withMerges(mandate, signatories, check.at), day, amount, signatories };
}

const unexplained = (signature: JudgedSignature): ExplainedSignature => ({
  ...signature,
  explanation: null,
  reasons: [],
  comparedPng: signature.questioned.cleanPng,
});

/**
 * Makes a check's verdict again from what is on record: the ink of its signatures, the specimens it was compared with, the mandate
 * it was judged by and the thresholds kept under its policy's hash. What was said in words isn't made again.
 * @param parts `model` must be the package that the check names; nothing is written
 * @throws CallFailure `not-remade`; StoreError `not-found`
 */
async function remakeCheck(
  parts: { readonly store: ReferenceStore; readonly engine: Engine; readonly model: ModelInUse },
  check: Check,
): Promise<RemadeCheck> {
  const { store, engine, model } = parts;
  const recorded = readRecordedVerdict(check.result);
  if (!recorded) throw cannot('its result is not as this version writes it');
  const thresholds = recordedThresholds(await store.notes.policyOf(check.policyHash));
  if (!thresholds) throw cannot('the policy that it names is not on record');
  const questioned = await questionedFrom(engine, recorded, await check.inks());
  const compared = await comparedFrom(parts, check, recorded);
  const inForce = await mandateOf(store, check, recorded);
  const judging = { engine, model, thresholds };
  const { signatures, mandate } = inForce
    ? await judgeByMandate(judging, inForce, questioned, compared)
    : { signatures: await judgeSignatures(judging, questioned, compared), mandate: null };
  const result: JsonValue = recordedCheck(
    signatures.map(unexplained),
    { reasons: [], mandate, compared },
    { page: 0, decoder: '' },
    null,
    {},
  );
  const remade = readRecordedVerdict(result);
  if (!remade) throw new Error('The verdict that was made again has another shape.');
  return { check, recorded, remade, differences: differencesBetween(check.result, result) };
}

/** The package that a check names, loaded. @throws CallFailure `not-remade` where it isn't here any more */
async function modelOf(host: CommandHost, store: ReferenceStore, check: Check): Promise<ModelInUse> {
  const model = await loadModel(host.modelsDirectory, check.modelId, await admittedIn(store));
  if (model.hash === check.modelHash) return judgedWith(store, model, check);
  throw cannot(
    `model ${check.modelId} is here as another version (${model.hash.slice(0, 12)}…, not ${check.modelHash.slice(0, 12)}…)`,
  );
}

/** The package with the bank's own metric that the verdict names. @throws CallFailure `not-remade`, `bad-metric` */
async function judgedWith(store: ReferenceStore, model: ModelInUse, check: Check): Promise<ModelInUse> {
  const hash = readRecordedVerdict(check.result)?.bankMetric;
  if (hash === undefined) return model;
  const stored = await store.bankMetrics.byHash(hash);
  if (!stored) throw cannot(`the bank's metric ${hash.slice(0, 12)}… is not on file`);
  return withBankMetric(model, stored);
}

/** `countersign audit remake`: a verdict made again from the record, compared with the one on record. */
export async function remakeVerdict(
  host: CommandHost,
  request: { readonly store: string; readonly check: string },
): Promise<AuditRemakeOutput> {
  return withCommandStore(host, request.store, 'audit remake', async (store) => {
    const check = await store.checkById(request.check);
    const model = await modelOf(host, store, check);
    const engine = startEngine(host.startEngine, model, host.log);
    try {
      const { recorded, remade, differences } = await remakeCheck({ store, engine, model }, check);
      const { providers } = await engine.ready();
      return {
        check: check.id,
        same: differences.length === 0,
        recorded: { verdict: recorded.verdict, score: recorded.score, provider: check.provider },
        remade: { verdict: remade.verdict, score: remade.score, provider: providers?.provider ?? 'none' },
        differences: [...differences],
        model: model.id,
        modelHash: model.hash,
        policyHash: check.policyHash,
      };
    } finally {
      await engine.close();
    }
  });
}
