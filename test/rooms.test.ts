import { readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { Module } from './support/module-graph.js';
import { circles, moduleFromText, readModules } from './support/module-graph.js';

/** The rooms of `src/`, low to high. `src/README.md` says what each holds. */
const ORDER: readonly string[] = [
  'base',
  'finding',
  'schema',
  'policy',
  'contract',
  'wire',
  'workspace',
  'journal',
  'fault',
  'recovery',
  'broker',
  'mock',
  'check',
  'compat',
  'scenario',
  'report',
  'console',
  'host',
  'cli',
];

/** Those that may not import all that stands above them. */
const NARROWER: Readonly<Record<string, readonly string[]>> = {
  contract: ['base', 'finding', 'schema'],
  wire: ['base', 'finding', 'schema', 'contract'],
  report: ['base', 'finding', 'policy', 'contract', 'workspace', 'journal', 'fault', 'recovery'],
  // Its modules are what a browser loads, as they are: beside them nothing of ours is there.
  console: [],
};

/** The rooms that each may import beside itself. */
const ROOMS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  ORDER.map((room, index) => [room, NARROWER[room] ?? ORDER.slice(0, index)]),
);

/** What a user imports; it may name every room. */
const ENTRIES: readonly string[] = ['index.ts', 'msw.ts', 'vitest.ts'];

/** Modules that import what the user names: their `import(…)` leads to no room of ours. */
const USER_IMPORTS: readonly string[] = ['host/user-module.ts'];

/** The modules of Node that are functions of their arguments. Everything else touches the world and belongs in `src/host/`. */
const PURE_BUILTINS: readonly string[] = ['node:buffer', 'node:path', 'node:url', 'node:util'];
const WORLD_PACKAGES: readonly string[] = ['undici'];

const source = `${import.meta.dirname}/../src`;
const modules = readModules(source);

describe('the rooms of src/', () => {
  it('sees every module, so that no rule below passes because nothing was read', () => {
    const fileCount = readdirSync(source, { recursive: true }).filter((path) => String(path).endsWith('.ts')).length;
    expect(fileCount).toBeGreaterThan(0);
    expect(modules).toHaveLength(fileCount);
    const importCount = modules.flatMap((module) => module.imports).length;
    expect(importCount).toBeGreaterThan(0);
    console.info(`rooms: ${modules.length} modules, ${importCount} imports`);
  });

  it('has no import that leads to a room further down', () => {
    expect(modules.flatMap(wrongImports)).toEqual([]);
  });

  it('has no circle of modules', () => {
    expect(circles(modules).map((circle) => `${circle.join(' -> ')}: move what both need into a module above them`)).toEqual([]);
  });
});

describe('the rules themselves', () => {
  it.each([
    ['a lower room', 'base/planted.ts', "import { x } from '../mock/router.js';", /base\/ may not import mock\//],
    [
      'a type of a lower room',
      'schema/planted.ts',
      "import type { X } from '../contract/contract.js';",
      /schema\/ may not import contract\//,
    ],
    ['a re-export', 'finding/planted.ts', "export { x } from '../report/table.js';", /finding\/ may not import report\//],
    ['several lines', 'wire/planted.ts', "import {\n  a,\n  b,\n} from '../cli/command.js';", /planted.ts:1: wire\/ may not import cli\//],
    ['a dynamic import', 'mock/planted.ts', "export const x = () => import('../host/clock.js');", /mock\/ may not import host\//],
    ['a type by import()', 'mock/planted.ts', "export type X = import('../host/clock.js').Clock;", /mock\/ may not import host\//],
    ['an import for its effect', 'mock/planted.ts', "import '../host/clock.js';", /mock\/ may not import host\//],
    ['an import nobody can follow', 'mock/planted.ts', 'export const x = (name: string) => import(name);', /plain string/],
    [
      'the rooms that report may not see',
      'report/planted.ts',
      "import { x } from '../check/run-pair.js';",
      /report\/ may not import check\//,
    ],
    ['the command line from the host', 'host/planted.ts', "import { x } from '../cli/main.js';", /host\/ may not import cli\//],
    ['the entry from a room', 'mock/planted.ts', "import { x } from '../index.js';", /may not import the entry/],
    ['a room nobody knows', 'utils/planted.ts', "import { x } from '../base/json.js';", /utils\/ is not in the table/],
    [
      'files outside the host',
      'check/planted.ts',
      "import { readFile } from 'node:fs/promises';",
      /node:fs\/promises belongs in src\/host\//,
    ],
    ['a builtin without node:', 'check/planted.ts', "import net from 'net';", /net belongs in src\/host\//],
    ['the HTTP client outside the host', 'check/planted.ts', "import { request } from 'undici';", /undici belongs in src\/host\//],
  ])('catches %s', (_what, path, text, message) => {
    expect(wrongImports(moduleFromText(path, text)).join('\n')).toMatch(message);
  });

  it.each([
    ['a higher room', 'mock/planted.ts', "import { x } from '../base/json.js';"],
    ['its own room', 'mock/planted.ts', "import { x } from './router.js';"],
    ['a library', 'contract/planted.ts', "import { load } from 'js-yaml';"],
    ['the world in the host', 'host/planted.ts', "import { createServer } from 'node:http';"],
    ['every room in the entry', 'index.ts', "export { x } from './cli/main.js';"],
    ['an import in a comment', 'base/planted.ts', "// import { x } from '../cli/main.js';\n/* import '../cli/main.js' */"],
  ])('lets pass %s', (_what, path, text) => {
    expect(wrongImports(moduleFromText(path, text))).toEqual([]);
  });

  it('catches a circle', () => {
    const first = moduleFromText('base/first.ts', "import { second } from './second.js';");
    const second = moduleFromText('base/second.ts', "import type { First } from './first.js';");
    expect(circles([first, second])).toEqual([['base/first.ts', 'base/second.ts', 'base/first.ts']]);
  });
});

/** One sentence for each import that breaks the order; it says what to do. */
function wrongImports(module: Module): readonly string[] {
  if (ENTRIES.includes(module.path)) return [];
  const room = roomOf(module.path);
  const mayUse = ROOMS[room];
  if (mayUse === undefined)
    return [`src/${module.path}: ${room}/ is not in the table of test/rooms.test.ts: find the room its word belongs to`];
  return module.imports.flatMap((one) => {
    const at = `src/${module.path}:${one.line}`;
    if (one.kind === 'unreadable' && USER_IMPORTS.includes(module.path)) return [];
    if (one.kind === 'unreadable') return [`${at}: write the path of ${one.text.trim()} as one plain string, so that it can be checked`];
    if (one.kind === 'package') return packageMistake(room, one.name).map((mistake) => `${at}: ${mistake}`);
    const target = roomOf(one.path);
    if (ENTRIES.includes(one.path)) return [`${at}: a room may not import the entry ${one.path}: import the module that has it`];
    if (target === room || mayUse.includes(target)) return [];
    return [
      `${at}: ${room}/ may not import ${target}/: pass a value or an interface instead, or move the shared part up to a room both may use`,
    ];
  });
}

function packageMistake(room: string, name: string): readonly string[] {
  const isWorld = WORLD_PACKAGES.includes(name) || (isBuiltin(name) && !PURE_BUILTINS.includes(name));
  return room === 'host' || !isWorld ? [] : [`${name} belongs in src/host/: take a port (an interface of functions) as a parameter`];
}

function roomOf(path: string): string {
  return path.split('/')[0] ?? path;
}
