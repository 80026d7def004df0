import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that only this user can enter, with the page that opens the window in it. */
export interface LaunchFile {
  readonly folder: string;
  readonly file: string;
  /** Removes the page once its secret is spent; the folder stays for the browser's profile. */
  spend(): void;
  /** Removes the folder and all that is in it. Never throws: what a dying browser still holds is left to the system. */
  remove(): void;
}

const script = "document.getElementById('launch').submit();";
const scriptHash = createHash('sha256').update(script).digest('base64');

/**
 * Writes the page that carries the one-time launch secret to the local window: a form that posts itself. The secret
 * goes this way and not on a command line, which every user of the machine can read.
 * @param origin of the local window, as in `http://127.0.0.1:4711`
 * @param base the folder to make the fresh folder in; default: the system's one for temporary files
 */
export function writeLaunchFile(origin: string, secret: string, base: string = tmpdir()): LaunchFile {
  mkdirSync(base, { recursive: true });
  const folder = mkdtempSync(join(base, 'countersign-'));
  chmodSync(folder, 0o700);
  const file = join(folder, 'launch.html');
  const policy = `default-src 'none'; script-src 'sha256-${scriptHash}'; form-action ${origin}`;
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<title>Countersign</title>
<form id="launch" method="post" action="${origin}/launch">
<input type="hidden" name="secret" value="${secret}">
<noscript><button>Open Countersign</button></noscript>
</form>
<script>${script}</script>
</html>
`;
  writeFileSync(file, page, { mode: 0o600, flag: 'wx' });
  return {
    folder,
    file,
    spend: () => rmSync(file, { force: true }),
    remove() {
      try {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      } catch {
        // A browser that is still ending may hold files of its profile; the folder is only readable by this user.
      }
    },
  };
}
