// Decodes scans by sharp, one after another: `node decode-child.ts`, with their paths on stdin, one a line. The measure that a
// folder check is compared with.
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { decodeBySharp, settleSharp } from './bench-desk.ts';

settleSharp();
const paths = (await text(process.stdin)).split('\n').filter((path) => path !== '');
const from = performance.now();
for (const path of paths) await decodeBySharp(await readFile(path));
process.stdout.write(String(performance.now() - from));
