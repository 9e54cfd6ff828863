// Says whether dist/ keeps within the sizes that the dashboard promises; ends with 1 where it does not.
//
//   node scripts/budget.mjs [folder]
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../dist');
const KB = 1024;

/** Of everything but fonts, which are compressed as they are, it counts what travels. */
const BUDGET = {
  'initial scripts': 120 * KB,
  'largest lazy script': 45 * KB,
  'all scripts': 300 * KB,
  styles: 12 * KB,
  'font of the first paint': 30 * KB,
};

const names = (await readdir(join(dist, 'assets'))).sort();
const files = new Map();
for (const name of names) files.set(name, await readFile(join(dist, 'assets', name)));
const html = await readFile(join(dist, 'index.html'), 'utf8');

const gzip = (name) => gzipSync(files.get(name), { level: 9 }).length;
const sum = (chosen) => [...chosen].reduce((total, name) => total + gzip(name), 0);
const scripts = names.filter((name) => name.endsWith('.js'));

/** What a script loads before it runs. */
function imports(name) {
  const text = files.get(name).toString();
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g);
  return [...found].map(([, path]) => posix.basename(path));
}

function closure(roots, reached = new Set()) {
  for (const name of roots) {
    if (reached.has(name)) continue;
    reached.add(name);
    closure(imports(name), reached);
  }
  return reached;
}

const named = (pattern) => [...html.matchAll(pattern)].map(([, name]) => name);
const initial = closure(named(/assets\/([^"]+\.js)"/g));
const fonts = named(/assets\/([^"]+\.woff2)"/g);
const lazy = scripts.filter((name) => !initial.has(name));
if (initial.size === 0 || fonts.length !== 1) throw new Error('index.html names no script, or not exactly one font');

const measured = {
  'initial scripts': sum(initial),
  'largest lazy script': Math.max(...lazy.map(gzip)),
  'all scripts': sum(scripts),
  styles: sum(names.filter((name) => name.endsWith('.css'))),
  'font of the first paint': files.get(fonts[0]).length,
};
const maps = names.filter((name) => name.endsWith('.map'));
if (maps.length > 0) throw new Error(`source maps: ${maps.join(', ')}`);

let over = false;
for (const [what, most] of Object.entries(BUDGET)) {
  const size = measured[what];
  over ||= size > most;
  const kb = (bytes) => `${(bytes / KB).toFixed(1)} KB`.padStart(9);
  console.log(`${size > most ? 'OVER' : 'ok  '} ${what.padEnd(24)} ${kb(size)} of ${kb(most)}`);
}
if (over) process.exit(1);
