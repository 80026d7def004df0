import { resolve } from 'node:path';
import { jsonOption, storeOption, UsageError, type Command } from '../command.ts';

const accountOption = { name: 'account', value: 'ID', required: true, help: 'the account' };

/** `countersign customer export`: what is held of one customer. */
export const customerExport: Command = {
  name: 'customer export',
  summary: 'Writes all data of one customer to a new folder; the export is on record.',
  usage: ['--store DIR --account ID --out DIR [--json]'],
  options: [
    storeOption,
    accountOption,
    { name: 'out', value: 'DIR', required: true, help: 'the folder to write; it must be empty or not exist' },
    jsonOption,
  ],
  notes: ['customer.json says everything, with the names of the pictures beside it. The folder is not sealed.'],
  async run(given, host) {
    const { exportCustomer } = await import('../../desk/customers.ts');
    const output = await exportCustomer(host, {
      store: resolve(given.required('store')),
      account: given.required('account'),
      out: resolve(given.required('out')),
    });
    const text = `Wrote account ${output.account} with ${String(output.pictures)} pictures to ${output.folder}.`;
    return { output, text, exitCode: 0 };
  },
};

/** `countersign customer erase`: one customer, for good. */
export const customerErase: Command = {
  name: 'customer erase',
  summary: 'Erases one customer for good: signatures, checks and keys. The record says so, and stays whole.',
  usage: ['--store DIR --account ID --reason TEXT [--despite-retention] [--json]'],
  options: [
    storeOption,
    accountOption,
    { name: 'reason', value: 'TEXT', required: true, help: 'why; it stands on record, so name nobody in it' },
    { name: 'despite-retention', help: "also before the policy's retention period is over" },
    jsonOption,
  ],
  notes: [
    'It cannot be undone. What the record said of the customer can be read by nobody any more; its hashes stay.',
    'Backups made before still hold the customer: do away with them in their time.',
  ],
  async run(given, host) {
    const reason = given.required('reason').trim();
    if (reason === '') throw new UsageError('customer erase needs a --reason.');
    const { eraseCustomer } = await import('../../desk/customers.ts');
    const output = await eraseCustomer(host, {
      store: resolve(given.required('store')),
      account: given.required('account'),
      reason,
      despiteRetention: given.given('despite-retention'),
    });
    const { specimens, checks } = output;
    const text = `Erased account ${output.account}: ${String(specimens)} specimens, ${String(checks)} checks.`;
    return { output, text, exitCode: 0 };
  },
};

/** `countersign store expire`: what the policy keeps no longer. */
export const storeExpire: Command = {
  name: 'store expire',
  summary: "Erases the checks that are older than the policy's retention period.",
  usage: ['--store DIR [--dry-run] [--json]'],
  options: [storeOption, { name: 'dry-run', help: 'only count them' }, jsonOption],
  notes: [
    'The period is retentionDays in the policy file (docs/policy.md). Checks of an open batch, and those whose decision waits for a',
    'second person, stay. What the record says of the erased ones stays too.',
  ],
  async run(given, host) {
    const { expireChecks } = await import('../../desk/customers.ts');
    const dryRun = given.given('dry-run');
    const output = await expireChecks(host, { store: resolve(given.required('store')), dryRun });
    const day = output.before.slice(0, 10);
    const text = dryRun
      ? `${String(output.found)} checks are from before ${day}. Nothing was erased.`
      : `Erased ${String(output.erased)} checks from before ${day}.`;
    return { output, text, exitCode: 0 };
  },
};
