import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/**
 * `unit`: one module each, in Node. `window`: the renderer's state and components in happy-dom. `integration`: real
 * child processes, real stores, real files. `e2e`: the whole app in a real browser (test/e2e), one file at a time.
 */
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          setupFiles: ['test/property-seed.ts'],
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.{integration,e2e,window}.test.ts', 'test/fixtures/**'],
          testTimeout: 30_000,
        },
      },
      {
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'window',
          environment: 'happy-dom',
          setupFiles: ['test/property-seed.ts'],
          include: ['test/**/*.window.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          environment: 'node',
          setupFiles: ['test/property-seed.ts'],
          include: ['test/**/*.integration.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/**/*.e2e.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
