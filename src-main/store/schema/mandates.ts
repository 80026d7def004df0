/** Mandates: who may sign for an account, from a day on. None is ever changed or removed; a later one takes its place. */
export const mandateTables = `
CREATE TABLE mandate (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  details BLOB NOT NULL
) STRICT;
CREATE INDEX mandate_by_account ON mandate (account);
`;
