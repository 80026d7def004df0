import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The headless Chromium of the development package `@sparticuz/chromium`, for Linux x64 without a browser: it brings the
 * libraries and fonts it needs, so that nothing has to be installed. What starts it is a small script that shows them to
 * Chromium alone and to nothing else in this process. The package's own switches are left out: they turn the web's
 * security off, which is part of what is tested.
 *
 * @returns the script's path, or null on another platform
 */
export async function packagedBrowser(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const before = { ...process.env };
  // The package unpacks its libraries only where it takes the machine for the one it was first made for.
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs24.x';
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    const program = await chromium.executablePath();
    const folder = await mkdtemp(join(tmpdir(), 'countersign-browser-'));
    const path = join(folder, 'chromium');
    await writeFile(
      path,
      `#!/bin/sh\nLD_LIBRARY_PATH='${join(tmpdir(), 'al2023', 'lib')}' FONTCONFIG_PATH='${join(tmpdir(), 'fonts')}' exec '${program}' "$@"\n`,
    );
    await chmod(path, 0o700);
    return path;
  } finally {
    for (const name of ['AWS_LAMBDA_JS_RUNTIME', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'HOME']) {
      const value = before[name];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
