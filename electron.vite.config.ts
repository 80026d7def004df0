import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';
import { calls } from './src-main/contract/calls.ts';
import { events } from './src-main/contract/events.ts';

const at = (path: string) => resolve(import.meta.dirname, path);

/**
 * Builds into out/: `main` (Electron's entry, the local window, the command line and the engine process), `preload`
 * (one CommonJS file, as a sandboxed preload has to be) and `renderer` (the window, the same for both shells).
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          electron: at('src-main/shell/electron.ts'),
          'local-window': at('src-main/shell/start-local-window.ts'),
          cli: at('src-main/shell/cli.ts'),
          engine: at('src-main/engine/engine-main.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
      },
    },
  },
  preload: {
    // The preload knows the names of the contract and nothing else of it: they are put in as it is built.
    define: {
      CONTRACT_CALL_NAMES: JSON.stringify(Object.keys(calls)),
      CONTRACT_EVENT_NAMES: JSON.stringify(Object.keys(events)),
    },
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { preload: at('src-main/shell/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    plugins: [svelte()],
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      minify: true,
      // Everything is a file of its own: `data:` is allowed for pictures only, and fonts not at all.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: at('src-renderer/index.html') } },
    },
  },
});
