import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { openStore } from '../../src-main/store/open-store.ts';
import type { ReferenceStore } from '../../src-main/store/reference-store.ts';
import { erasedIn, model, place } from '../store/index-rounds.ts';
import { passphrase, quick, withStore } from '../store/store-helpers.ts';
import { killAfter } from './kill-process.ts';

const child = fileURLToPath(new URL('../store/index-child.ts', import.meta.url));
/** The child is killed at a random moment within this many milliseconds after it has opened the store. */
const longestLife = 400;

/** What came of the kills. All but the counts must be empty. */
export interface IndexKills {
  readonly kills: number;
  /** Specimens whose enrolment had returned before a kill. */
  readonly confirmed: number;
  /** Vectors that came from blocks, over all looks at the store. */
  readonly packed: number;
  /** Confirmed specimens that aren't on file, although their account wasn't to be erased. */
  readonly lost: readonly string[];
  /** Where the index said something else than the specimens and their templates. */
  readonly between: readonly string[];
  /** What verifying found. */
  readonly damage: readonly string[];
}

/** What the index has to say, by specimen in use; and every specimen on file, in use or not. */
async function fromSpecimens(store: ReferenceStore): Promise<{ vectors: Map<string, number[]>; onFile: Set<string> }> {
  const vectors = new Map<string, number[]>();
  const onFile = new Set<string>();
  for (const { number } of await store.listAccounts()) {
    for (const { id, template, retiredOn } of await store.specimensOf(number, {
      modelHash: model,
      includeRetired: true,
    })) {
      onFile.add(id);
      if (!template || retiredOn !== null) continue;
      vectors.set(id, [...template.vector.subarray(place.offset, place.offset + place.length)]);
    }
  }
  return { vectors, onFile };
}

/**
 * Kills a process that enrols, packs, discards, retires, erases and rekeys, again and again on one store, and after each kill holds the index against
 * the specimens.
 * @param progress told after each kill
 */
export function indexKills(count: number, progress: (kills: number) => void = () => undefined): Promise<IndexKills> {
  return withStore(async ({ store, directory }) => {
    await store.close();
    const confirmed = new Map<string, number>();
    const lost = new Set<string>();
    const between = new Set<string>();
    const damage = new Set<string>();
    let packed = 0;
    let next = 0;
    for (let kill = 0; kill < count; kill++) {
      const rounds = await killAfter(child, [directory, String(next)], Math.random() * longestLife);
      for (const { batch, specimens } of rounds) for (const id of specimens) confirmed.set(id, batch);
      const again = await openStore(directory, { passphrase }, quick);
      for (const { where, what } of (await again.verify()).problems) damage.add(`${where}: ${what}`);
      const { owners, values, loose } = await again.vectors.load(model, place);
      const index = new Map(
        owners.map(({ specimen }, at) => [specimen, [...values.subarray(at * place.length, (at + 1) * place.length)]]),
      );
      const { vectors, onFile } = await fromSpecimens(again);
      if (!isDeepStrictEqual(index, vectors)) between.add(`after kill ${kill + 1}`);
      const erasable = new Set(Array.from({ length: next + rounds.length + 4 }, (_, batch) => erasedIn(batch)));
      for (const [id, batch] of confirmed) {
        if (!onFile.has(id) && !erasable.has(`account ${batch}`)) lost.add(`specimen ${id} of round ${batch}`);
      }
      packed += Math.max(0, owners.length - loose);
      // A round whose enrolment was saved but not confirmed has taken its number.
      while (await again.findAccount(`account ${next}`)) next++;
      next = Math.max(next, ...rounds.map(({ batch }) => batch + 1));
      while (await again.findAccount(`account ${next}`)) next++;
      await again.close();
      progress(kill + 1);
    }
    return {
      kills: count,
      confirmed: confirmed.size,
      packed,
      lost: [...lost],
      between: [...between],
      damage: [...damage],
    };
  });
}

/** `npm run prove -- index-kills`. Fails where the index was ever anything but the old or the new one. */
export async function proveIndexKills(count: number): Promise<void> {
  const result = await indexKills(count, (done) => {
    if (done % 10 === 0 || done === count) console.error(`index: ${done} of ${count}`);
  });
  const { kills, confirmed, packed, lost, between, damage } = result;
  console.log(
    `index killed ${kills} times while it changed: ${confirmed} specimens confirmed, ${packed} vectors read from blocks, ` +
      `${lost.length} lost, ${between.length} times neither old nor new, ${damage.length} damaged`,
  );
  const wrong = [...lost, ...between, ...damage];
  if (wrong.length > 0 || confirmed === 0 || packed === 0) {
    throw new Error(`The proof failed: ${wrong.join('; ') || 'nothing was confirmed or packed before a kill'}`);
  }
}
