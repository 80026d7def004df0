// `npm test`: types, lint, then unit, window, integration and end-to-end tests. Stops at the first part that fails.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (script: string) => fileURLToPath(new URL(`../node_modules/${script}`, import.meta.url));

const steps: { name: string; script: string; args: string[] }[] = [
  { name: 'types (src-main, scripts, models)', script: 'typescript/bin/tsc', args: ['-p', 'tsconfig.main.json'] },
  { name: 'types (test)', script: 'typescript/bin/tsc', args: ['-p', 'tsconfig.test.json'] },
  {
    name: 'types (window)',
    script: 'svelte-check/bin/svelte-check',
    args: ['--tsconfig', 'tsconfig.renderer.json', '--fail-on-warnings'],
  },
  { name: 'lint', script: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] },
  { name: 'format', script: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'build', script: 'electron-vite/bin/electron-vite.js', args: ['build', '--logLevel', 'warn'] },
  { name: 'tests', script: 'vitest/vitest.mjs', args: ['run'] },
];

if (!existsSync(new URL('../../shared/signatures/index.tsv', import.meta.url))) {
  console.log(
    'The research signatures (../shared/signatures) are not here: tests on real scans say so and are skipped.',
  );
}

for (const step of steps) {
  const from = performance.now();
  console.log(`\n== ${step.name}`);
  const result = spawnSync(process.execPath, [bin(step.script), ...step.args], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) {
    console.error(`\n${step.name} failed.`);
    process.exit(result.status ?? 1);
  }
  console.log(`   ${((performance.now() - from) / 1000).toFixed(1)} s`);
}
