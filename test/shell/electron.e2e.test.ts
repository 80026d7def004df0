import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { buildIfChanged } from '../../scripts/build-if-changed.ts';
import { findElectron } from '../../scripts/find-electron.ts';
import { calls } from '../../src-main/contract/calls.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'countersign-electron-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('the app opens in Electron, shut in, over the contract', async (context) => {
  const electron = findElectron(root);
  if (!electron) return context.skip("Electron's binary isn't installed here (it comes from outside the registry).");
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    return context.skip('Electron needs a display.');
  }
  buildIfChanged(root);
  const noSandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app: ElectronApplication = await _electron.launch({
    executablePath: electron,
    args: [...noSandbox, root],
    env: { ...(process.env as Record<string, string>), COUNTERSIGN_HOME: home },
  });
  try {
    const page = await app.firstWindow();
    await page.waitForSelector('#app > *');
    expect(page.url()).toBe('app://countersign/');
    const seen = await page.evaluate(async () => {
      const bridge = (window as unknown as { countersign: { calls: Record<string, (r: object) => Promise<unknown>> } })
        .countersign;
      const reached = await fetch('https://example.test/', { mode: 'no-cors' }).then(
        () => true,
        () => false,
      );
      return {
        names: Object.keys(bridge.calls),
        state: await bridge.calls['appState']?.({}),
        node: typeof (globalThis as { process?: unknown }).process,
        reached,
        opened: window.open('https://example.test/') !== null,
      };
    });
    expect(seen.names.sort()).toEqual(Object.keys(calls).sort());
    expect(seen.state).toMatchObject({ ok: true, value: { shell: 'electron' } });
    expect(seen).toMatchObject({ node: 'undefined', reached: false, opened: false });
  } finally {
    await app.close();
  }
});
