import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { corpusDocument } from './lib/corpus-document.js';
import { median, printRatio, textOf } from './lib/figures.js';
import { runOf } from './lib/programs.js';

/** @typedef {{ readonly compareMs: number, readonly cpuMs: number, readonly peakMegabytes: number, readonly findingCount: number, readonly errorCount: number, readonly undecidedCount: number }} Figures */
/** @typedef {{ readonly name: string, readonly file: string, readonly maxMs: number }} Subject */

const ROUND_COUNT = 3;
const PROGRAM = resolve(import.meta.dirname, 'lib/compare-program.js');
/** So many schemas are edited, spread over the document. */
const EDIT_COUNT = 40;

/**
 * How long two versions of a real document take to compare once they are parsed, and the memory of the whole process; beside oasdiff, when
 * `OASDIFF` names it or it is on the path.
 *
 * @param {string} folder - for files of this run
 */
export async function benchCompat(folder) {
  const subjects = [
    { name: 'kubernetes-oas3.json', maxMs: 2_000 },
    { name: 'stripe-2023-09.yaml', maxMs: 2_000 },
    { name: 'okta-management.yaml', maxMs: 2_000 },
    { name: 'openai.yaml', maxMs: 2_000 },
    { name: 'github.json', maxMs: 4_000 },
  ];
  for (const { name, maxMs } of subjects) {
    const file = corpusDocument(name);
    if (file !== undefined) await measure({ name, file, maxMs }, folder);
  }
}

/**
 * @param {Subject} subject
 * @param {string} folder
 */
async function measure({ name, file, maxMs }, folder) {
  const edited = join(folder, `edited-${name.replace('.yaml', '.json')}`);
  const text = readFileSync(file, 'utf8');
  writeFileSync(edited, JSON.stringify(editedDocument(name.endsWith('.yaml') ? load(text) : JSON.parse(text))));
  /** @type {Figures[]} */
  const rounds = [];
  for (let round = 0; round < ROUND_COUNT; round += 1) rounds.push(JSON.parse((await runOf([PROGRAM, file, edited])).printed));
  const of = (/** @type {(figures: Figures) => number} */ figure) => median(rounds.map(figure));
  const [first] = rounds;
  const size = `${textOf(statSync(file).size / 1e6)} MB`;
  printRatio({
    what: `${name} (${size}) against an edited copy`,
    ratio: `${textOf(of(({ compareMs }) => compareMs))} ms (CPU ${textOf(of(({ cpuMs }) => cpuMs))})`,
    sides: `${first?.findingCount} findings, ${first?.errorCount} errors, ${first?.undecidedCount} undecided; ${textOf(of(({ peakMegabytes }) => peakMegabytes))} MB at most`,
    aim: `${textOf(maxMs)} ms, 300 MB`,
  });
  compareWithOasdiff([file, edited]);
}

/** @param {readonly string[]} files */
function compareWithOasdiff(files) {
  const binary = oasdiffBinary();
  if (binary === undefined) {
    console.log('  left out: oasdiff is not there (set OASDIFF)');
    return;
  }
  const timed = (/** @type {string} */ program, /** @type {readonly string[]} */ args) => {
    const startedAtMs = performance.now();
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'ignore'] });
    return performance.now() - startedAtMs;
  };
  const theirs = timed(binary, ['changelog', ...files, '--format', 'json']);
  const ours = timed(process.execPath, [PROGRAM, ...files]);
  printRatio({
    what: '  whole process, ours / oasdiff',
    ratio: textOf(ours / theirs),
    sides: `${textOf(ours)} ms / ${textOf(theirs)} ms`,
    aim: '-',
  });
}

function oasdiffBinary() {
  const named = process.env['OASDIFF'];
  if (named !== undefined) return existsSync(named) ? named : undefined;
  return (process.env['PATH'] ?? '')
    .split(':')
    .map((folder) => join(folder, 'oasdiff'))
    .find((file) => existsSync(file));
}

/**
 * The document with edits of every kind in some of its schemas, and an operation less.
 *
 * @param {{ readonly paths: Record<string, unknown>, readonly components: { readonly schemas: Record<string, Record<string, unknown>> } }} document
 */
function editedDocument(document) {
  const { schemas } = document.components;
  const names = Object.keys(schemas).filter((name) => typeof schemas[name]?.['properties'] === 'object');
  const step = Math.max(1, Math.floor(names.length / EDIT_COUNT));
  names
    .filter((_name, index) => index % step === 0)
    .forEach((name, index) => {
      const edit = EDITS[index % EDITS.length];
      const schema = schemas[name];
      if (edit !== undefined && schema !== undefined)
        edit(schema, /** @type {Record<string, Record<string, unknown>>} */ (schema['properties']));
    });
  const [path] = Object.keys(document.paths);
  if (path !== undefined) delete document.paths[path];
  return document;
}

/** @type {readonly ((schema: Record<string, unknown>, properties: Record<string, Record<string, unknown>>) => void)[]} */
const EDITS = [
  (schema, properties) => {
    schema['required'] = Object.keys(properties).slice(0, 1);
  },
  (_schema, properties) => {
    properties['added_member'] = { type: 'string' };
  },
  (_schema, properties) => {
    const [name] = Object.keys(properties);
    if (name !== undefined) delete properties[name];
  },
  (_schema, properties) => {
    const [name] = Object.keys(properties);
    if (name !== undefined) properties[name] = { type: 'integer' };
  },
  (schema) => {
    schema['description'] = 'Other words.';
  },
  (_schema, properties) => {
    const [name] = Object.keys(properties);
    if (name !== undefined) properties[name] = { ...properties[name], maxLength: 3 };
  },
];
