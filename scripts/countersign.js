#!/usr/bin/env node
// The command line. Plain JavaScript for Node 20 or later: it goes on under the Node that the project brings, which runs
// the TypeScript sources as they are. Nothing has to be built before.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { projectNode } from './bootstrap.js';

const commandLine = fileURLToPath(new URL('../src-main/shell/cli.ts', import.meta.url));
const ownNode = projectNode();
const major = Number(process.versions.node.split('.', 1)[0]);
const node = existsSync(ownNode) ? ownNode : process.execPath;

if (node === process.execPath && major < 24) {
  console.error(
    `Countersign needs Node 24, and this is ${process.version}. Run "npm ci" in its folder: that brings one.`,
  );
  process.exit(1);
}

const child = spawn(node, [commandLine, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`Can't run ${node}: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
});
