import type { Permission } from '../contract/operators.ts';
import type { KeySlot } from './key-slots.ts';
import { normaliseName } from './lookup-values.ts';
import {
  findOperator,
  findRole,
  insertOperator,
  insertRole,
  readOperators,
  readRoles,
  updateRole,
  type OperatorRow,
  type RoleRow,
} from './operator-rows.ts';
import { recoveryOperator } from './recovery-key.ts';
import { insertSlot, passphraseSlots } from './slot-rows.ts';
import { StoreError } from './store-error.ts';
import type { EntryContent, StoreTransaction } from './store-session.ts';

interface Written {
  readonly entry: EntryContent;
  readonly result: void;
}

const same = (first: string, second: string): boolean => normaliseName(first) === normaliseName(second);

const written = (kind: string, details: EntryContent['details']): Written => ({
  entry: { kind, account: null, details },
  result: undefined,
});

function requireRole(transaction: StoreTransaction, name: string): RoleRow {
  const role = findRole(transaction, name);
  if (role) return role;
  const known = readRoles(transaction).map((each) => each.name);
  throw new StoreError('not-found', `There is no role "${name}". There are: ${known.join(', ')}.`);
}

function requireOperator(transaction: StoreTransaction, name: string): OperatorRow {
  const operator = findOperator(transaction, name);
  if (operator) return operator;
  throw new StoreError('not-found', `There is no operator "${name}" in this store.`);
}

/** Refuses a change after which nobody who has a passphrase could manage operators. */
function refuseNobodyLeft(transaction: StoreTransaction): void {
  const managing = new Set(
    readRoles(transaction)
      .filter(({ permissions }) => permissions.includes('operators'))
      .map(({ id }) => id),
  );
  const able = new Set(passphraseSlots(transaction).map(({ operator }) => normaliseName(operator)));
  const left = readOperators(transaction).some(({ name, role }) => managing.has(role) && able.has(normaliseName(name)));
  if (!left) {
    throw new StoreError('invalid', 'Then nobody could manage operators any more. Give that right to somebody first.');
  }
}

/** Adds an operator with a role and a passphrase slot. @throws StoreError `duplicate`, `not-found` for the role */
export function addOperatorInto(
  transaction: StoreTransaction,
  added: { readonly name: string; readonly role: string; readonly slot: KeySlot },
  operator: string,
): Written {
  const name = added.name.trim();
  const role = requireRole(transaction, added.role);
  const taken =
    findOperator(transaction, name) ?? passphraseSlots(transaction).find((known) => same(known.operator, name));
  if (same(name, recoveryOperator)) throw new StoreError('invalid', `"${name}" is kept for the recovery key.`);
  if (taken) throw new StoreError('duplicate', `There is an operator "${name}" already.`);
  insertOperator(transaction, { name, role: role.id, addedBy: operator });
  insertSlot(transaction, added.slot, name);
  return written('operator-added', { operator, added: name, role: role.name, permissions: role.permissions });
}

/**
 * Gives an operator another role. Nobody changes their own, so that nobody widens their own rights unseen.
 * @throws StoreError `not-found`, `forbidden`, `invalid` where nobody could manage operators any more
 */
export function changeRoleOf(
  transaction: StoreTransaction,
  change: { readonly name: string; readonly role: string },
  operator: string,
): Written {
  const found = requireOperator(transaction, change.name);
  const role = requireRole(transaction, change.role);
  if (same(found.name, operator)) throw new StoreError('forbidden', 'Nobody changes their own role.');
  const before = readRoles(transaction).find(({ id }) => id === found.role);
  transaction.update('operator', found.id, { role: role.id });
  refuseNobodyLeft(transaction);
  return written('operator-changed', {
    operator,
    changed: found.name,
    before: before?.name ?? null,
    role: role.name,
    permissions: role.permissions,
  });
}

/** Puts a new passphrase slot in the place of an operator's old ones, if they have any. @throws StoreError `not-found` */
export function setPassphraseOf(
  transaction: StoreTransaction,
  change: { readonly name: string; readonly slot: KeySlot },
  operator: string,
): Written {
  const { name } = requireOperator(transaction, change.name);
  for (const { slot, operator: owner } of passphraseSlots(transaction)) {
    if (same(owner, name)) transaction.remove('key_slot', slot.id);
  }
  insertSlot(transaction, change.slot, name);
  return written('passphrase-changed', { operator, changed: name });
}

/**
 * Takes an operator out of the table, with their passphrase. What they did stays on record under their name.
 * @throws StoreError `not-found`, `forbidden` for oneself, `invalid` where nobody could manage operators any more
 */
export function removeOperatorFrom(transaction: StoreTransaction, wanted: string, operator: string): Written {
  const { id, name } = requireOperator(transaction, wanted);
  if (same(name, operator)) throw new StoreError('forbidden', 'Nobody removes themselves.');
  for (const { slot, operator: owner } of passphraseSlots(transaction)) {
    if (same(owner, name)) transaction.remove('key_slot', slot.id);
  }
  transaction.remove('operator', id);
  refuseNobodyLeft(transaction);
  return written('operator-removed', { operator, removed: name });
}

/**
 * Makes a role, or puts other permissions in its place.
 * @throws StoreError `forbidden` for the role one has oneself, `invalid` where nobody could manage operators any more
 */
export function saveRoleInto(
  transaction: StoreTransaction,
  wanted: { readonly name: string; readonly permissions: readonly Permission[] },
  operator: string,
): Written {
  const permissions = [...new Set(wanted.permissions)];
  const known = findRole(transaction, wanted.name);
  if (known && findOperator(transaction, operator)?.role === known.id) {
    throw new StoreError('forbidden', 'Nobody changes the role that they have themselves.');
  }
  const name = known?.name ?? wanted.name.trim();
  if (known) updateRole(transaction, { id: known.id, name, permissions });
  else insertRole(transaction, { name, permissions });
  refuseNobodyLeft(transaction);
  return written('role-changed', { operator, role: name, before: known?.permissions ?? null, permissions });
}

/** Removes a role that nobody has. @throws StoreError `not-found`, `invalid` where somebody has it */
export function removeRoleFrom(transaction: StoreTransaction, wanted: string, operator: string): Written {
  const { id, name, permissions } = requireRole(transaction, wanted);
  const holders = readOperators(transaction).filter(({ role }) => role === id);
  if (holders.length > 0) {
    const names = holders.map((holder) => holder.name).join(', ');
    throw new StoreError('invalid', `The role "${name}" is that of ${names}. Give them another one first.`);
  }
  transaction.remove('operator_role', id);
  return written('role-removed', { operator, role: name, before: permissions });
}
