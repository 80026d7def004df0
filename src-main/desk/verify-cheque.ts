import { createHash } from 'node:crypto';
import type { Box, ShareBox } from '../contract/box.ts';
import { shareBoxSchema } from '../contract/box.ts';
import { CallFailure } from '../contract/calls.ts';
import type { Thresholds } from '../contract/settings.ts';
import * as v from 'valibot';
import type { Engine } from '../engine/engine-types.ts';
import type { ExaminedSignature, ScanFacts } from '../engine/protocol.ts';
import type { Account, JsonValue, ReferenceStore, Specimen } from '../store/reference-store.ts';
import { explainJudgement, type Explanation } from './explain.ts';
import { judge, type Judgement, type SignatoryTemplates } from './judge.ts';
import type { KnownDistances } from './known-distances.ts';
import type { ModelInUse } from './model-in-use.ts';
import { reasonsFor } from './reasons.ts';
import { straightenedInk } from './straighten.ts';
import { templatesFor } from './templates.ts';

/** All that a check needs, whoever asks for it: the window or the command line. */
export interface CheckParts {
  readonly store: ReferenceStore;
  readonly engine: Engine;
  readonly model: ModelInUse;
  readonly thresholds: Thresholds;
  readonly policyHash: string;
  readonly operator: string;
  /** Distances among specimens from earlier checks on this store, where somebody keeps them. */
  readonly known?: KnownDistances;
}

export interface ChequeToCheck {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly page: number;
  readonly account: string;
  /** null: the bank layout's region for the account, or the whole picture where there is none. */
  readonly region: Box | null;
}

/** A check that came to a verdict and is on record. */
export interface CheckedCheque {
  readonly check: string;
  readonly at: string;
  readonly account: Account;
  readonly judgement: Judgement;
  readonly reasons: readonly string[];
  readonly explanation: Explanation;
  /** `cleanPng` is the ink as it was compared: straightened where the judgement says so. */
  readonly examined: ExaminedSignature & { readonly cropPng: Uint8Array; readonly cleanPng: Uint8Array };
  readonly specimens: readonly Specimen[];
  readonly provider: string;
  readonly compareMilliseconds: number;
  /** From the bytes to the verdict, before it was put on record. */
  readonly verdictMilliseconds: number;
}

/** A share box of a scan's page in whole pixels, at least one pixel each way. */
export function regionOf(share: ShareBox, scan: { readonly width: number; readonly height: number }): Box {
  const x = Math.min(scan.width - 1, Math.round(share.x * scan.width));
  const y = Math.min(scan.height - 1, Math.round(share.y * scan.height));
  return {
    x,
    y,
    width: Math.max(1, Math.min(scan.width - x, Math.round(share.width * scan.width))),
    height: Math.max(1, Math.min(scan.height - y, Math.round(share.height * scan.height))),
  };
}

/** Where the bank layout for an account says the signature lies on a scan of this size, or null. */
export async function layoutRegion(
  store: ReferenceStore,
  account: string,
  scan: { readonly width: number; readonly height: number },
): Promise<Box | null> {
  const stored = await store.layoutFor(account);
  const parsed = v.safeParse(v.object({ signature: shareBoxSchema }), stored?.layout);
  return parsed.success ? regionOf(parsed.output.signature, scan) : null;
}

/** The account with its active specimens, ready to compare. */
async function specimensToCompare(
  parts: CheckParts,
  number: string,
): Promise<{ account: Account; specimens: Specimen[] }> {
  const account = await parts.store.findAccount(number);
  if (!account) {
    const near = await parts.store.nearAccounts(number);
    const hint = near.length > 0 ? ` Did you mean ${near.map((each) => each.number).join(' or ')}?` : '';
    throw new CallFailure({
      fault: 'no-account',
      field: 'account',
      message: `Account ${number} isn't on file.${hint}`,
    });
  }
  const specimens = await parts.store.specimensOf(number, { modelHash: parts.model.hash });
  if (specimens.length === 0) {
    throw new CallFailure({
      fault: 'no-specimens',
      field: 'account',
      message: `Account ${account.number} has no specimen on file to compare with. Enrol one first.`,
    });
  }
  return { account, specimens };
}

/** Groups specimens by signatory, in the order they were enrolled. */
function bySignatory(specimens: readonly Specimen[], vectors: ReadonlyMap<string, Float32Array>): SignatoryTemplates[] {
  const groups = new Map<string, { id: string; name: string; specimens: SignatoryTemplates['specimens'][number][] }>();
  for (const { id, signatory, signatoryName, capturedOn } of specimens) {
    const group = groups.get(signatory) ?? { id: signatory, name: signatoryName, specimens: [] };
    groups.set(signatory, group);
    const vector = vectors.get(id);
    if (vector) group.specimens.push({ id, capturedOn, vector });
  }
  return [...groups.values()].filter((group) => group.specimens.length > 0);
}

const base64Of = (template: Float32Array): string =>
  Buffer.from(template.buffer, template.byteOffset, template.byteLength).toString('base64');

/**
 * What is put on record of a check: all it takes to make the verdict again from the stored templates, the templates of ink
 * turned back among it.
 */
function recorded(
  judgement: Judgement,
  reasons: readonly string[],
  { why }: Explanation,
  examined: ExaminedSignature,
  questioned: Float32Array,
  versions: Readonly<Record<string, string>>,
): JsonValue {
  return {
    verdict: judgement.verdict,
    score: judgement.score,
    bands: { ...judgement.bands },
    signatory: judgement.signatory.id,
    joined: judgement.joined,
    spread: judgement.spread,
    distances: judgement.distances.map(({ specimen, signatory, distance }) => ({ specimen, signatory, distance })),
    reasons: [...reasons],
    // The map can be drawn again from the templates; what was said in words is kept.
    differences: why.reasons.map((difference) => ({ ...difference })),
    page: examined.scan.page,
    region: { ...examined.region },
    inkBox: { ...examined.inkBox },
    decoder: examined.scan.decoder,
    versions: { ...versions },
    template: base64Of(questioned),
    straightened: judgement.straightened,
    turned: [...judgement.turned].map(([degrees, template]) => ({ degrees, template: base64Of(template) })),
  };
}

/**
 * Checks one cheque: finds the account and its specimens, has the engine read the scan, compares, judges, explains, and
 * puts the check on record before anyone sees it.
 *
 * @throws CallFailure `no-account`, `no-specimens`; EngineError where the scan can't be judged; StoreError
 */
export async function verifyCheque(parts: CheckParts, cheque: ChequeToCheck): Promise<CheckedCheque> {
  const started = performance.now();
  const { store, engine, model } = parts;
  const { account, specimens } = await specimensToCompare(parts, cheque.account);
  const examine = (region: Box | null) =>
    engine.examine({
      bytes: cheque.bytes,
      page: cheque.page,
      region,
      wants: { crop: true, clean: true, template: 'questioned' },
    });
  let region = cheque.region;
  if (!region && (await store.layoutFor(account.number))) {
    const { scan } = await engine.read({ bytes: cheque.bytes, page: cheque.page });
    region = await layoutRegion(store, account.number, scan);
  }
  const examined = await examine(region);
  const { template: questioned, cropPng, cleanPng } = examined;
  if (!questioned || !cropPng || !cleanPng) throw new Error('The engine left out a part of what it was asked for.');

  const from = performance.now();
  const signatories = bySignatory(specimens, await templatesFor(store, engine, model, specimens));
  const ink = straightenedInk(engine, cleanPng);
  const judgement = await judge(
    model.judgingWith(engine),
    parts.thresholds,
    questioned,
    signatories,
    parts.known,
    ink.straighten,
  );
  const compareMilliseconds = performance.now() - from;
  const verdictMilliseconds = performance.now() - started;

  // What is shown, explained and recorded as clean ink is what was compared.
  const compared = { cleanPng: ink.cleanPng(judgement.straightened), template: judgement.compared };
  const explanation = await explainJudgement(engine, model, judgement, compared, specimens);
  const reasons = reasonsFor(judgement, explanation.why.reasons.length);
  const { versions, providers } = await engine.ready();
  const provider = providers?.provider ?? 'none';
  const check = await store.recordCheck({
    account: account.number,
    scanHash: createHash('sha256').update(cheque.bytes).digest('hex'),
    scanName: cheque.name,
    result: recorded(judgement, reasons, explanation, examined, questioned, versions),
    modelId: model.id,
    modelHash: model.hash,
    policyHash: parts.policyHash,
    provider,
    questionedPng: cropPng,
    cleanPng: compared.cleanPng,
    operator: parts.operator,
  });
  return {
    check,
    at: new Date().toISOString(),
    account,
    judgement,
    reasons,
    explanation,
    examined: { ...examined, cropPng, cleanPng: compared.cleanPng },
    specimens,
    provider,
    compareMilliseconds,
    verdictMilliseconds,
  };
}

/** What a scan's facts say in a few words, for messages. */
export function describeScan(scan: ScanFacts): string {
  const resolution = scan.dotsPerInch ? `, ${Math.round(scan.dotsPerInch)} dpi` : '';
  return `${scan.format.toUpperCase()}, ${scan.width} × ${scan.height} pixels${resolution}`;
}
