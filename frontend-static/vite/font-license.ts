import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const require = createRequire(import.meta.url);

/** A font goes with its license; those of the scripts are gathered by Vite. */
export function fontLicense(): Plugin {
  return {
    name: 'font-license',
    apply: 'build',
    generateBundle() {
      const source = readFileSync(require.resolve('@fontsource-variable/geist/LICENSE'), 'utf8');
      this.emitFile({ type: 'asset', fileName: 'LICENSE-Geist.txt', source });
    },
  };
}
