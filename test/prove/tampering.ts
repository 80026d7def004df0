import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom, type SeededRandom } from '../../src-main/sample/seeded.ts';
import { headText } from '../../src-main/store/head-text.ts';
import { readKeptHead } from '../../src-main/store/kept-head.ts';
import type { ReferenceStore } from '../../src-main/store/reference-store.ts';
import { verifyStore } from '../../src-main/store/verify.ts';
import type { VerifyOptions } from '../../src-main/store/verify-database.ts';
import { newCheck, operator, specimen, withStore } from '../store/store-helpers.ts';
import { changes, putBack, skills, tamper, type Target } from './tamper.ts';

/** By what a tampering is found. */
interface Found {
  /** By the store itself, its record, head and files as they lie there, without any key. */
  itself: number;
  /** Only by a public key and by a head, each kept elsewhere: whoever did it signed everything with a key of their own. */
  keyAndHead: number;
  /** Only by a head that was printed. */
  head: number;
}

/** What came of the tamperings. `missed` and `falseAlarms` must be empty. */
export interface TamperingResult {
  readonly tamperings: number;
  readonly found: Readonly<Record<string, Found>>;
  readonly missed: readonly string[];
  /** What verifying said of copies that nobody had touched. */
  readonly falseAlarms: readonly string[];
}

/** A copy of a store as it was at one time, with the head that a report of that time prints. */
interface Snapshot {
  readonly directory: string;
  readonly printed: string;
}

/** Work of some days: every kind of entry that a desk writes often. */
async function workADay(store: ReferenceStore, day: number): Promise<void> {
  const account = `40-${day}`;
  await store.notes.logOn({ by: 'passphrase', systemUser: 'olga', from: 'local-window', version: '1.0.0' });
  await store.enrol({ account, signatory: 'Ada', specimens: [specimen(2 * day), specimen(2 * day + 1)] });
  await store.notes.policyInForce(`policy ${day}`, { day }, operator);
  const check = await store.recordCheck(newCheck(account));
  const decision = await store.recordDecision({ check, decision: 'accept', reason: 'fits' });
  if (day % 2 === 0) await store.undoDecision(decision.id, 'wrong cheque');
  await store.notes.exported({ what: 'report', account, sha256: 'ef'.repeat(32) }, operator);
}

async function isFound(directory: string, kept: VerifyOptions): Promise<boolean> {
  return !(await verifyStore(directory, null, kept)).ok;
}

/**
 * Tampers with the record of a store, each time in a fresh copy, and looks whether an auditor without the data key finds it.
 * @param count how many tamperings
 * @param progress told after each
 */
export function proveTamperings(
  count: number,
  seed: number,
  progress: (done: number) => void = () => undefined,
): Promise<TamperingResult> {
  return withStore(async ({ store, folder }) => {
    const snapshots: Snapshot[] = [];
    for (let day = 0; day < 6; day++) {
      await workADay(store, day);
      const directory = join(folder, `day-${day}`);
      await store.backup(directory);
      snapshots.push({ directory, printed: headText(await store.record.head()) });
    }
    const publicKey = await store.record.publicKey();
    await store.close();

    const falseAlarms: string[] = [];
    for (const [day, { directory }] of snapshots.entries())
      for (const { printed } of snapshots.slice(0, day + 1)) {
        const report = await verifyStore(directory, null, { publicKey, keptHead: readKeptHead(printed) });
        falseAlarms.push(...report.problems.map(({ where, what }) => `day ${day}, ${where}: ${what}`));
      }

    const found: Record<string, Found> = {};
    const missed: string[] = [];
    const target: Target = { directory: join(folder, 'tampered'), store: store.id };
    for (let done = 0; done < count; done++) {
      const random = seededRandom('tampering', seed, done);
      rmSync(target.directory, { recursive: true, force: true });
      mkdirSync(target.directory);
      cpSync(snapshots.at(-1)!.directory, target.directory, { recursive: true });
      const { kind, what, printed } = disturb(target, snapshots, done, random);
      const counts = (found[kind] ??= { itself: 0, keyAndHead: 0, head: 0 });
      const byHead = await isFound(target.directory, { keptHead: readKeptHead(printed) });
      if (await isFound(target.directory, {})) counts.itself++;
      else if (!byHead) missed.push(what);
      else if (await isFound(target.directory, { publicKey })) counts.keyAndHead++;
      else counts.head++;
      progress(done + 1);
    }
    return { tamperings: count, found, missed, falseAlarms };
  });
}

/** One tampering, the kinds in turn. `printed`: the head of a report that was printed before it. */
function disturb(
  target: Target,
  snapshots: readonly Snapshot[],
  turn: number,
  random: SeededRandom,
): { kind: string; what: string; printed: string } {
  const change = [...changes, 'older copy' as const][turn % 6]!;
  if (change !== 'older copy') {
    const skill = skills[Math.floor(turn / 6) % skills.length]!;
    return { kind: change, what: tamper(target, change, skill, random), printed: snapshots.at(-1)!.printed };
  }
  const older = random.integer(snapshots.length - 1);
  const headToo = Math.floor(turn / 6) % 2 === 1;
  putBack(target, snapshots[older]!.directory, headToo);
  const report = older + 1 + random.integer(snapshots.length - 1 - older);
  const kind = headToo ? 'older copy with its head' : 'older copy';
  return { kind, what: `${kind} of day ${older}`, printed: snapshots[report]!.printed };
}

const seed = 20261125;

/** `npm run prove -- tampering`: fails where a tampering isn't found or an untouched copy is said to be tampered with. */
export async function proveTampering(count: number): Promise<void> {
  const result = await proveTamperings(count, seed, (done) => {
    if (done % 100 === 0 || done === count) console.error(`tamperings: ${done} of ${count}`);
  });
  for (const [kind, { itself, keyAndHead, head }] of Object.entries(result.found)) {
    console.log(
      `${kind}: ${itself + keyAndHead + head} found (${itself} by the store itself, ` +
        `${keyAndHead} only by public key and head kept elsewhere, ${head} only by a printed head)`,
    );
  }
  console.log(
    `tamperings: ${result.tamperings - result.missed.length} of ${result.tamperings} found; ` +
      `false alarms on untouched copies: ${result.falseAlarms.length}`,
  );
  const wrong = [...result.missed.map((what) => `missed: ${what}`), ...result.falseAlarms];
  if (wrong.length > 0) throw new Error(`The proof failed: ${wrong.slice(0, 20).join('; ')}`);
}
