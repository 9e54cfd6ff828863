import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { contentPolicy } from './vite/content-policy.ts';
import { fontLicense } from './vite/font-license.ts';
import { fontPreload } from './vite/font-preload.ts';
import { serverProxy } from './vite/server-proxy.ts';

/** The server whose API is used while developing; see README.md. */
const server = process.env.TACHOGRAPH_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  // Every address is relative, and index.html says by its <base> to what.
  base: './',
  plugins: [react(), tailwindcss(), fontPreload(), fontLicense(), contentPolicy(), serverProxy(server)],
  resolve: { alias: { '@': resolve(import.meta.dirname, 'src') } },
  build: {
    target: 'es2023',
    sourcemap: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    license: { fileName: 'LICENSES.md' },
  },
  test: {
    // happy-dom does not know the element.
    onConsoleLog: (log) => !log.includes('The tag <search> is unrecognized'),
    projects: [
      { extends: true, test: { name: 'logic', include: ['src/**/*.test.ts'], environment: 'node' } },
      {
        extends: true,
        test: {
          name: 'components',
          include: ['src/**/*.test.tsx'],
          environment: 'happy-dom',
          setupFiles: ['src/testing/setup.ts'],
          testTimeout: 30_000,
        },
      },
    ],
  },
});
