import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mortiseIn } from '../support/mortise-in.js';
import { repositoryFolder } from '../support/run-mortise.js';

const folder = mkdtempSync(join(tmpdir(), 'mortise-completion-'));

beforeAll(async () => {
  writeFileSync(join(folder, 'mortise'), `#!/bin/sh\nexec "${process.execPath}" "${repositoryFolder}/bin/mortise.js" "$@"\n`);
  chmodSync(join(folder, 'mortise'), 0o755);
  writeFileSync(
    join(folder, 'mortise.yaml'),
    'systems: { shop: { openapi: shop.yaml }, web: {}, mobile: {} }\nintegrations: [{ consumer: web, provider: shop }, { consumer: mobile, provider: shop }]\nscenarios: [slow-night.arazzo.yaml, recover.arazzo.yaml]\n',
  );
  for (const shell of ['bash', 'zsh', 'fish'])
    writeFileSync(join(folder, `script.${shell}`), (await mortiseIn(folder, ['completion', shell])).stdout);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is there for the last word of a line, and nothing that the shell says besides. */
function askedOf(shell: string, args: readonly string[]): readonly string[] {
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}`, LC_ALL: 'C.UTF-8', HOME: folder };
  const { stdout, stderr, status } = spawnSync(shell, args, { cwd: folder, env, encoding: 'utf8', timeout: 60_000 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion in bash', () => {
  const complete = (line: string, ...words: readonly string[]): readonly string[] =>
    askedOf('bash', [
      '--norc',
      '--noprofile',
      '-c',
      `. ./script.bash; COMP_LINE=$1; COMP_POINT=\${#1}; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _mortise 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`,
      'bash',
      line,
      ...words,
    ]);

  it('knows commands, options and their values', () => {
    expect(complete('mortise co', 'mortise', 'co')).toEqual(['compat', 'completion']);
    expect(complete('mortise test --ph', 'mortise', 'test', '--ph')).toEqual(['--phase']);
    expect(complete('mortise test --phase ex', 'mortise', 'test', '--phase', 'ex')).toEqual(['examples']);
    expect(complete('mortise pact ver', 'mortise', 'pact', 'ver')).toEqual(['verify']);
  });

  it('puts only what is missing behind "=" and ":", where bash begins another word', () => {
    expect(complete('mortise test --phase=ex', 'mortise', 'test', '--phase', '=', 'ex')).toEqual(['examples']);
    expect(complete('mortise test mortise.yaml web:s', 'mortise', 'test', 'mortise.yaml', 'web', ':', 's')).toEqual(['shop']);
  });

  it('knows pairs, systems and scenarios of the workspace, and files', () => {
    expect(complete('mortise test mortise.yaml ', 'mortise', 'test', 'mortise.yaml', '')).toEqual(['web:shop', 'mobile:shop']);
    expect(complete('mortise scenario --system ', 'mortise', 'scenario', '--system', '')).toEqual(['shop', 'web', 'mobile']);
    expect(complete('mortise scenario slow', 'mortise', 'scenario', 'slow')).toEqual(['slow-night']);
    expect(complete('mortise lint mort', 'mortise', 'lint', 'mort')).toEqual(expect.arrayContaining(['mortise.yaml']));
  });
});

describe('completion in other shells', () => {
  const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;
  for (const shell of ['zsh', 'fish']) if (!has(shell)) console.info(`skipped: ${shell} is not installed`);

  it.skipIf(!has('fish'))('fish knows words and what they mean', () => {
    const complete = (line: string): readonly string[] =>
      askedOf('fish', ['--no-config', '-c', `source script.fish; complete -C ${JSON.stringify(line)}`]);
    expect(complete('mortise test --ph')[0]).toMatch(/^--phase\tOnly these phases/);
    expect(complete('mortise test mortise.yaml web')).toEqual(['web:shop']);
  });

  it.skipIf(!has('zsh'))('zsh knows words and what they mean, colons apart', () => {
    const stubs = `compdef() { : }; _files() { print -r -- files }; _describe() { print -rl -- "\${(@P)4}" }`;
    const complete = (...words: readonly string[]): readonly string[] =>
      askedOf('zsh', ['-f', '-c', `${stubs}; . ./script.zsh; words=("$@"); CURRENT=$#; _mortise`, 'zsh', ...words]);
    expect(complete('mortise', 'test', '--ph')[0]).toMatch(/^--phase:Only these phases/);
    expect(complete('mortise', 'test', 'mortise.yaml', 'web')).toEqual(['web\\:shop:web:shop']);
    expect(complete('mortise', 'lint', '')).toContain('files');
  });
});
