import { resolve } from 'node:path';
import type { StoreCopyOutput, StoreRekeyOutput, StoreVerifyOutput } from '../contract/cli.ts';
import { openStore } from '../store/open-store.ts';
import { restoreStore as restoreFrom } from '../store/restore.ts';
import type { ReferenceStore } from '../store/reference-store.ts';
import { verifyStore as verifyFolder } from '../store/verify.ts';
import type { CommandHost } from './command-host.ts';
import { entered, openCommandStore, withCommandStore } from './command-store.ts';
import { withFailures } from './failures.ts';

/** `countersign store verify`: every row, envelope and record entry; without a passphrase the chain and its signature only. */
export async function verifyStore(host: CommandHost, request: { readonly store: string }): Promise<StoreVerifyOutput> {
  return withFailures(async () => {
    const passphrase = host.passphraseIfGiven();
    const store = resolve(request.store);
    const report = await verifyFolder(store, passphrase === null ? null : { passphrase });
    return {
      store,
      ok: report.ok,
      envelopesOpened: report.envelopesOpened,
      counts: { ...report.counts },
      problems: report.problems.map(({ where, what }) => ({ where, what })),
    };
  });
}

/** `countersign store backup`: copies the store while it may be in use. The copy's folder must be new or empty. */
export async function backupStore(
  host: CommandHost,
  request: { readonly store: string; readonly to: string },
): Promise<StoreCopyOutput> {
  return withCommandStore(host, request.store, 'store backup', async (store) => {
    const copy = resolve(request.to);
    await store.backup(copy);
    await store.notes.exported({ what: 'backup' }, store.operator);
    return { store: store.directory, copy, ok: true };
  });
}

/**
 * `countersign store restore`: puts a backup in the place of a store that isn't there. With the recovery key a new
 * passphrase is asked for, since the old one may be lost.
 */
export async function restoreStore(
  host: CommandHost,
  request: { readonly store: string; readonly from: string; readonly recovery: boolean },
): Promise<StoreCopyOutput> {
  return withFailures(async () => {
    const to = resolve(request.store);
    const from = resolve(request.from);
    const key = request.recovery
      ? { recoveryKey: await host.recoveryKey() }
      : { passphrase: await host.passphrase('open') };
    const restored = await restoreFrom(from, to, key);
    try {
      if (request.recovery) {
        await restored.changePassphrase({
          operator: await whoseStore(host, restored),
          newPassphrase: await host.passphrase('change'),
        });
      }
    } finally {
      await restored.close();
    }
    return { store: from, copy: to, ok: true };
  });
}

/** `countersign store rekey`: a new data key, everything sealed anew, every old key void; prints the new recovery key once. */
export async function rekeyStore(
  host: CommandHost,
  request: { readonly store: string; readonly recovery: boolean },
): Promise<StoreRekeyOutput> {
  return withFailures(async () => {
    const store = request.recovery
      ? await entered(
          host,
          await openStore(resolve(request.store), { recoveryKey: await host.recoveryKey() }),
          'store rekey',
          'recovery-key',
        )
      : await openCommandStore(host, request.store, 'store rekey');
    try {
      const passphrase = await host.passphrase('change');
      const { recoveryKey } = await store.rekey({ passphrase, operator: await whoseStore(host, store) });
      host.showRecoveryKey(recoveryKey);
      return { store: store.directory, ok: true };
    } finally {
      await store.close();
    }
  });
}

/**
 * Whose passphrase a command sets: that of whoever opened the store; with the recovery key the system's user, where they are
 * an operator, else the first who manages operators.
 */
async function whoseStore(host: CommandHost, store: ReferenceStore): Promise<string> {
  const { operators } = await store.operators.list();
  const byName = (name: string) => operators.find((each) => each.name === name);
  const managing = operators.find(({ permissions }) => permissions.includes('operators'));
  return (byName(store.operator) ?? byName(host.operator) ?? managing)?.name ?? host.operator;
}
