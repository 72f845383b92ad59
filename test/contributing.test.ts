import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { repositoryFolder } from './support/run-mortise.js';

const guide = readFileSync(join(repositoryFolder, 'src/CONTRIBUTING.md'), 'utf8');
/** Each begins with the path that it would have. */
const skeletons = [...guide.matchAll(/^```ts\n\/\/ (src\/\S+\.ts)\n([\s\S]*?)^```$/gm)].map(([, path = '', code = '']) => ({ path, code }));

describe('the contributing guide', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mortise-skeletons-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has skeletons of a fault, an oracle, a check and a broker that compile where they say they belong', () => {
    expect(skeletons.map(({ path }) => dirname(path))).toEqual([
      'src/fault/meaning',
      'src/recovery/oracles',
      'src/check/checks',
      'src/broker',
    ]);
    for (const { path, code } of skeletons) {
      expect(existsSync(join(repositoryFolder, path)), `${path} is a name of its own`).toBe(false);
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), code);
    }
    const compilerOptions = {
      noEmit: true,
      rootDir: '/',
      typeRoots: [join(repositoryFolder, 'node_modules/@types')],
      rootDirs: [join(folder, 'src'), join(repositoryFolder, 'src')],
    };
    const files = skeletons.map(({ path }) => join(folder, path));
    // What is no module by its folder would be taken for CommonJS.
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: join(repositoryFolder, 'tsconfig.json'), compilerOptions, files, include: [] }),
    );
    const tsc = join(repositoryFolder, 'node_modules/typescript/bin/tsc');
    expect(spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' }).stdout).toBe('');
  });

  it('names no file that is not there', () => {
    const named = [...guide.matchAll(/`((?:src|test|fixtures|contracts|\.ci)\/[\w./-]+)`/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(join(repositoryFolder, path)))).toEqual([]);
  });

  it('names no script that the package has not', () => {
    const { scripts } = JSON.parse(readFileSync(join(repositoryFolder, 'package.json'), 'utf8')) as { readonly scripts: object };
    const named = [...guide.matchAll(/`npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
