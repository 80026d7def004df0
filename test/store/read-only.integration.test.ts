import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { withStore } from './store-helpers.ts';

const run = promisify(execFile);
const child = fileURLToPath(new URL('./read-only-child.ts', import.meta.url));

test('a folder that can only be read is named, and nothing in it changes', async ({ skip }) => {
  if (process.platform === 'win32') skip('Windows folders have no read-only mode');
  await withStore(async ({ store, directory, folder }) => {
    await store.setSetting('a', 1);
    await store.close();
    const locked = join(folder, 'locked');
    mkdirSync(locked);
    for (const path of [folder, directory, locked]) chmodSync(path, 0o555);
    for (const name of readdirSync(directory)) chmodSync(join(directory, name), 0o444);
    const before = readdirSync(directory).map((name) => readFileSync(join(directory, name)).toString('base64'));
    try {
      const { stdout } = await run(process.execPath, [child, directory, join(locked, 'new')]);
      expect(JSON.parse(stdout)).toEqual([
        { fault: 'read-only', message: expect.stringContaining(`${directory} can't be written to. Give the user`) },
        { fault: 'read-only', message: expect.stringContaining(`${join(locked, 'new')} can't be written to.`) },
      ]);
    } finally {
      for (const path of [folder, directory, locked]) chmodSync(path, 0o755);
    }
    expect(readdirSync(directory).map((name) => readFileSync(join(directory, name)).toString('base64'))).toEqual(
      before,
    );
    expect(readdirSync(locked)).toEqual([]);
  });
});
