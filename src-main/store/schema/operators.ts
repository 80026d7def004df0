import { permissions } from '../../contract/operators.ts';
import { insertOperator, insertRole } from '../operator-rows.ts';
import { defaultRoles, ownerRole } from '../default-roles.ts';
import { passphraseSlots } from '../slot-rows.ts';
import type { StoreTransaction } from '../store-session.ts';

/**
 * Operators, their roles with what each may do, and what waits for a second person. The specimen's column stays null
 * where nobody else had to confirm it, the decision's but while it waits, so that earlier rows keep their hashes.
 */
export const operatorTables = `
CREATE TABLE operator_role (
  id TEXT PRIMARY KEY,
  name_index BLOB NOT NULL UNIQUE,
  sealed BLOB NOT NULL
) STRICT;

CREATE TABLE operator (
  id TEXT PRIMARY KEY,
  name_index BLOB NOT NULL UNIQUE,
  role TEXT NOT NULL REFERENCES operator_role (id),
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX operator_by_role ON operator (role);

-- An enrolment that somebody else has to confirm before its specimens count.
CREATE TABLE enrolment (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  state TEXT NOT NULL CHECK (state IN ('awaiting', 'confirmed', 'refused')),
  details BLOB NOT NULL
) STRICT;
CREATE INDEX enrolment_by_account ON enrolment (account);
CREATE INDEX enrolment_awaiting ON enrolment (state) WHERE state = 'awaiting';
ALTER TABLE specimen ADD COLUMN enrolment TEXT REFERENCES enrolment (id);
CREATE INDEX specimen_by_enrolment ON specimen (enrolment) WHERE enrolment IS NOT NULL;

ALTER TABLE decision ADD COLUMN awaiting INTEGER CHECK (awaiting = 1);
CREATE INDEX decision_awaiting ON decision (awaiting) WHERE awaiting = 1;
`;

/**
 * Puts the roles in a store of version 1 and makes everybody who has a passphrase there an owner: until then everybody
 * could do everything, and nobody is to find a door shut that was open the day before. Who manages operators takes
 * rights away afterwards.
 */
export function giveOperatorsTheirRights(transaction: StoreTransaction): void {
  const roles = new Map(defaultRoles.map((role) => [role.name, insertRole(transaction, role)]));
  const owner = roles.get(ownerRole) ?? insertRole(transaction, { name: ownerRole, permissions: [...permissions] });
  const names = new Set(passphraseSlots(transaction).map(({ operator }) => operator));
  for (const name of names) insertOperator(transaction, { name, role: owner, addedBy: name });
}
