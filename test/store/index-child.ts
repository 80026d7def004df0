/**
 * Changes what the blocks of vectors hold without end, until it is killed: `node index-child.ts DIRECTORY FIRST`. Each round enrols two specimens in an
 * account of its own and prints a line of JSON once that has returned; then it packs, and in some rounds discards, retires, makes a template again, erases the
 * account of two rounds before, or rekeys.
 */
import { writeSync } from 'node:fs';
import { openStore } from '../../src-main/store/open-store.ts';
import { erasedIn, model, place } from './index-rounds.ts';
import { operator, passphrase, quick, specimen, template } from './store-helpers.ts';

const [directory = '', first = '0'] = process.argv.slice(2);
const store = await openStore(directory, { passphrase }, quick);
writeSync(1, '"ready"\n');
for (let batch = Number(first); ; batch++) {
  const account = `account ${batch}`;
  const { specimens } = await store.enrol({
    account,
    signatory: 'Ada',
    specimens: [2 * batch, 2 * batch + 1].map((seed) => specimen(seed)),
  });
  writeSync(1, `${JSON.stringify({ batch, specimens })}\n`);
  if (batch % 9 === 5) await store.vectors.discard(model);
  if (batch % 11 === 7) await store.rekey({ passphrase });
  await store.vectors.pack(model, place, 3);
  if (batch % 3 === 1) await store.putTemplates([{ specimen: specimens[0]!, template: template(5000 + batch) }]);
  if (batch % 3 === 2) {
    await store.retireSpecimen(specimens[1]!, 'old');
    await store.unretireSpecimen(specimens[1]!, 'not old');
  }
  const erased = erasedIn(batch);
  if (erased !== null && (await store.findAccount(erased))) await store.customers.erase(erased, 'asked to', operator);
}
