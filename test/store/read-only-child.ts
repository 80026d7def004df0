/**
 * Tries to use a store whose files this user may only read: `node read-only-child.ts DIRECTORY NEW`. Prints the fault and message
 * of opening DIRECTORY, and of creating NEW. Root may write anywhere, so it becomes nobody first, with everything loaded.
 */
import { createStore } from '../../src-main/store/create-store.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { StoreError } from '../../src-main/store/store-error.ts';
import { passphrase, quick } from './store-helpers.ts';

const [directory = '', fresh = ''] = process.argv.slice(2);
if (process.getuid?.() === 0) {
  process.setgid?.(65534);
  process.setuid?.(65534);
}
const told: unknown[] = [];
for (const use of [
  () => openStore(directory, { passphrase }, quick),
  () => createStore(fresh, { passphrase, operator: 'O' }, quick),
]) {
  try {
    await use();
    told.push('no error');
  } catch (error) {
    told.push(error instanceof StoreError ? { fault: error.fault, message: error.message } : String(error));
  }
}
console.log(JSON.stringify(told));
