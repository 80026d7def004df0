import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** Builds the window over the stand-in app: `vite build -c test/renderer/harness/vite.config.ts --outDir FOLDER`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [svelte()],
  build: { emptyOutDir: true, modulePreload: { polyfill: false } },
});
