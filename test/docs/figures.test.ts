import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorRateTable } from '../../scripts/error-rate-table.ts';

const root = new URL('../../', import.meta.url);

describe('the error rates that documents quote', () => {
  it.each(['README.md', 'models/contrastive/CARD.md'])('%s has the table that the package carries', (file) => {
    expect(readFileSync(new URL(file, root), 'utf8')).toContain(errorRateTable('contrastive'));
  });
});
