import type { DatabaseSync } from 'node:sqlite';
import type { Permission, Role } from '../contract/operators.ts';
import type { KeyRing } from './key-ring.ts';
import { operatorIndex, roleIndex } from './lookup-values.ts';
import { newRowId } from './row-ids.ts';
import { openFor, sealFor, type StoreTransaction } from './store-session.ts';

interface Source {
  readonly database: DatabaseSync;
  readonly keys: KeyRing;
}

/** A role with its row. */
export interface RoleRow extends Role {
  readonly id: string;
}

/** What of an operator is sealed. */
export interface OperatorDetails {
  readonly name: string;
  readonly addedAt: string;
  readonly addedBy: string;
}

/** An operator with the row of their role. */
export interface OperatorRow extends OperatorDetails {
  readonly id: string;
  /** Row id of the role. */
  readonly role: string;
}

type StoredRole = { id: string; sealed: Uint8Array };
type StoredOperator = { id: string; role: string; sealed: Uint8Array };

const openRole = (source: Source, { id, sealed }: StoredRole): RoleRow => ({
  id,
  ...openFor<Role>(source, null, ['operator_role', id, 'sealed'], sealed),
});

const openOperator = (source: Source, { id, role, sealed }: StoredOperator): OperatorRow => ({
  id,
  role,
  ...openFor<OperatorDetails>(source, null, ['operator', id, 'sealed'], sealed),
});

/** All roles, in the order they were made. @throws StoreError `damaged` */
export function readRoles(source: Source): RoleRow[] {
  const rows = source.database.prepare('SELECT id, sealed FROM operator_role ORDER BY id').all();
  return (rows as unknown as StoredRole[]).map((row) => openRole(source, row));
}

/** The role of this name; null where there is none. */
export function findRole(source: Source, name: string): RoleRow | null {
  const row = source.database
    .prepare('SELECT id, sealed FROM operator_role WHERE name_index = ?')
    .get(roleIndex(source.keys, name));
  return row ? openRole(source, row as unknown as StoredRole) : null;
}

/** All operators, in the order they were added. @throws StoreError `damaged` */
export function readOperators(source: Source): OperatorRow[] {
  const rows = source.database.prepare('SELECT id, role, sealed FROM operator ORDER BY id').all();
  return (rows as unknown as StoredOperator[]).map((row) => openOperator(source, row));
}

/** The operator of this name; null where there is none. */
export function findOperator(source: Source, name: string): OperatorRow | null {
  const row = source.database
    .prepare('SELECT id, role, sealed FROM operator WHERE name_index = ?')
    .get(operatorIndex(source.keys, name));
  return row ? openOperator(source, row as unknown as StoredOperator) : null;
}

/** What an operator may do: what their role grants. Nothing where they aren't in the table. @throws StoreError `damaged` */
export function permissionsIn(source: Source, name: string): readonly Permission[] {
  const row = source.database
    .prepare(
      `SELECT operator_role.id, operator_role.sealed FROM operator
       JOIN operator_role ON operator_role.id = operator.role WHERE operator.name_index = ?`,
    )
    .get(operatorIndex(source.keys, name));
  return row ? openRole(source, row as unknown as StoredRole).permissions : [];
}

const sealRole = (transaction: StoreTransaction, id: string, { name, permissions }: Role): Buffer =>
  sealFor(transaction, null, ['operator_role', id, 'sealed'], { name, permissions } satisfies Role);

/** Adds a role. @returns its row id */
export function insertRole(transaction: StoreTransaction, role: Role): string {
  const id = newRowId();
  transaction.insert('operator_role', id, {
    name_index: roleIndex(transaction.keys, role.name),
    sealed: sealRole(transaction, id, role),
  });
  return id;
}

/** Puts other permissions in a role's place. */
export function updateRole(transaction: StoreTransaction, { id, ...role }: RoleRow): void {
  transaction.update('operator_role', id, { sealed: sealRole(transaction, id, role) });
}

/** Adds an operator. @param added `role`: the row id of the role */
export function insertOperator(
  transaction: StoreTransaction,
  added: { readonly name: string; readonly role: string; readonly addedBy: string },
): void {
  const id = newRowId();
  const details: OperatorDetails = { name: added.name, addedAt: transaction.at, addedBy: added.addedBy };
  transaction.insert('operator', id, {
    name_index: operatorIndex(transaction.keys, added.name),
    role: added.role,
    sealed: sealFor(transaction, null, ['operator', id, 'sealed'], details),
  });
}
