/**
 * Enrols without end until it is killed: `node crash-child.ts DIRECTORY FIRST`. After each enrolment has returned it prints a
 * line of JSON: the batch's number and its specimens' ids. Specimens come in twos, so that half an enrolment can be told.
 */
import { writeSync } from 'node:fs';
import { openStore } from '../../src-main/store/open-store.ts';
import { passphrase, specimen } from './store-helpers.ts';

const [directory = '', first = '0'] = process.argv.slice(2);
const store = await openStore(directory, { passphrase });
writeSync(1, '"ready"\n');
for (let batch = Number(first); ; batch++) {
  const { specimens } = await store.enrol({
    account: `account ${batch % 7}`,
    signatory: `signatory ${batch % 3}`,
    specimens: [2 * batch, 2 * batch + 1].map((seed) => specimen(seed, { source: `batch ${batch}` })),
  });
  writeSync(1, `${JSON.stringify({ batch, specimens })}\n`);
}
