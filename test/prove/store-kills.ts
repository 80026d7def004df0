import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { openStore } from '../../src-main/store/open-store.ts';
import { restoreStore } from '../../src-main/store/restore.ts';
import type { Specimen } from '../../src-main/store/reference-store.ts';
import { verifyStore } from '../../src-main/store/verify.ts';
import { newCheck, passphrase, quick, specimen, withStore } from '../store/store-helpers.ts';
import { killAfter } from './kill-process.ts';

const child = fileURLToPath(new URL('../store/crash-child.ts', import.meta.url));
/** A child is killed at a random moment within this many milliseconds after it has opened the store. */
const longestLife = 250;

/** What came of the kills. All but `kills`, `confirmed` and `unconfirmed` must be empty. */
export interface KillResult {
  readonly kills: number;
  /** Specimens whose enrolment had returned before the kill. */
  readonly confirmed: number;
  /** Specimens that were saved whole although the kill came before the enrolment returned. */
  readonly unconfirmed: number;
  /** Confirmed specimens that are gone or don't read as they were. */
  readonly lost: readonly string[];
  /** Specimens or enrolments of which only a part is there. */
  readonly half: readonly string[];
  /** What verifying found after a kill. */
  readonly damage: readonly string[];
}

/** What of a specimen isn't as its seed makes it; null where all is. */
async function fault(found: Specimen, seed: number): Promise<string | null> {
  const expected = specimen(seed);
  if (!Buffer.from(await found.imageBytes()).equals(expected.imageBytes)) return 'image';
  if (!Buffer.from(await found.cleanPng()).equals(expected.cleanPng)) return 'clean crop';
  if (!isDeepStrictEqual(found.template, expected.template)) return 'template';
  return null;
}

/**
 * Kills an enrolling process again and again on one store, and looks at the store after each kill.
 * @param count how many kills
 * @param progress told after each kill
 */
export async function storeKills(
  count: number,
  progress: (kills: number) => void = () => undefined,
): Promise<KillResult> {
  return withStore(async ({ store, directory }) => {
    await store.close();
    const confirmed = new Map<string, number>();
    const lost = new Set<string>();
    const half = new Set<string>();
    const damage = new Set<string>();
    let seen = 0;
    let nextBatch = 0;
    for (let kill = 0; kill < count; kill++) {
      for (const { batch, specimens } of await killAfter(
        child,
        [directory, String(nextBatch)],
        Math.random() * longestLife,
      )) {
        specimens.forEach((id, index) => confirmed.set(id, 2 * batch + index));
      }
      const again = await openStore(directory, { passphrase }, quick);
      for (const { where, what } of (await again.verify()).problems) damage.add(`${where}: ${what}`);
      const visible = new Map<string, Specimen>();
      for (const { number } of await again.listAccounts()) {
        for (const found of await again.specimensOf(number, { modelHash: 'hash-1' })) visible.set(found.id, found);
      }
      const batches = new Map<string, number>();
      for (const found of visible.values()) {
        const seed = Number(found.fingerprint.replace('ink-', ''));
        const wrong = await fault(found, seed);
        if (wrong) half.add(`specimen ${seed}: ${wrong}`);
        batches.set(found.source, (batches.get(found.source) ?? 0) + 1);
        nextBatch = Math.max(nextBatch, Math.floor(seed / 2) + 1);
      }
      for (const [batch, members] of batches) if (members !== 2) half.add(`${batch}: ${members} of 2`);
      for (const [id, seed] of confirmed)
        if (visible.get(id)?.fingerprint !== `ink-${seed}`) lost.add(`specimen ${seed}`);
      seen = visible.size;
      await again.close();
      progress(kill + 1);
    }
    return {
      kills: count,
      confirmed: confirmed.size,
      unconfirmed: seen - confirmed.size,
      lost: [...lost],
      half: [...half],
      damage: [...damage],
    };
  });
}

/** What came of a restore drill. `differences` must be empty. */
export interface DrillResult {
  readonly specimens: number;
  readonly checks: number;
  readonly differences: readonly string[];
}

/**
 * The drill: back up a store in use, lose it and every passphrase, restore it by the backup and the printed recovery key,
 * give an operator a passphrase again, and compare everything with what was there.
 * @param accounts how many accounts, with two specimens and one decided check each
 */
export async function restoreDrill(accounts: number): Promise<DrillResult> {
  return withStore(async ({ store, directory, folder, recoveryKey }) => {
    for (let index = 0; index < accounts; index++) {
      const account = `10-${index}`;
      await store.enrol({ account, signatory: 'Ada', specimens: [specimen(2 * index), specimen(2 * index + 1)] });
      const check = await store.recordCheck(newCheck(account));
      await store.recordDecision({ check, decision: 'accept', reason: `reason ${index}` });
    }
    const head = await store.record.head();
    const publicKey = await store.record.publicKey();
    await store.backup(join(folder, 'backup'));
    await store.close();
    rmSync(directory, { recursive: true });

    const differences: string[] = [];
    const restored = await restoreStore(join(folder, 'backup'), directory, { recoveryKey }, quick);
    const [operator = ''] = await restored.listOperators();
    await restored.changePassphrase({ operator, newPassphrase: 'after the drill' });
    await restored.close();
    for (const { where, what } of (await verifyStore(directory, { recoveryKey }, { publicKey })).problems) {
      differences.push(`${where}: ${what}`);
    }
    const again = await openStore(directory, { passphrase: 'after the drill' }, quick);
    const entry = (await again.record.entries({ after: head.sequence - 1, limit: 1 }))[0];
    if (entry?.hash !== head.hash) differences.push('the record is another one');
    let specimens = 0;
    for (let index = 0; index < accounts; index++) {
      for (const [offset, found] of (await again.specimensOf(`10-${index}`, { modelHash: 'hash-1' })).entries()) {
        const wrong = await fault(found, 2 * index + offset);
        if (wrong) differences.push(`specimen ${2 * index + offset}: ${wrong}`);
        specimens++;
      }
    }
    if (specimens !== 2 * accounts) differences.push(`${specimens} specimens instead of ${2 * accounts}`);
    const checks = await again.recentChecks(accounts + 1);
    const reasons = new Set(checks.map(({ decision }) => decision?.reason));
    for (let index = 0; index < accounts; index++) {
      if (!reasons.has(`reason ${index}`)) differences.push(`the decision on check ${index} is missing`);
    }
    await again.close();
    return { specimens, checks: checks.length, differences };
  });
}
