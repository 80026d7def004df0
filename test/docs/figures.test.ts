import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blockOf } from '../../scripts/compare-models/blocks.ts';
import { comparisonBlocks } from '../../scripts/compare-models.ts';
import { errorRateTable } from '../../scripts/error-rate-table.ts';
import { defaultSettings } from '../../src-main/desk/settings.ts';

const root = new URL('../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');
const packages = readdirSync(new URL('models/', root)).filter((name) =>
  existsSync(new URL(`models/${name}/model.json`, root)),
);

describe('the figures that documents quote', () => {
  it("README.md has the default model's table of error rates", () => {
    expect(read('README.md')).toContain(errorRateTable(defaultSettings.model));
  });

  it.each(packages)('the card of %s has the table that the package carries', (id) => {
    expect(read(`models/${id}/CARD.md`)).toContain(errorRateTable(id));
  });

  it('models/README.md has the comparison that its command prints', async () => {
    const document = read('models/README.md');
    const printed = await comparisonBlocks();
    expect(Object.keys(printed).sort()).toEqual(['cost', 'cross-set', 'cross-set-validation', 'rates', 'two-fold']);
    for (const [name, content] of Object.entries(printed)) expect(blockOf(document, name), name).toBe(content);
    for (const id of packages) expect(printed['rates']).toContain(`| ${id} |`);
  });

  it('models/README.md links every card', () => {
    for (const id of packages) expect(read('models/README.md')).toContain(`(${id}/CARD.md)`);
  });
});
