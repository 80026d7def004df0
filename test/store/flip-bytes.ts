import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../src-main/store/open-store.ts';
import type { ReferenceStore } from '../../src-main/store/reference-store.ts';
import { StoreError } from '../../src-main/store/store-error.ts';
import { verifyStore } from '../../src-main/store/verify.ts';
import { newCheck, passphrase, quick, specimen, withStore } from './store-helpers.ts';

/** What became of the flips. `wrong` must stay empty: a flip that nobody named and that changed what is read. */
export interface FlipResult {
  readonly flips: number;
  /** Verifying or opening named the damage. */
  readonly named: number;
  /** The byte meant nothing: all data is read as it was. */
  readonly harmless: number;
  readonly wrong: readonly string[];
}

/** Small seeded generator (mulberry32), uniform in [0, 1). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** All that can be read of a store, as one text. */
async function everythingIn(store: ReferenceStore): Promise<string> {
  const accounts = await store.listAccounts();
  const specimens = [];
  for (const { number } of accounts) {
    for (const found of await store.specimensOf(number, { includeRetired: true, modelHash: 'hash-1' })) {
      const pictures = [await found.imageBytes(), await found.cleanPng()].map((bytes) =>
        Buffer.from(bytes).toString('base64'),
      );
      specimens.push({ ...found, vector: [...(found.template?.vector ?? [])], pictures });
    }
  }
  const checks = [];
  for (const check of await store.recentChecks(100)) {
    checks.push({ ...check, picture: Buffer.from((await check.questionedPng()) ?? []).toString('base64') });
  }
  const record = await store.record.entries();
  const rest = [
    await store.getSetting('a'),
    await store.getPolicy(),
    await store.listLayouts(),
    await store.listOperators(),
  ];
  return JSON.stringify({ accounts, specimens, checks, record, rest });
}

/**
 * Flips one byte at a time of a closed store's file, at seeded random places (every second one where the byte isn't zero, because
 * half of a small store is empty space), and requires of each flip that verifying or opening
 * names damage, or that everything is read as it was.
 * @param count how many flips
 */
export async function flipBytes(count: number, seed: number): Promise<FlipResult> {
  return withStore(async ({ store, directory, folder }) => {
    await store.enrol({ account: '12-34', holder: 'Firm', signatory: 'Ada', specimens: [specimen(1), specimen(2)] });
    await store.enrol({ account: '99', signatory: 'Ben', specimens: [specimen(3)] });
    await store.retireSpecimen((await store.specimensOf('99'))[0]?.id ?? '', 'old');
    const check = await store.recordCheck(newCheck('1234'));
    await store.recordDecision({ check, decision: 'accept', reason: 'fine' });
    await store.setSetting('a', 'value');
    await store.setPolicy({ one: 1 });
    await store.setLayout('12', { name: 'bank' });
    const expected = await everythingIn(store);
    await store.close();
    const original = readFileSync(join(directory, 'store.sqlite'));
    const inUse = [...original.keys()].filter((offset) => original[offset] !== 0);
    const random = seeded(seed);
    const wrong: string[] = [];
    let named = 0;
    let harmless = 0;
    const copy = join(folder, 'flipped');
    for (let flip = 0; flip < count; flip++) {
      const offset =
        flip % 2 === 0 ? Math.floor(random() * original.length) : inUse[Math.floor(random() * inUse.length)];
      if (offset === undefined) throw new Error('the file is empty');
      const change = 1 + Math.floor(random() * 255);
      const bytes = Buffer.from(original);
      bytes[offset] = (bytes[offset] ?? 0) ^ change;
      rmSync(copy, { recursive: true, force: true });
      mkdirSync(copy);
      writeFileSync(join(copy, 'store.sqlite'), bytes);
      for (const name of ['head.json', 'store.json']) copyFileSync(join(directory, name), join(copy, name));
      const outcome = await outcomeOf(copy, expected);
      if (outcome === 'named') named++;
      else if (outcome === 'harmless') harmless++;
      else wrong.push(`byte ${offset} xor ${change}: ${outcome}`);
    }
    return { flips: count, named, harmless, wrong };
  });
}

async function outcomeOf(copy: string, expected: string): Promise<string> {
  try {
    const report = await verifyStore(copy, { passphrase }, quick);
    if (!report.ok) return report.problems.every(({ what }) => what.length > 0) ? 'named' : 'a problem without words';
    const store = await openStore(copy, { passphrase }, quick);
    try {
      const read = await everythingIn(store);
      return read === expected ? 'harmless' : 'other data was read, and nobody said so';
    } finally {
      await store.close();
    }
  } catch (error) {
    return error instanceof StoreError ? 'named' : `crashed: ${String(error)}`;
  }
}
