import { vectorTables } from './vectors.ts';

/** The fourth schema: blocks of short vectors, which recognition searches. They are made when they are first asked for. */
export const version4 = { version: 4, sql: vectorTables } as const;
