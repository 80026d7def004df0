// Writes docs/third-party-licences.md: every package that an installed Countersign contains, with its licence.
// `npm test` holds the file against what is installed; run this after changing a dependency.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** One package with the licence it says it is under. */
export interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression as the package states it. */
  readonly licence: string;
  /** Whether its licence can be taken for an app that is given to banks under Apache-2.0. */
  readonly accepted: boolean;
  /** Only on some platforms, so that it may not be installed here. */
  readonly optional: boolean;
}

interface LockEntry {
  version?: string;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
  link?: boolean;
}

// Free licences that ask for no more than a notice; LGPL because sharp loads libvips as a library of its own, which anyone
// may replace; MPL-2.0 for files of their own.
const acceptedLicences = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Zlib',
  'Python-2.0',
  'Artistic-2.0',
  'MPL-2.0',
  'OFL-1.1',
  'LGPL-2.1-or-later',
  'LGPL-3.0-or-later',
]);

// Development packages of which something ends up in the app all the same: built into the window, or around it.
const builtIn = ['electron', 'svelte', 'clsx', 'esm-env', '@tanstack/virtual-core'];

/**
 * Whether an SPDX expression can be accepted: of `OR` one part, of `AND` every part. Anything that isn't understood isn't.
 */
export function isAccepted(expression: string): boolean {
  const text = expression.replaceAll(/[()]/g, ' ').replaceAll(/\s+/g, ' ').trim();
  if (text === '') return false;
  // Mixed expressions are read strictly: every OR group within an AND has to hold one accepted licence.
  return text
    .split(' AND ')
    .every((part) => part.split(' OR ').some((licence) => acceptedLicences.has(licence.trim())));
}

/**
 * Every package of which something is in an installed app, directly or not, for any platform.
 * @param root the project's folder
 * @throws Error where the lock file isn't of version 2 or later
 */
export function productionPackages(root: string): LicensedPackage[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages?: Record<string, LockEntry>;
  };
  if (!lock.packages) throw new Error('package-lock.json lists no packages.');
  const found = new Map<string, LicensedPackage>();
  for (const [path, entry] of Object.entries(lock.packages)) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const inApp = builtIn.includes(name) && path === `node_modules/${name}`;
    if (path === '' || entry.link || ((entry.dev || entry.devOptional) && !inApp)) continue;
    const licence = entry.license ?? statedLicence(join(root, path));
    const version = entry.version ?? '';
    found.set(`${name}@${version}`, {
      name,
      version,
      licence,
      accepted: isAccepted(licence),
      optional: entry.optional ?? false,
    });
  }
  return [...found.values()].sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What an installed package says of its licence, for the few that the lock file has none for. */
function statedLicence(folder: string): string {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return 'unknown';
  const stated = JSON.parse(readFileSync(file, 'utf8')) as {
    license?: string | { type?: string };
    licenses?: { type?: string }[];
  };
  if (typeof stated.license === 'string') return stated.license;
  const old = stated.license?.type ?? stated.licenses?.[0]?.type;
  if (old !== undefined) return old;
  const text = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return text &&
    /\bMIT License\b|Permission is hereby granted, free of charge/.test(readFileSync(join(folder, text), 'utf8'))
    ? 'MIT'
    : 'unknown';
}

/** PDFium's licence (BSD-3-Clause), which the package that wraps it doesn't bring along. */
const pdfiumNotice = `    Copyright 2014 The PDFium Authors

    Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
    following conditions are met:

      * Redistributions of source code must retain the above copyright notice, this list of conditions and the following
        disclaimer.
      * Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the
        following disclaimer in the documentation and/or other materials provided with the distribution.
      * Neither the name of Google Inc. nor the names of its contributors may be used to endorse or promote products
        derived from this software without specific prior written permission.

    THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES,
    INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
    DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT OWNER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
    SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
    SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY,
    WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF
    THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
`;

/** The text of docs/third-party-licences.md. */
export function licenceList(packages: readonly LicensedPackage[]): string {
  const rows = packages.map(
    ({ name, version, licence, optional }) =>
      `| ${name} | ${version} | ${licence} | ${optional ? 'some platforms' : ''} |`,
  );
  return `# Third-party licences

What an installed Countersign contains beside its own code (Apache-2.0). Made by \`node scripts/third-party-licences.ts\` from
package-lock.json; a test keeps it true, and fails on a licence that isn't known or can't be accepted (GPL, AGPL). The licence
texts lie in the packages themselves, inside the installed app's archive.

| Package | Version | Licence | |
| --- | --- | --- | --- |
${rows.join('\n')}

Electron contains Chromium and Node.js; their notices are in \`LICENSES.chromium.html\` beside the installed program.

libvips and the libraries in it (the \`@img/sharp-libvips-…\` packages, on Windows inside \`@img/sharp-win32-…\`) are under the LGPL
and others; they are loaded as shared libraries of their own, lie outside the archive and can be replaced. onnxruntime-node contains
ONNX Runtime (MIT; its notices in \`ThirdPartyNotices.txt\` of github.com/microsoft/onnxruntime), and on Windows DirectML (Microsoft's
licence for redistributables) and the DirectX shader compiler (University of Illinois/NCSA).

\`pdfium.wasm\` in @hyzyla/pdfium is PDFium, with Abseil (Apache-2.0), Anti-Grain Geometry, FreeType (FreeType licence), ICU (Unicode
licence), Little CMS (MIT), libjpeg-turbo (IJG, BSD-3-Clause), OpenJPEG (BSD-2-Clause) and zlib in it; their texts are in
\`third_party\` of pdfium.googlesource.com/pdfium. PDFium's own notice:

${pdfiumNotice}`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const packages = productionPackages(root);
  const refused = packages.filter(({ accepted }) => !accepted);
  for (const { name, version, licence } of refused) console.error(`${name} ${version}: ${licence} can't be accepted.`);
  if (refused.length > 0) process.exit(1);
  writeFileSync(join(root, 'docs', 'third-party-licences.md'), licenceList(packages));
  console.log(`${String(packages.length)} packages listed.`);
}
