import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { CallFailure } from '../../contract/calls.ts';
import type { Alignment } from '../../contract/check.ts';
import { rulesText } from '../../contract/mandate-words.ts';
import type { Engine } from '../../engine/engine-types.ts';
import type {
  EvidenceSheet,
  SheetMandate,
  SheetPicture,
  SheetScan,
  SheetSignature,
  SheetSpecimen,
} from '../../report/evidence-types.ts';
import { decidedWords } from '../../report/words.ts';
import { headText } from '../../store/head-text.ts';
import type { Check, ReferenceStore, Specimen } from '../../store/reference-store.ts';
import { withMerges } from '../merged-signatories.ts';
import { pngSize } from '../png-size.ts';
import {
  isJudged,
  recordedCheckSchema,
  type RecordedCheck,
  type RecordedMandate,
  type RecordedOther,
  type RecordedSignature,
} from '../recorded-check.ts';
import { decisionWords } from './decision-words.ts';

/** What making a report needs, whoever asks: the window or the command line. */
export interface ReportParts {
  readonly store: ReferenceStore;
  readonly engine: Engine;
  readonly operator: string;
  readonly version: string;
}

/** The scan on a sheet is no wider than this, in pixels. */
const scanWidth = 1800;

const picture = (png: Uint8Array): SheetPicture => ({ bytes: png, ...pngSize(png) });
const pictureOrNone = (png: Uint8Array | null | undefined): SheetPicture | null => (png ? picture(png) : null);

interface OnFile {
  readonly specimens: ReadonlyMap<string, Specimen>;
  readonly names: ReadonlyMap<string, string>;
}

async function specimensOnSheet(
  engine: Engine,
  { distances }: RecordedSignature,
  onFile: OnFile,
  questioned: SheetPicture | null,
): Promise<SheetSpecimen[]> {
  const found: SheetSpecimen[] = [];
  // Pictures of the nearest only: the sheet shows no more than these.
  const shown = 7;
  for (const [at, { specimen: id, signatory, distance }] of distances.entries()) {
    const specimen = onFile.specimens.get(id);
    const clean = specimen && at < shown ? picture(await specimen.cleanPng()) : null;
    let alignment: Alignment | null = null;
    if (at === 0 && clean && questioned) {
      const laid = await engine.align({ referencePng: clean.bytes, questionedPng: questioned.bytes });
      alignment = {
        scale: laid.scale,
        rotation: laid.rotation,
        dx: laid.shiftX,
        dy: laid.shiftY,
        overlap: laid.overlap,
      };
    }
    found.push({
      signatoryName: onFile.names.get(signatory) ?? 'a signatory no longer on file',
      capturedOn: specimen?.capturedOn ?? null,
      distance,
      clean,
      alignment,
      retired: (specimen?.retiredOn ?? null) !== null,
    });
  }
  return found;
}

async function signatureOnSheet(
  engine: Engine,
  signature: RecordedOther,
  onFile: OnFile,
  pictures: Pick<SheetSignature, 'label' | 'asScanned' | 'clean'>,
  withSpecimens: boolean,
): Promise<SheetSignature> {
  if (!isJudged(signature)) return { ...pictures, box: signature.inkBox, judged: null, problem: signature.problem };
  const { verdict, score, bands, signatory, straightened, differences, inkBox } = signature;
  return {
    ...pictures,
    box: inkBox,
    judged: {
      verdict,
      score,
      bands,
      signatoryName: onFile.names.get(signatory) ?? 'a signatory no longer on file',
      straightened,
      specimens: withSpecimens ? await specimensOnSheet(engine, signature, onFile, pictures.clean) : [],
      differences: differences.map(({ text }) => text),
    },
    problem: null,
  };
}

/** @param labels by the signature's place among those that were judged */
async function mandateOnSheet(
  store: ReferenceStore,
  { accountNumber: account, at }: Check,
  recorded: RecordedMandate,
  labels: readonly string[],
): Promise<SheetMandate> {
  const signatories = await store.signatoriesOf(account);
  const onFile = (await store.mandates.of(account)).find(({ id }) => id === recorded.mandate);
  const mandate = onFile && withMerges(onFile, signatories, at);
  const members = new Set(mandate?.groups.flatMap((group) => group.members.map(({ signatory }) => signatory)) ?? []);
  // The places on record are those among the signatories that the mandate names.
  const named = signatories.filter(({ id }) => members.has(id));
  return {
    words: mandate ? rulesText(mandate.rules) : 'no longer on file',
    from: mandate?.from ?? 'an unknown day',
    day: recorded.day,
    amount: recorded.amount,
    verdict: recorded.verdict,
    among: recorded.among,
    assigned: recorded.assigned.map(({ signature, signatory, group, level, score }) => ({
      label: labels[signature] ?? '?',
      signatoryName: named[signatory]?.name ?? 'a signatory no longer on file',
      group,
      level,
      score,
    })),
    missing: recorded.missing,
  };
}

async function scanOnSheet(
  engine: Engine,
  check: Check,
  recorded: RecordedCheck,
  bytes: Uint8Array,
  marked: SheetScan['marked'],
): Promise<SheetScan> {
  if (createHash('sha256').update(bytes).digest('hex') !== check.scanHash)
    throw new CallFailure({
      fault: 'other-scan',
      field: 'scan',
      message: `This file isn't the scan that was checked${check.scanName === null ? '' : ` (${check.scanName})`}: its bytes differ. Give the one that was, or none.`,
    });
  const { scan, preview } = await engine.read({ bytes, page: recorded.page, preview: scanWidth });
  if (!preview) throw new Error('The engine left out the picture of the scan.');
  const { width, height } = scan;
  return { picture: preview, width, height, corners: recorded.reading?.corners ?? null, marked };
}

/** The order in which the signatures were judged, as places in [deciding, ...others]. */
function judgedOrder(recorded: RecordedCheck): number[] {
  const all = [recorded, ...recorded.others];
  return all.map((_, at) => at).sort((a, b) => (all[a]?.found ?? 0) - (all[b]?.found ?? 0));
}

/**
 * Everything an evidence sheet shows of a check, read from the store.
 *
 * @param scan the bytes of the scan that was checked, where somebody has them: the store keeps what was cut out of it and its hash
 * @throws StoreError `not-found`; CallFailure `other-scan`; EngineError
 */
export async function evidenceOf(
  parts: ReportParts,
  checkId: string,
  scan: Uint8Array | null,
): Promise<{ sheet: EvidenceSheet; recorded: RecordedCheck; checked: Check }> {
  const { store, engine } = parts;
  const check = await store.checkById(checkId);
  const recorded = v.parse(recordedCheckSchema, check.result);
  const number = check.accountNumber;
  const account = await store.findAccount(number);
  const signatories = await store.signatoriesOf(number);
  const onFile: OnFile = {
    specimens: new Map((await store.specimensOf(number, { includeRetired: true })).map((each) => [each.id, each])),
    names: new Map(signatories.map(({ id, name }) => [id, name])),
  };
  const inks = await check.inks();
  const deciding = await signatureOnSheet(
    engine,
    recorded,
    onFile,
    {
      label: '1',
      asScanned: pictureOrNone(await check.questionedPng()),
      clean: pictureOrNone((await check.cleanPng()) ?? inks[0]),
    },
    true,
  );
  const others: SheetSignature[] = [];
  for (const [at, other] of recorded.others.entries()) {
    const pictures = { label: String(at + 2), asScanned: null, clean: pictureOrNone(inks[at + 1]) };
    others.push(await signatureOnSheet(engine, other, onFile, pictures, false));
  }
  const head = await store.record.head();
  const marked = [deciding, ...others].map(({ label, box }) => ({ label, box }));
  const versions = Object.entries(recorded.versions).map(([name, version]) => `${name} ${version}`);
  const labels = judgedOrder(recorded).map((at) => String(at + 1));
  const sheet: EvidenceSheet = {
    check: check.id,
    at: check.at,
    operator: check.operator,
    account: account?.number ?? number,
    holder: account?.holder ?? null,
    scanName: check.scanName,
    amount: check.amount ?? recorded.mandate?.amount ?? null,
    verdict: recorded.verdict,
    reasons: recorded.reasons,
    scan: scan ? await scanOnSheet(engine, check, recorded, scan, marked) : null,
    scanProblem: scan ? null : 'The whole scan is not kept in the store, and its file was not given.',
    deciding,
    others,
    mandate: recorded.mandate && (await mandateOnSheet(store, check, recorded.mandate, labels)),
    decisions: check.decisions.map(({ decision, operator, at, reason, code }) => ({
      what: decidedWords[decision],
      operator,
      at,
      reason: code === null ? reason : `${code} ${reason}`,
    })),
    standing: decisionWords(check.decision),
    facts: [
      ['Model', `${check.modelId}, on ${check.provider}`],
      ['Model hash', check.modelHash],
      ['Policy hash', check.policyHash],
      ['Scan, SHA-256', check.scanHash],
      ['Read with', `${recorded.decoder} (page ${String(recorded.page + 1)}); ${versions.join(', ')}`],
    ],
    record: { text: headText(head), at: head.at },
    printed: { by: parts.operator, at: new Date().toISOString(), version: parts.version },
  };
  return { sheet, recorded, checked: check };
}
