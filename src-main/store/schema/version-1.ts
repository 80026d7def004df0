/**
 * The first schema. Every row that the record vouches for has a text `id`; ids, references and hashes lie in clear, all
 * else in envelopes. `sealed` columns come last, so that reading the others doesn't walk through them.
 */
export const version1 = `
CREATE TABLE meta (id TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- Ways to the data key: a printed recovery key, a passphrase for each operator, the operating system's key store.
CREATE TABLE key_slot (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('recovery', 'passphrase', 'system')),
  parameters TEXT NOT NULL,
  operator BLOB NOT NULL,
  sealed BLOB NOT NULL,
  checksum BLOB NOT NULL
) STRICT;

-- The record's signing keys; only the newest has its private half.
CREATE TABLE signing_key (id TEXT PRIMARY KEY, public BLOB NOT NULL, endorsement BLOB, sealed BLOB) STRICT;

CREATE TABLE account (
  id TEXT PRIMARY KEY,
  number_index BLOB NOT NULL UNIQUE,
  number BLOB NOT NULL,
  holder BLOB
) STRICT;

-- Keys that seal an account's rows, and keys that seal the record's details (account null: the store's own); details
-- sealed before a rekey keep theirs ('earlier-record').
-- An account's key comes before the account, which is sealed under it.
CREATE TABLE sealed_key (
  id TEXT PRIMARY KEY,
  account TEXT REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
  purpose TEXT NOT NULL CHECK (purpose IN ('rows', 'record', 'earlier-record')),
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX sealed_key_by_account ON sealed_key (account, purpose);

CREATE TABLE signatory (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  name_index BLOB NOT NULL,
  name BLOB NOT NULL,
  UNIQUE (account, name_index)
) STRICT;

CREATE TABLE specimen (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  signatory TEXT NOT NULL REFERENCES signatory (id),
  fingerprint_index BLOB NOT NULL UNIQUE,
  retired INTEGER NOT NULL CHECK (retired IN (0, 1)),
  details BLOB NOT NULL
) STRICT;
CREATE INDEX specimen_by_account ON specimen (account, retired);
CREATE INDEX specimen_by_signatory ON specimen (signatory);

-- The id is 'owner/role': a specimen or a check, and what its picture shows.
CREATE TABLE picture (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX picture_by_account ON picture (account);

-- The id is 'specimen/model hash'.
CREATE TABLE template (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  specimen TEXT NOT NULL REFERENCES specimen (id),
  model_hash TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX template_by_specimen ON template (specimen, model_hash);
CREATE INDEX template_by_account ON template (account);

CREATE TABLE cheque_check (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  details BLOB NOT NULL
) STRICT;
CREATE INDEX cheque_check_by_account ON cheque_check (account);

CREATE TABLE decision (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  cheque_check TEXT NOT NULL REFERENCES cheque_check (id),
  details BLOB NOT NULL
) STRICT;
CREATE INDEX decision_by_check ON decision (cheque_check);
CREATE INDEX decision_by_account ON decision (account);

CREATE TABLE setting (id TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
CREATE TABLE layout (id TEXT PRIMARY KEY, prefix_index BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL) STRICT;

-- The record: what was done, chained and never changed. 'changes' lists the rows that an entry vouches for.
CREATE TABLE record (
  sequence INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  changes TEXT NOT NULL,
  payload_key TEXT NOT NULL,
  payload BLOB NOT NULL,
  previous BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER record_is_never_changed BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'the record is never changed'); END;
CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'the record is never deleted'); END;

-- The signed end of the record.
CREATE TABLE record_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  sequence INTEGER NOT NULL,
  hash BLOB NOT NULL,
  at TEXT NOT NULL,
  signing_key TEXT NOT NULL REFERENCES signing_key (id),
  signature BLOB NOT NULL
) STRICT;
CREATE TRIGGER record_head_stays BEFORE DELETE ON record_head
BEGIN SELECT RAISE(ABORT, 'the head of the record stays'); END;
`;
