/**
 * Folder checks: a batch for each folder, an item for each cheque in it. An item is sealed by the store's key until it is
 * known whose cheque it is, then by that account's. Its index values find the same file, cheque line and picture again.
 * A further cheque of one picture has the id 'item/place', so that items in order of id are in order of their files.
 */
export const batchTables = `
CREATE TABLE batch (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('open', 'paused', 'cancelled', 'closed')),
  details BLOB NOT NULL
) STRICT;

CREATE TABLE batch_item (
  id TEXT PRIMARY KEY,
  batch TEXT NOT NULL REFERENCES batch (id),
  account TEXT REFERENCES account (id),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'judged', 'failed')),
  cheque_check TEXT REFERENCES cheque_check (id),
  file_index BLOB NOT NULL,
  line_index BLOB,
  picture_index BLOB,
  details BLOB NOT NULL,
  UNIQUE (batch, file_index)
) STRICT;
CREATE INDEX batch_item_by_state ON batch_item (batch, state, id);
CREATE INDEX batch_item_in_order ON batch_item (batch, id);
CREATE INDEX batch_item_by_account ON batch_item (account) WHERE account IS NOT NULL;
CREATE INDEX batch_item_by_check ON batch_item (cheque_check) WHERE cheque_check IS NOT NULL;
CREATE INDEX batch_item_by_line ON batch_item (line_index) WHERE line_index IS NOT NULL;
CREATE INDEX batch_item_by_picture ON batch_item (picture_index) WHERE picture_index IS NOT NULL;
`;
