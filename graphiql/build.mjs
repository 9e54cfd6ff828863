// Bundles GraphiQL and what is ours around it into one script and one style sheet, with the licenses of
// everything in them beside it. The same lock file gives the same bytes on every machine.
//
//   node build.mjs           writes dist/
//   node build.mjs --check   says whether dist/ is what it would write
import { build } from 'esbuild';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const target = join(root, 'dist');

/** The fonts that GraphiQL brings along are 350 kB; the system's are as good. */
const withoutFonts = {
  name: 'without-fonts',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const css = await readFile(path, 'utf8');
      return { contents: css.replace(/@font-face\s*\{[^}]*\}/g, ''), loader: 'css' };
    });
  },
};

const { metafile, outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: { graphiql: 'src/main.tsx' },
  outdir: 'dist',
  bundle: true,
  write: false,
  metafile: true,
  minify: true,
  charset: 'utf8',
  format: 'iife',
  target: 'es2022',
  jsx: 'automatic',
  legalComments: 'none',
  loader: { '.graphql': 'text' },
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [withoutFonts],
});

/** The folder of the package that a file belongs to. */
function packageOf(file) {
  const parts = file.split('/');
  const at = parts.lastIndexOf('node_modules');
  const length = parts[at + 1].startsWith('@') ? 3 : 2;
  return parts.slice(0, at + length).join('/');
}

async function license(folder) {
  const about = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  const names = (await readdir(join(root, folder))).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(root, folder, name), 'utf8')));
  const author = typeof about.author === 'object' ? about.author.name : about.author;
  // Some packages of a common repository name their license and leave its text with their siblings.
  const text = texts.join('\n').trim() || `No text of its own; by ${author ?? 'its contributors'}.`;
  return { name: `${about.name} ${about.version}`, license: about.license ?? 'see below', text: text.replace(/\r/g, '') };
}

async function licenses() {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const files = inputs.filter(([file, { bytesInOutput }]) => file.includes('node_modules/') && bytesInOutput > 0);
  const folders = [...new Set(files.map(([file]) => packageOf(file)))].sort();
  const all = (await Promise.all(folders.map(license))).sort((a, b) => (a.name < b.name ? -1 : 1));
  const line = '-'.repeat(80);
  const head = 'graphiql.js and graphiql.css contain parts of these packages.\n';
  return head + all.map(({ name, license, text }) => `\n${line}\n${name} (${license})\n${line}\n\n${text}\n`).join('');
}

const files = outputFiles.map(({ path, contents }) => [relative(target, path), Buffer.from(contents)]);
files.push(['LICENSES.txt', Buffer.from(await licenses())]);

if (process.argv.includes('--check')) {
  const stale = [];
  for (const [name, contents] of files) {
    const there = await readFile(join(target, name)).catch(() => null);
    if (!there?.equals(contents)) stale.push(`graphiql${sep}dist${sep}${name}`);
  }
  if (stale.length > 0) {
    console.error(`${stale.join(', ')}: not what the sources give; run: npm --prefix graphiql run build`);
    process.exit(1);
  }
} else {
  await mkdir(target, { recursive: true });
  for (const [name, contents] of files) {
    await writeFile(join(target, name), contents);
    console.log(`${name}: ${contents.length} bytes`);
  }
}
