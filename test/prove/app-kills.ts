/** Kills the whole app (`kill -9`) at random moments while it enrols, and looks at the store after each kill. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createStore } from '../../src-main/store/create-store.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { passphrase } from '../desk/open-test-desk.ts';
import { killAfter } from './kill-process.ts';

const child = fileURLToPath(new URL('app-child.ts', import.meta.url));
/** The app is killed within this many milliseconds after it is ready: a few enrolments long. */
const longestLife = 900;

/** What came of the kills. `lost`, `half` and `damage` must be empty. */
export interface AppKills {
  readonly kills: number;
  /** Specimens whose enrolment had been answered before the kill. */
  readonly confirmed: number;
  /** All specimens in the store at the end. */
  readonly stored: number;
  readonly lost: readonly string[];
  readonly half: readonly string[];
  readonly damage: readonly string[];
}

/** @param count how many kills */
export async function appKills(count: number, onKill: (done: number) => void = () => undefined): Promise<AppKills> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-kills-'));
  const directory = join(folder, 'store');
  const confirmed = new Set<string>();
  const lost = new Set<string>();
  const half = new Set<string>();
  const damage = new Set<string>();
  let stored = 0;
  let next = 0;
  try {
    const { store } = await createStore(directory, { passphrase, operator: 'clerk' });
    await store.close();
    for (let done = 0; done < count; done++) {
      for (const { specimens } of await killAfter(child, [directory, String(next)], Math.random() * longestLife)) {
        for (const id of specimens) confirmed.add(id);
      }
      const again = await openStore(directory, { passphrase });
      for (const { where, what } of (await again.verify()).problems) damage.add(`${where}: ${what}`);
      const visible = new Set<string>();
      for (const { number } of await again.listAccounts()) {
        const specimens = await again.specimensOf(number);
        if (specimens.length !== 2) half.add(`${number}: ${specimens.length} of 2 specimens`);
        for (const specimen of specimens) {
          if ((await specimen.imageBytes()).length === 0 || (await specimen.cleanPng()).length === 0)
            half.add(specimen.id);
          visible.add(specimen.id);
        }
        next = Math.max(next, Number(number.split('-')[1]) + 1);
      }
      for (const id of confirmed) if (!visible.has(id)) lost.add(id);
      stored = visible.size;
      await again.close();
      onKill(done + 1);
    }
    return { kills: count, confirmed: confirmed.size, stored, lost: [...lost], half: [...half], damage: [...damage] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
