import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isAccepted, licenceList, productionPackages } from '../../scripts/third-party-licences.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = productionPackages(root);

test('docs/third-party-licences.md is what the lock file and the packages say', () => {
  expect(readFileSync(join(root, 'docs', 'third-party-licences.md'), 'utf8')).toBe(licenceList(packages));
});

test('every direct dependency is listed, and what is built into the app', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const names = packages.map(({ name }) => name);
  for (const name of [...Object.keys(dependencies), 'svelte', 'electron']) expect(names).toContain(name);
  for (const name of ['vite', 'typescript', 'vitest']) expect(names).not.toContain(name);
});

test('every licence is known and can be accepted', () => {
  expect(packages.filter(({ accepted }) => !accepted)).toEqual([]);
});

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-only)', true],
  ['Apache-2.0 AND LGPL-3.0-or-later', true],
  ['MIT AND (BSD-3-Clause OR AGPL-3.0-only)', true],
  ['GPL-3.0-or-later', false],
  ['AGPL-3.0-only', false],
  ['MIT AND GPL-2.0-only', false],
  ['SEE LICENSE IN LICENSE.txt', false],
  ['UNLICENSED', false],
  ['unknown', false],
  ['', false],
])('%s: %s', (licence, accepted) => {
  expect(isAccepted(licence)).toBe(accepted);
});
