/**
 * The third schema: signatories that were merged. The column stays null in the others, so that their rows keep their hashes; it holds,
 * sealed, into whom, when and by whom.
 */
export const version3 = {
  version: 3,
  sql: 'ALTER TABLE signatory ADD COLUMN merged BLOB;',
} as const;
