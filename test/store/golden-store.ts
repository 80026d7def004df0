import { createStore } from '../../src-main/store/create-store.ts';
import { newCheck, quick, specimen, template } from './store-helpers.ts';

/** What opens every golden store. */
export const goldenPassphrase = 'golden store passphrase';
/** Where the block of vectors of a golden store is cut out of templates. */
export const goldenPlace = { offset: 4, length: 8 };
export const goldenOperator = 'Golden Operator';

/**
 * Makes a golden store: one of every kind of row. Run once for each new schema version, with the program of that version, and
 * never again: `node test/store/golden-store.ts test/fixtures/store/version-N`.
 */
export async function makeGoldenStore(directory: string): Promise<void> {
  const { store } = await createStore(directory, { passphrase: goldenPassphrase, operator: goldenOperator }, quick);
  const { signatory } = await store.enrol({
    account: '00-1122',
    holder: 'Golden Firm',
    signatory: 'Ada Byron',
    specimens: [specimen(1), specimen(2)],
  });
  const { specimens, signatory: ben } = await store.enrol({
    account: '33',
    signatory: 'Ben',
    specimens: [specimen(3)],
  });
  await store.retireSpecimen(specimens[0] ?? '', 'signature changed');
  await store.putTemplates([{ specimen: specimens[0] ?? '', template: template(9, 'hash-2') }]);
  await store.enrol({ account: '33', signatory: 'Ben', specimens: [specimen(5)], awaits: true });
  const benny = await store.enrol({ account: '33', signatory: 'Benny', specimens: [specimen(6)] });
  await store.retireSpecimen(benny.specimens[0] ?? '', 'signature changed');
  const merged = { from: benny.signatory.id, into: ben.id, reason: 'the same person' };
  await store.corrections.merge(merged, goldenOperator);
  await store.mandates.set(
    '001122',
    {
      from: '2026-01-01',
      groups: [{ name: 'A', members: [{ signatory: signatory.id, from: null, to: null }] }],
      rules: [{ upTo: null, ways: [[{ count: 1, group: 'A' }]] }],
    },
    goldenOperator,
  );
  const batch = await store.batches.open(
    { folder: '/golden/scans', manifest: '/golden/list.csv', watch: false },
    goldenOperator,
  );
  const plain = { size: 10, modified: 1_700_000_000_000, identity: '1:2', account: null, amount: null, date: null };
  const files = ['a.png', 'b.png', 'c.png'].map((file) => ({ file, ...plain }));
  await store.batches.add(batch.id, files, goldenOperator);
  const [first, second] = await store.batches.items(batch.id, { after: null, limit: 2 });
  const outcome = {
    account: '00-1122',
    amount: 120.5,
    score: 3.25,
    reasons: ['fits'],
    scanHash: 'ab'.repeat(32),
    line: 'x',
    flags: [],
    further: 0,
  };
  const inBatch = { ...outcome, verdict: 'match', fault: null } as const;
  await store.batches.judged(first?.id ?? '', newCheck('001122'), inBatch, goldenOperator);
  const unread = { ...outcome, account: null, verdict: null, score: null, fault: 'empty', line: null };
  await store.batches.failed(second?.id ?? '', unread, goldenOperator);
  const waiting = await store.recordCheck(newCheck('33', { inks: [Buffer.from('ink as found')], amount: 5000 }));
  await store.recordDecision({ check: waiting, decision: 'accept', reason: 'fits', awaits: ['amount'], amount: 5000 });
  const check = await store.recordCheck(newCheck('001122'));
  const accepted = await store.recordDecision({ check, decision: 'accept', reason: 'looks right' });
  await store.undoDecision(accepted.id, 'wrong cheque');
  await store.setSetting('appearance', 'dark');
  await store.setLayout('00', { name: 'bank' });
  await store.setPolicy({ idleLockSeconds: 300 });
  await store.operators.add(
    { name: 'Second Operator', role: 'clerk', passphrase: 'second passphrase' },
    goldenOperator,
  );
  await store.addSystemSlot(new Uint8Array(32).fill(7));
  await store.vectors.pack('hash-1', goldenPlace, 1);
  await store.close();
}

if (import.meta.main) await makeGoldenStore(process.argv[2] ?? '');
