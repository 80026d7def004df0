import { createStore } from '../../src-main/store/create-store.ts';
import { newCheck, quick, specimen, template } from './store-helpers.ts';

/** What opens every golden store. */
export const goldenPassphrase = 'golden store passphrase';
export const goldenOperator = 'Golden Operator';

/**
 * Makes a golden store: one of every kind of row. Run once for each new schema version, with the program of that version, and
 * never again: `node test/store/golden-store.ts test/fixtures/store/version-N`.
 */
export async function makeGoldenStore(directory: string): Promise<void> {
  const { store } = await createStore(directory, { passphrase: goldenPassphrase, operator: goldenOperator }, quick);
  await store.enrol({
    account: '00-1122',
    holder: 'Golden Firm',
    signatory: 'Ada Byron',
    specimens: [specimen(1), specimen(2)],
  });
  const { specimens } = await store.enrol({ account: '33', signatory: 'Ben', specimens: [specimen(3)] });
  await store.retireSpecimen(specimens[0] ?? '', 'signature changed');
  await store.putTemplates([{ specimen: specimens[0] ?? '', template: template(9, 'hash-2') }]);
  const check = await store.recordCheck(newCheck('001122'));
  const accepted = await store.recordDecision({ check, decision: 'accept', reason: 'looks right' });
  await store.undoDecision(accepted.id, 'wrong cheque');
  await store.setSetting('appearance', 'dark');
  await store.setLayout('00', { name: 'bank' });
  await store.setPolicy({ idleLockSeconds: 300 });
  await store.addPassphraseSlot({ operator: 'Second Operator', passphrase: 'second passphrase' });
  await store.addSystemSlot(new Uint8Array(32).fill(7));
  await store.close();
}

if (import.meta.main) await makeGoldenStore(process.argv[2] ?? '');
