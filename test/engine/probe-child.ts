/** Stands where the engine's program does, and tells its parent what it was given and what it may do. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

process.on('message', (message: { secretFile: string; newFile: string }) => {
  const attempt = (action: () => unknown): string => {
    try {
      action();
      return 'allowed';
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? String(error);
    }
  };
  process.send?.({
    environment: { ...process.env },
    arguments: process.argv.slice(2),
    read: attempt(() => readFileSync(message.secretFile)),
    write: attempt(() => writeFileSync(message.newFile, 'x')),
    spawn: attempt(() => spawnSync(process.execPath, ['--version'])),
    libraries: ['sharp', 'onnxruntime-node', 'jimp'].map((name) =>
      attempt(() => createRequire(import.meta.url)(name) as unknown),
    ),
  });
});
process.on('disconnect', () => process.exit(0));
