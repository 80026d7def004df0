import { resolve } from 'node:path';
import type { CliCommandName } from '../contract/cli.ts';
import type { OperatorsOutput } from '../contract/cli-record.ts';
import type { Permission } from '../contract/operators.ts';
import { openStore } from '../store/open-store.ts';
import type { ReferenceStore } from '../store/reference-store.ts';
import type { CommandHost } from './command-host.ts';
import { entered, openCommandStore } from './command-store.ts';
import { withFailures } from './failures.ts';

/** The store of an `operators` command. `recovery`: opened with the recovery key, which may do this and nothing else. */
export interface OperatorsRequest {
  readonly store: string;
  readonly recovery: boolean;
}

/** Opens the store, makes the change, and tells who there is afterwards. */
function withOperators(
  host: CommandHost,
  command: CliCommandName,
  { store: directory, recovery }: OperatorsRequest,
  change: (store: ReferenceStore) => Promise<void>,
): Promise<OperatorsOutput> {
  return withFailures(async () => {
    const store = recovery
      ? await entered(
          host,
          await openStore(resolve(directory), { recoveryKey: await host.recoveryKey() }),
          command,
          'recovery-key',
        )
      : await openCommandStore(host, directory, command);
    try {
      await change(store);
      return { store: store.directory, ...(await store.operators.list()) };
    } finally {
      await store.close();
    }
  });
}

/** `countersign operators list`. @throws CallFailure, StoreError */
export function listOperators(host: CommandHost, request: OperatorsRequest): Promise<OperatorsOutput> {
  return withOperators(host, 'operators list', request, () => Promise.resolve());
}

/** `countersign operators add`: with a passphrase of their own, which the host asks for. @throws CallFailure, StoreError */
export function addOperator(
  host: CommandHost,
  request: OperatorsRequest & { readonly name: string; readonly role: string },
): Promise<OperatorsOutput> {
  const { name, role } = request;
  return withOperators(host, 'operators add', request, async (store) =>
    store.operators.add({ name, role, passphrase: await host.passphrase('change') }, store.operator),
  );
}

/** `countersign operators change`: another role, another passphrase, or both. @throws CallFailure, StoreError */
export function changeOperator(
  host: CommandHost,
  request: OperatorsRequest & { readonly name: string; readonly role: string | null; readonly newPassphrase: boolean },
): Promise<OperatorsOutput> {
  const { name, role, newPassphrase } = request;
  return withOperators(host, 'operators change', request, async (store) => {
    const passphrase = newPassphrase ? await host.passphrase('change') : null;
    if (role !== null) await store.operators.changeRole({ name, role }, store.operator);
    if (passphrase !== null) await store.operators.setPassphrase({ name, passphrase }, store.operator);
  });
}

/** `countersign operators remove`. What they did stays on record under their name. @throws CallFailure, StoreError */
export function removeOperator(
  host: CommandHost,
  request: OperatorsRequest & { readonly name: string },
): Promise<OperatorsOutput> {
  return withOperators(host, 'operators remove', request, (store) =>
    store.operators.remove(request.name, store.operator),
  );
}

/** `countersign operators role`: makes a role or puts other permissions in its place. @throws CallFailure, StoreError */
export function saveRole(
  host: CommandHost,
  request: OperatorsRequest & { readonly name: string; readonly permissions: readonly Permission[] },
): Promise<OperatorsOutput> {
  const { name, permissions } = request;
  return withOperators(host, 'operators role', request, (store) =>
    store.operators.saveRole({ name, permissions }, store.operator),
  );
}

/** `countersign operators drop-role`: takes away a role that nobody has. @throws CallFailure, StoreError */
export function dropRole(
  host: CommandHost,
  request: OperatorsRequest & { readonly name: string },
): Promise<OperatorsOutput> {
  return withOperators(host, 'operators drop-role', request, (store) =>
    store.operators.removeRole(request.name, store.operator),
  );
}
