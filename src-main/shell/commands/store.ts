import { resolve } from 'node:path';
import { jsonOption, storeOption, type Command } from '../command.ts';

const recoveryOption = {
  name: 'recovery',
  help: 'open with the recovery key (COUNTERSIGN_RECOVERY_KEY or a prompt) and set a new passphrase',
};

/** `countersign store verify`: is all as it was recorded? */
export const storeVerify: Command = {
  name: 'store verify',
  summary: 'Checks every row of a store against its chained and signed record.',
  usage: ['--store DIR [--json]'],
  options: [storeOption, jsonOption],
  notes: [
    'Without COUNTERSIGN_PASSPHRASE the sealed contents are not opened; the record is checked all the same.',
    'Exit code: 0 all is well, 1 something is wrong.',
  ],
  async run(given, host) {
    const { verifyStore } = await import('../../desk/store-tasks.ts');
    const output = await verifyStore(host, { store: resolve(given.required('store')) });
    for (const { where, what } of output.problems) host.note(`${where}: ${what}`);
    const opened = output.envelopesOpened
      ? 'sealed contents opened'
      : 'sealed contents not opened: no passphrase given';
    const problems = output.problems.length === 1 ? '1 problem' : `${String(output.problems.length)} problems`;
    const found = output.ok ? 'is as it was recorded' : `has ${problems}`;
    return { output, text: `The store ${output.store} ${found} (${opened}).`, exitCode: output.ok ? 0 : 1 };
  },
};

/** `countersign store backup`: a copy, also while the store is in use. */
export const storeBackup: Command = {
  name: 'store backup',
  summary: 'Copies a store, also while it is in use.',
  usage: ['--store DIR --to DIR [--json]'],
  options: [
    storeOption,
    { name: 'to', value: 'DIR', required: true, help: 'the folder of the copy; it must be empty or not exist' },
    jsonOption,
  ],
  async run(given, host) {
    const { backupStore } = await import('../../desk/store-tasks.ts');
    const output = await backupStore(host, {
      store: resolve(given.required('store')),
      to: resolve(given.required('to')),
    });
    return { output, text: `Copied ${output.store} to ${output.copy}.`, exitCode: 0 };
  },
};

/** `countersign store restore`: a store from its copy. */
export const storeRestore: Command = {
  name: 'store restore',
  summary: 'Makes a store from a backup, and checks it.',
  usage: ['--store DIR --from DIR [--recovery] [--json]'],
  options: [
    { ...storeOption, help: 'the folder of the new store; it must be empty or not exist' },
    { name: 'from', value: 'DIR', required: true, help: 'the folder of the backup' },
    recoveryOption,
    jsonOption,
  ],
  async run(given, host) {
    const { restoreStore } = await import('../../desk/store-tasks.ts');
    const output = await restoreStore(host, {
      store: resolve(given.required('store')),
      from: resolve(given.required('from')),
      recovery: given.given('recovery'),
    });
    return { output, text: `Restored ${output.copy} from ${output.store}.`, exitCode: output.ok ? 0 : 1 };
  },
};

/** `countersign store rekey`: everything sealed anew. */
export const storeRekey: Command = {
  name: 'store rekey',
  summary: 'Seals a store anew under a fresh data key; old passphrases and the old recovery key are void.',
  usage: ['--store DIR [--recovery] [--json]'],
  options: [storeOption, recoveryOption, jsonOption],
  notes: [
    'Prints the new recovery key once, on stderr. COUNTERSIGN_NEW_PASSPHRASE, or a prompt, gives the new passphrase.',
  ],
  async run(given, host) {
    const { rekeyStore } = await import('../../desk/store-tasks.ts');
    const output = await rekeyStore(host, {
      store: resolve(given.required('store')),
      recovery: given.given('recovery'),
    });
    return { output, text: `Sealed ${output.store} anew.`, exitCode: 0 };
  },
};
