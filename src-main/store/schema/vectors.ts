/**
 * Blocks of short vectors, which recognition searches: what many templates begin or end with, sealed together by the store's key, because a hundred
 * thousand envelopes take too long to open. They are derived: all of it is in `template`. What a block holds is in its envelope only.
 */
export const vectorTables = `
CREATE TABLE vector_block (
  id TEXT PRIMARY KEY,
  model_hash TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX vector_block_by_model ON vector_block (model_hash);
`;
