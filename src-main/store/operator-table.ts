import type { Operator, Permission, Role } from '../contract/operators.ts';
import * as change from './change-operators.ts';
import { makePassphraseSlot, openSlot, type KeySlot } from './key-slots.ts';
import { normaliseName } from './lookup-values.ts';
import { permissionsIn, readOperators, readRoles } from './operator-rows.ts';
import { passphraseSlots, readSlots } from './slot-rows.ts';
import { StoreError } from './store-error.ts';
import type { StoreSession } from './store-session.ts';

/** The operators of a store and what each may do. Every change is on record, in the name of `operator`. */
export interface OperatorTable {
  /** Operators and roles, in the order they were added. */
  list(): Promise<{ operators: Operator[]; roles: Role[] }>;
  /** What whoever opened the store may do now: nothing where they aren't in the table any more. */
  mine(): Promise<readonly Permission[]>;
  /** Faults `duplicate`, `not-found` (no such role), `weak-passphrase`, `invalid` (somebody else has this passphrase). */
  add(added: { name: string; role: string; passphrase: string }, operator: string): Promise<void>;
  /** Faults `not-found`, `forbidden` (nobody changes their own role), `invalid`. */
  changeRole(wanted: { name: string; role: string }, operator: string): Promise<void>;
  /** A new passphrase, also for one who has none: they were forgotten, or voided by a rekey. */
  setPassphrase(wanted: { name: string; passphrase: string }, operator: string): Promise<void>;
  /** Faults `not-found`, `forbidden` (nobody removes themselves), `invalid`. */
  remove(name: string, operator: string): Promise<void>;
  /** Makes a role or changes what it grants. Faults `forbidden` (one's own role), `invalid`. */
  saveRole(role: { name: string; permissions: readonly Permission[] }, operator: string): Promise<void>;
  /** Faults `not-found`, `invalid` where somebody has it. */
  removeRole(name: string, operator: string): Promise<void>;
}

/** What whoever opens the store with the recovery key may do: put operators right, and nothing else. */
const byRecoveryKeyOnly: readonly Permission[] = ['operators'];

/** What the table knows of how the store was opened. */
interface Opened {
  readonly id: string;
  readonly byRecoveryKey: boolean;
  readonly scryptCost: number | undefined;
}

/** The operators of an unlocked store. */
export function operatorTableOf(
  session: StoreSession,
  { id: store, byRecoveryKey, scryptCost }: Opened,
): OperatorTable {
  const makeSlot = (name: string, passphrase: string): Promise<KeySlot> =>
    session.keys.withDataKey((key) => makePassphraseSlot(store, key, name.trim(), passphrase, scryptCost));

  return {
    list: () =>
      session.read((database, keys) => {
        const source = { database, keys };
        const roles = readRoles(source);
        const able = new Set(passphraseSlots(source).map(({ operator }) => normaliseName(operator)));
        const operators = readOperators(source).map(({ name, role: id, addedAt, addedBy }): Operator => {
          const role = roles.find((each) => each.id === id);
          if (!role) throw new StoreError('damaged', `The store is damaged: the role of operator ${name} is missing.`);
          const hasPassphrase = able.has(normaliseName(name));
          return { name, role: role.name, permissions: [...role.permissions], hasPassphrase, addedAt, addedBy };
        });
        return { operators, roles: roles.map(({ name, permissions }) => ({ name, permissions })) };
      }),

    mine: () =>
      session.read((database, keys) =>
        byRecoveryKey ? byRecoveryKeyOnly : permissionsIn({ database, keys }, session.operator),
      ),

    async add({ name, role, passphrase }, operator) {
      if (name.trim() === '') throw new StoreError('invalid', "Type the operator's name.");
      const slot = await makeSlot(name, passphrase);
      await refuseSharedPassphrase(session, store, name, passphrase);
      await session.write((transaction) => change.addOperatorInto(transaction, { name, role, slot }, operator));
    },

    changeRole: (wanted, operator) =>
      session.write((transaction) => change.changeRoleOf(transaction, wanted, operator)),

    async setPassphrase({ name, passphrase }, operator) {
      const slot = await makeSlot(name, passphrase);
      await refuseSharedPassphrase(session, store, name, passphrase);
      await session.write((transaction) => change.setPassphraseOf(transaction, { name, slot }, operator));
    },

    remove: (name, operator) => session.write((transaction) => change.removeOperatorFrom(transaction, name, operator)),

    saveRole: (role, operator) => session.write((transaction) => change.saveRoleInto(transaction, role, operator)),

    removeRole: (name, operator) => session.write((transaction) => change.removeRoleFrom(transaction, name, operator)),
  };
}

/**
 * Refuses a passphrase that opens somebody else's slot: who types it must be told apart from them.
 * @throws StoreError `invalid`
 */
export async function refuseSharedPassphrase(
  session: StoreSession,
  store: string,
  name: string,
  passphrase: string,
): Promise<void> {
  const others = await session.read((database, keys) => {
    const own = passphraseSlots({ database, keys }).filter(
      ({ operator }) => normaliseName(operator) === normaliseName(name),
    );
    const ids = new Set(own.map(({ slot }) => slot.id));
    return readSlots(database).filter(({ id, kind }) => kind === 'passphrase' && !ids.has(id));
  });
  try {
    (await openSlot(store, others, { passphrase }, session.directory)).dataKey.fill(0);
  } catch (error) {
    if (error instanceof StoreError && ['wrong-passphrase', 'damaged'].includes(error.fault)) return;
    throw error;
  }
  throw new StoreError('invalid', "This passphrase can't be used. Choose another one.");
}
