// Writes src/gql/graphql.ts from ../schema.graphql and every *.graphql beside the features: types, and
// the documents as plain strings, so that no parser of GraphQL reaches the browser.
//
//   node scripts/codegen.mjs           writes the file
//   node scripts/codegen.mjs --check   says whether the file is what would be written

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import { buildSchema, concatAST, Kind, parse, print, stripIgnoredCharacters, validate, visit } from 'graphql';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'src/gql/graphql.ts');

async function read(path) {
  return { location: relative(root, path), document: parse(await readFile(path, 'utf8')) };
}

async function documents() {
  const names = await readdir(join(root, 'src'), { recursive: true });
  const paths = names.filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(paths.map((path) => read(join(root, 'src', path))));
}

/** The fragments that a definition spreads, and those that these spread. */
function spread(definition, fragments, found = new Map()) {
  visit(definition, {
    FragmentSpread({ name }) {
      const fragment = fragments.get(name.value);
      if (found.has(name.value) || fragment === undefined) return;
      found.set(name.value, fragment);
      spread(fragment, fragments, found);
    },
  });
  return [...found.values()];
}

/** A plugin: one string for each operation, typed by what it answers and what it takes. */
const strings = {
  plugin(_, files) {
    const { definitions } = concatAST(files.map((file) => file.document));
    const fragments = new Map(
      definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]),
    );
    const lines = definitions
      .filter((one) => one.kind === Kind.OPERATION_DEFINITION)
      .map((operation) => {
        const whole = { kind: Kind.DOCUMENT, definitions: [operation, ...spread(operation, fragments)] };
        const type = operation.name.value + operation.operation[0].toUpperCase() + operation.operation.slice(1);
        const text = JSON.stringify(stripIgnoredCharacters(print(whole)));
        return `export const ${operation.name.value}Document = ${text} as TypedDocument<${type}, ${type}Variables>;`;
      });
    const kind = [
      '/** The text of an operation; its types are what it answers and what it takes. */',
      'export type TypedDocument<Result, Variables> = string & { readonly types?: (variables: Variables) => Result };',
    ];
    return [...kind, '', ...lines, ''].join('\n');
  },
};

const schema = parse(await readFile(join(root, '../schema.graphql'), 'utf8'));
const files = await documents();
const faults = validate(buildSchema(print(schema)), concatAST(files.map((file) => file.document)));
if (faults.length > 0) {
  for (const fault of faults) console.error(String(fault));
  process.exit(1);
}

const body = await codegen({
  filename: target,
  schema,
  documents: files,
  config: {
    strictScalars: true,
    scalars: { ID: 'string', Int64: 'number', DateTime: 'string', Date: 'string', JSON: 'unknown' },
    enumType: 'string-literal',
    skipTypename: true,
    nonOptionalTypename: false,
    useTypeImports: true,
    arrayInputCoercion: false,
  },
  pluginMap: { operations, strings },
  plugins: [{ operations: {} }, { strings: {} }],
});
const text = `// Written by scripts/codegen.mjs; change a *.graphql file instead.\n${body}`;

if (process.argv.includes('--check')) {
  const there = await readFile(target, 'utf8').catch(() => '');
  if (there !== text) {
    console.error('src/gql/graphql.ts is not what the documents give; run: npm run codegen');
    process.exit(1);
  }
} else {
  await writeFile(target, text);
}
