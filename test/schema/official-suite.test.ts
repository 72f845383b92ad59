import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import type { Dialect } from '../../src/schema/dialect.js';
import type { Schema } from '../../src/schema/schema.js';
import { isValid, validate } from '../../src/schema/validate.js';
import { describeCorpus } from '../support/corpus.js';

interface Group {
  readonly description: string;
  readonly schema: JsonValue;
  readonly tests: readonly { readonly description: string; readonly data: JsonValue; readonly valid: boolean }[];
}

const DRAFTS: readonly (readonly [folder: string, dialect: Dialect])[] = [
  ['draft4', 'draft-04'],
  ['draft6', 'draft-06'],
  ['draft7', 'draft-07'],
  ['draft2019-09', '2019-09'],
  ['draft2020-12', '2020-12'],
];
const MODULES = resolve(import.meta.dirname, '../../node_modules');
/** Published metaschemas, from the packages that ship them. */
const METASCHEMAS: Readonly<Record<string, string>> = {
  'http://json-schema.org/draft-04/schema': 'ajv-draft-04/dist/refs/json-schema-draft-04.json',
  'http://json-schema.org/draft-06/schema': 'ajv/dist/refs/json-schema-draft-06.json',
  'http://json-schema.org/draft-07/schema': 'ajv/dist/refs/json-schema-draft-07.json',
  'https://json-schema.org/draft/2019-09/schema': 'ajv/dist/refs/json-schema-2019-09/schema.json',
  'https://json-schema.org/draft/2020-12/schema': 'ajv/dist/refs/json-schema-2020-12/schema.json',
};

describeCorpus('the official JSON Schema test suite', (corpus) => {
  const suite = join(corpus, 'json-schema-test-suite');
  const remotes = loadRemotes(join(suite, 'remotes'));

  it.each(DRAFTS)('passes every required case of %s', (folder, dialect) => {
    const { failures, caseCount } = runFolder(join(suite, 'tests', folder), { dialect, remotes, assertsFormat: false });
    console.info(`${folder}: ${caseCount - failures.length} of ${caseCount} required cases`);
    expect(failures).toEqual([]);
    expect(caseCount).toBeGreaterThan(600);
  });

  // What is left out: the Punycode inside of `xn--` labels and the Bidi rule of RFC 5893.
  it.each(DRAFTS)('passes the optional format cases of %s but for a counted few', (folder, dialect) => {
    const { failures, caseCount } = runFolder(join(suite, 'tests', folder, 'optional/format'), { dialect, remotes, assertsFormat: true });
    console.info(`${folder}: ${caseCount - failures.length} of ${caseCount} optional format cases`);
    if (process.env['MORTISE_VERBOSE'] !== undefined) console.info(failures.join('\n'));
    expect(failures.length).toBeLessThanOrEqual(Math.ceil(caseCount * 0.06));
  });

  it.each(DRAFTS)('passes the other optional cases of %s but for a counted few', (folder, dialect) => {
    const { failures, caseCount } = runFolder(join(suite, 'tests', folder, 'optional'), { dialect, remotes, assertsFormat: false });
    console.info(`${folder}: ${caseCount - failures.length} of ${caseCount} other optional cases`);
    if (process.env['MORTISE_VERBOSE'] !== undefined) console.info(failures.join('\n'));
    expect(failures.length).toBeLessThanOrEqual(Math.ceil(caseCount * 0.1));
  });
});

interface SuiteOptions {
  readonly dialect: Dialect;
  readonly remotes: ReadonlyMap<string, JsonValue>;
  readonly assertsFormat: boolean;
}

function runFolder(folder: string, options: SuiteOptions): { readonly failures: readonly string[]; readonly caseCount: number } {
  const failures: string[] = [];
  let caseCount = 0;
  for (const file of existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []) {
    for (const group of JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Group[]) {
      const schema = schemaOfGroup(group.schema, options);
      for (const { description, data, valid } of group.tests) {
        caseCount += 1;
        const isHeld = isValid(schema, data, options) === valid && (validate(schema, data, options).length === 0) === valid;
        if (!isHeld) failures.push(`${file}: ${group.description}: ${description}`);
      }
    }
  }
  return { failures, caseCount };
}

function schemaOfGroup(value: JsonValue, { dialect, remotes }: SuiteOptions): Schema {
  const uri = 'test://case';
  return {
    value,
    dialect,
    uri,
    pointer: '',
    documents: { get: (wanted) => (wanted === uri ? value : (remotes.get(wanted) ?? metaschema(wanted))) },
  };
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

function loadRemotes(folder: string): ReadonlyMap<string, JsonValue> {
  const found = new Map<string, JsonValue>();
  const visit = (path: string): void => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
    else found.set(`http://localhost:1234/${relative(folder, path)}`, JSON.parse(readFileSync(path, 'utf8')) as JsonValue);
  };
  visit(folder);
  return found;
}
