import type { Box } from '../contract/box.ts';
import type { Thresholds } from '../contract/settings.ts';
import { EngineError } from '../engine/engine-error.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { ExaminedSignature } from '../engine/protocol.ts';
import { sameSignatureInk } from '../engine/same-ink.ts';
import type { NewSpecimen, ReferenceStore, Specimen } from '../store/reference-store.ts';
import { judge } from './judge.ts';
import { KnownDistances } from './known-distances.ts';
import type { ModelInUse } from './model-in-use.ts';
import { specimenTower, type Tower } from './specimen-tower.ts';
import { templateOf, templatesFor } from './templates.ts';

/** A scan to enrol, in memory. */
export interface ScanToEnrol {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly region: Box | null;
  readonly capturedOn: string | null;
  readonly source: string;
}

export interface EnrolmentRequest {
  readonly account: string;
  readonly holder: string | null;
  readonly signatory: string;
  readonly scans: readonly ScanToEnrol[];
}

export interface EnrolParts {
  readonly store: ReferenceStore;
  readonly engine: Engine;
  readonly model: ModelInUse;
  readonly thresholds: Thresholds;
  readonly operator: string;
  /** The specimens count only once a second person has confirmed them. */
  readonly awaits?: boolean;
}

/** What would become of one scan: a specimen ready to be stored, or why it can't be one. */
export type ExaminedScan =
  | {
      readonly name: string;
      readonly ready: NewSpecimen;
      readonly region: Box;
      readonly fingerprint: string;
      readonly problem: null;
    }
  | {
      readonly name: string;
      readonly ready: null;
      readonly region: Box | null;
      readonly problem: string;
      /** Whose specimen it is already, on file or earlier in the list; null: it can't be read. */
      readonly sameAs: string | null;
    };

export interface ExaminedEnrolment {
  readonly scans: readonly ExaminedScan[];
  readonly warnings: readonly string[];
}

type ReadyScan = Extract<ExaminedScan, { problem: null }>;

const onDay = (specimen: Specimen): string => specimen.enrolledAt.slice(0, 10);

/**
 * What is wrong with a scan, in words, where that is what an error says: the engine refused it, or died over it.
 * @throws the error, where it is anything else
 */
export function scanProblem(error: unknown): string {
  if (!(error instanceof EngineError) || error.origin === 'model') throw error;
  if (['engine-unusable', 'engine-closed', 'bad-message'].includes(error.fault)) throw error;
  return error.message;
}

/** One scan as a new specimen; what can't be read becomes a problem in words, and an engine that fails is thrown. */
async function examineScan(parts: EnrolParts, scan: ScanToEnrol): Promise<ExaminedScan> {
  let examined: ExaminedSignature;
  let tower: Tower;
  try {
    tower = await specimenTower(parts.engine, parts.model, () => Promise.resolve(scan.bytes));
    examined = await parts.engine.examine({
      bytes: scan.bytes,
      page: 0,
      region: scan.region,
      wants: { clean: true, template: tower, fingerprint: true },
    });
  } catch (error) {
    return { name: scan.name, ready: null, region: scan.region, problem: scanProblem(error), sameAs: null };
  }
  const { cleanPng, fingerprint } = examined;
  if (!cleanPng || !fingerprint) throw new Error('The engine left out a part of what it was asked for.');
  return {
    name: scan.name,
    region: examined.region,
    fingerprint,
    problem: null,
    ready: {
      imageBytes: scan.bytes,
      region: scan.region,
      cleanPng,
      fingerprint,
      capturedOn: scan.capturedOn,
      source: scan.source || scan.name,
      template: await templateOf(parts.engine, parts.model, examined, tower),
    },
  };
}

/** Marks scans whose ink is on file for the account already, or came earlier in the same list. */
function refuseDuplicates(
  scans: readonly ExaminedScan[],
  onFile: readonly Specimen[],
  signatory: string,
): ExaminedScan[] {
  const accepted: ReadyScan[] = [];
  return scans.map((scan): ExaminedScan => {
    if (scan.problem !== null) return scan;
    const stored = onFile.find((specimen) => sameSignatureInk(specimen.fingerprint, scan.fingerprint));
    const earlier = accepted.find((other) => sameSignatureInk(other.fingerprint, scan.fingerprint));
    if (stored) {
      const problem = `This signature is on file already: the specimen of ${stored.signatoryName} enrolled on ${onDay(stored)}${stored.retiredOn ? ' (retired)' : ''}.`;
      return { name: scan.name, ready: null, region: scan.region, problem, sameAs: stored.signatoryName };
    }
    if (earlier) {
      const problem = `This is the same signature as ${earlier.name}.`;
      return { name: scan.name, ready: null, region: scan.region, problem, sameAs: signatory };
    }
    accepted.push(scan);
    return scan;
  });
}

/**
 * Warns where a specimen looks like another hand than the signatory's others: judged as if it were questioned, it would
 * be a mismatch.
 */
async function handWarnings(
  parts: EnrolParts,
  request: EnrolmentRequest,
  scans: readonly ReadyScan[],
  onFile: readonly Specimen[],
) {
  const own = onFile.filter((specimen) => specimen.signatoryName === request.signatory && specimen.retiredOn === null);
  const vectors = await templatesFor(parts.store, parts.engine, parts.model, own);
  const all = [
    ...own.map((specimen) => ({
      name: `the specimen of ${onDay(specimen)}`,
      vector: vectors.get(specimen.id)!,
      isNew: false,
    })),
    ...scans.map((scan) => ({ name: scan.name, vector: scan.ready.template.vector, isNew: true })),
  ];
  if (all.length < 2) return [];
  const model = parts.model.judgingWith(parts.engine);
  const known = new KnownDistances();
  const warnings: string[] = [];
  for (const each of all) {
    if (!each.isNew) continue;
    const others = all.filter((other) => other !== each);
    const specimens = others.map((other, at) => ({ id: String(at), capturedOn: null, vector: other.vector }));
    const signatory = { id: 'signatory', name: request.signatory, specimens };
    const judgement = await judge(model, parts.thresholds, each.vector, [signatory], known);
    if (judgement.verdict !== 'mismatch') continue;
    const distances = judgement.distances
      .map(({ specimen, distance }) => `${distance.toFixed(2)} to ${others[Number(specimen)]?.name ?? ''}`)
      .join(', ');
    warnings.push(
      `${each.name} looks like another hand than the other specimens of ${request.signatory}: distance ${distances}. Check that it is theirs.`,
    );
  }
  return warnings;
}

/**
 * The dry run of an enrolment: each scan examined, duplicates named, and warnings where two hands seem to be under one
 * signatory. Stores nothing.
 *
 * @throws EngineError where the engine itself fails, StoreError
 */
export async function examineEnrolment(parts: EnrolParts, request: EnrolmentRequest): Promise<ExaminedEnrolment> {
  const known = await parts.store.findAccount(request.account);
  const onFile = known
    ? await parts.store.specimensOf(request.account, { includeRetired: true, modelHash: parts.model.hash })
    : [];
  const examined: ExaminedScan[] = [];
  for (const scan of request.scans) examined.push(await examineScan(parts, scan));
  const scans = refuseDuplicates(examined, onFile, request.signatory);
  const ready = scans.filter((scan): scan is ReadyScan => scan.problem === null);
  return { scans, warnings: ready.length > 0 ? await handWarnings(parts, request, ready, onFile) : [] };
}

/** An enrolment with what became of its scans. */
export interface PlannedEnrolment {
  readonly request: EnrolmentRequest;
  readonly examined: ExaminedEnrolment;
}

/**
 * Stores the scans of examined enrolments of one account that can be specimens, all in one transaction with their record.
 * @returns for each enrolment the new specimens' ids, in the order of the scans that were ready
 */
export async function storeEnrolments(
  parts: EnrolParts,
  planned: readonly PlannedEnrolment[],
): Promise<readonly (readonly string[])[]> {
  const wanted = planned.map(({ request, examined }) => ({
    account: request.account,
    holder: request.holder,
    signatory: request.signatory,
    specimens: examined.scans.flatMap((scan) => (scan.ready ? [scan.ready] : [])),
    operator: parts.operator,
    awaits: parts.awaits,
  }));
  const ready = wanted.filter(({ specimens }) => specimens.length > 0);
  const enrolled = ready.length > 0 ? await parts.store.enrolTogether(ready) : [];
  return wanted.map((each) => enrolled[ready.indexOf(each)]?.specimens ?? []);
}

/** As {@link storeEnrolments}, for one. @returns the new specimens' ids, in the order of the scans that were ready */
export async function storeEnrolment(
  parts: EnrolParts,
  request: EnrolmentRequest,
  examined: ExaminedEnrolment,
): Promise<readonly string[]> {
  return (await storeEnrolments(parts, [{ request, examined }]))[0] ?? [];
}
