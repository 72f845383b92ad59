import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { JsonValue } from '../../src/base/json.js';
import type { Dialect } from '../../src/schema/dialect.js';
import type { Schema } from '../../src/schema/schema.js';

/** One schema of the official suite with the values it is judged by. */
export interface SuiteGroup {
  /** `items.json: a schema given for items`. */
  readonly title: string;
  readonly schema: Schema;
  readonly tests: readonly { readonly description: string; readonly data: JsonValue; readonly valid: boolean }[];
}

/** The folders of the suite and the dialect of each. */
export const SUITE_DRAFTS: readonly (readonly [folder: string, dialect: Dialect])[] = [
  ['draft4', 'draft-04'],
  ['draft6', 'draft-06'],
  ['draft7', 'draft-07'],
  ['draft2019-09', '2019-09'],
  ['draft2020-12', '2020-12'],
];

/**
 * The groups of a folder of the official suite, not of the folders below it; none when it is not there.
 *
 * @param corpus - the corpus folder, absolute
 * @param folder - below `tests`: `draft7`, `draft7/optional/format`
 * @param dialect - of the folder
 */
export function suiteGroups(corpus: string, folder: string, dialect: Dialect): readonly SuiteGroup[] {
  const suite = join(corpus, 'json-schema-test-suite');
  const path = join(suite, 'tests', folder);
  const files = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.json')) : [];
  const remotes = suiteRemotes(corpus);
  return files.flatMap((file) =>
    (JSON.parse(readFileSync(join(path, file), 'utf8')) as readonly WrittenGroup[]).map(
      ({ description, schema, tests }): SuiteGroup => ({
        title: `${file}: ${description}`,
        schema: schemaOfGroup(schema, dialect, remotes),
        tests,
      }),
    ),
  );
}

/**
 * The documents that schemas of the suite refer to, by their URI.
 *
 * @param corpus - the corpus folder, absolute
 */
export function suiteRemotes(corpus: string): ReadonlyMap<string, JsonValue> {
  const folder = join(corpus, 'json-schema-test-suite', 'remotes');
  const found = new Map<string, JsonValue>();
  const visit = (path: string): void => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
    else found.set(`http://localhost:1234/${relative(folder, path)}`, JSON.parse(readFileSync(path, 'utf8')) as JsonValue);
  };
  visit(folder);
  return found;
}

interface WrittenGroup {
  readonly description: string;
  readonly schema: JsonValue;
  readonly tests: SuiteGroup['tests'];
}

const MODULES = resolve(import.meta.dirname, '../../node_modules');
/** Published metaschemas, from the packages that ship them. */
const METASCHEMAS: Readonly<Record<string, string>> = {
  'http://json-schema.org/draft-04/schema': 'ajv-draft-04/dist/refs/json-schema-draft-04.json',
  'http://json-schema.org/draft-06/schema': 'ajv/dist/refs/json-schema-draft-06.json',
  'http://json-schema.org/draft-07/schema': 'ajv/dist/refs/json-schema-draft-07.json',
  'https://json-schema.org/draft/2019-09/schema': 'ajv/dist/refs/json-schema-2019-09/schema.json',
  'https://json-schema.org/draft/2020-12/schema': 'ajv/dist/refs/json-schema-2020-12/schema.json',
};

function schemaOfGroup(value: JsonValue, dialect: Dialect, remotes: ReadonlyMap<string, JsonValue>): Schema {
  const uri = 'test://case';
  const get = (wanted: string): JsonValue | undefined => (wanted === uri ? value : (remotes.get(wanted) ?? metaschema(wanted)));
  return { value, dialect, uri, pointer: '', documents: { get } };
}

function metaschema(uri: string): JsonValue | undefined {
  const file = METASCHEMAS[uri] ?? vocabularyFile(uri);
  return file === undefined || !existsSync(join(MODULES, file))
    ? undefined
    : (JSON.parse(readFileSync(join(MODULES, file), 'utf8')) as JsonValue);
}

function vocabularyFile(uri: string): string | undefined {
  const found = /^https:\/\/json-schema\.org\/draft\/(20\d\d-\d\d)\/(meta\/[a-z-]+)$/.exec(uri);
  return found === null ? undefined : `ajv/dist/refs/json-schema-${found[1]}/${found[2]}.json`;
}
