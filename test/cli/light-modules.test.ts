import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { repositoryFolder } from '../support/run-mortise.js';

/** Statements that load a module: what is only a type is not there any more when the program runs, what is dynamic is loaded later. */
const LOADING = /^(?:import|export)\s(?!type\b)[^'"]*?from\s'([^']+)'|^import\s'([^']+)'/gm;

/** All that is loaded with a module, itself among it: paths below `src/`, names of packages. */
function loadedWith(entry: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const text = readFileSync(`${repositoryFolder}/src/${entry}`, 'utf8');
  for (const [, from, bare] of text.matchAll(LOADING)) {
    const specifier = from ?? bare ?? '';
    if (!specifier.startsWith('.')) seen.add(specifier);
    else loadedWith(posix.join(posix.dirname(entry), specifier).replace(/\.js$/, '.ts'), seen);
  }
  return seen;
}

/** Whatever does the work of commands: each of these takes as long to load as all the help takes to show. */
function heavyOf(entry: string): readonly string[] {
  return [...loadedWith(entry)].filter((path) => !LIGHT.some((pattern) => pattern.test(path)));
}

/** Names and texts alone. */
const LIGHT: readonly RegExp[] = [
  /^node:/,
  /^base\//,
  /^cli\/[a-z-]+-(?:help|options?|table|script)\.ts$/,
  /^cli\/(?:main|commands|command|version|help|complete|completion|parse-arguments|option-values)\.ts$/,
  /^check\/(?:check-names|test-case)\.ts$/,
  /^workspace\/resolved-path\.ts$/,
  /^recovery\/probe\/observed-members\.ts$/,
  /^report\/(?:text-width|wrapped-text)\.ts$/,
  /^host\/(?:process-io|has-colour|status-line)\.ts$/,
];

describe('help and completion load nothing of what commands need to run', () => {
  it.each([...COMMANDS.keys()])('mortise %s --help', (name) => expect(heavyOf(`cli/${name}-help.ts`)).toEqual([]));

  it.each(['cli/main.ts', 'cli/help.ts', 'cli/parse-arguments.ts', 'cli/completion.ts', 'cli/complete.ts', 'host/process-io.ts'])(
    '%s',
    (entry) => expect(heavyOf(entry)).toEqual([]),
  );

  it('sees what a command needs, so that nothing above passes because nothing was read', () => {
    expect(heavyOf('cli/check.ts').length).toBeGreaterThan(300);
    expect(heavyOf('cli/mock.ts')).toContain('mock/mock.ts');
  });

  it('has each command told by its own help', async () => {
    for (const [name, { help }] of COMMANDS) expect((await help()).name).toBe(name);
  });
});
