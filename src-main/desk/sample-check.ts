import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { Log } from '../contract/log.ts';
import { EngineError } from '../engine/engine-error.ts';
import type { StartPort } from '../engine/engine-port.ts';
import { createStore } from '../store/create-store.ts';
import { startEngine } from './engine-of.ts';
import { loadModel } from './model-in-use.ts';
import { describeSample, describeUnreadable, enrolSamples } from './samples.ts';
import { defaultSettings, policyHash } from './settings.ts';
import { verifyCheque } from './verify-cheque.ts';

export interface SampleCheckOptions {
  readonly log: Log;
  readonly startEngine: StartPort;
  readonly modelsDirectory: string;
  readonly version: string;
  readonly print: (line: string) => void;
}

const column = (text: string, width: number): string => text.padEnd(width).slice(0, width);

/**
 * Enrols the sample accounts in a temporary store, checks the sample cheques and prints a table of verdicts: what
 * `npm start` does where there is no screen. The store is removed afterwards.
 *
 * @returns `asExpected`: nothing that was signed by another hand came out as a match, nothing the holder signed as a
 *   mismatch, and what can't be judged got no verdict
 */
export async function runSampleCheck(options: SampleCheckOptions): Promise<{ asExpected: boolean }> {
  const { print } = options;
  const folder = await mkdtemp(join(tmpdir(), 'countersign-sample-'));
  const model = await loadModel(options.modelsDirectory, defaultSettings.model);
  const engine = startEngine(options.startEngine, model, options.log);
  const operator = 'sample';
  try {
    const passphrase = randomBytes(16).toString('hex');
    const { store } = await createStore(join(folder, 'store'), { passphrase, operator });
    try {
      const parts = { store, engine, model, thresholds: model.thresholds, operator };
      const { accounts, specimens, set } = await enrolSamples(parts);
      print(`Enrolled ${specimens} specimens of ${accounts} sample accounts; checking the sample cheques:`);
      print('');
      print(`${column('cheque', 40)} ${column('what it is', 50)} ${column('verdict', 10)} score`);
      let asExpected = true;
      const cheques = [
        ...set.cheques.map((cheque) => ({ ...cheque, is: describeSample(cheque), region: null })),
        ...set.unreadable.map((sample) => ({
          ...sample,
          is: describeUnreadable(sample),
          hand: 'none',
          region: sample.signatureRegion,
        })),
      ];
      for (const { name, bytes, account, is, hand, region } of cheques) {
        let verdict = 'none';
        let score = '';
        try {
          const checked = await verifyCheque(
            { ...parts, policyHash: policyHash(model.thresholds, null) },
            { bytes, name, page: 0, account, region },
          );
          verdict = checked.verdict;
          score = checked.judgement.score.toFixed(2);
        } catch (error) {
          if (!(error instanceof EngineError) || error.origin !== 'scan') throw error;
          score = error.message;
        }
        print(`${column(name, 40)} ${column(is, 50)} ${column(verdict, 10)} ${score}`);
        const wrong =
          (hand === 'genuine' && verdict === 'mismatch') ||
          (hand === 'other hand' && verdict === 'match') ||
          (hand === 'none') !== (verdict === 'none');
        asExpected &&= !wrong;
      }
      print('');
      return { asExpected };
    } finally {
      await store.close();
    }
  } finally {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}
