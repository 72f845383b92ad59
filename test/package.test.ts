import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFolder, runMortise } from './support/run-mortise.js';

const manifest = JSON.parse(textOf('package.json')) as {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
};

interface LockEntry {
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe('the package', () => {
  it('says its version', async () => {
    expect(await runMortise(['--version'])).toMatchObject({ exitCode: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  it('has a lock file that names no registry, so that each installs from their own', () => {
    expect(textOf('package-lock.json')).not.toContain('"resolved"');
  });

  it('has a lock file that knows the optional packages of every platform, or `npm ci` refuses it', () => {
    const { packages } = JSON.parse(textOf('package-lock.json')) as { readonly packages: Readonly<Record<string, LockEntry>> };
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => packages[`node_modules/${name}`] === undefined && packages[`${path}/node_modules/${name}`] === undefined,
      ),
    );
    expect(missing).toEqual([]);
  });

  it('needs no package that runs a script when it is installed', () => {
    const { packages } = JSON.parse(textOf('package-lock.json')) as {
      readonly packages: Readonly<Record<string, { dev?: boolean; peer?: boolean; hasInstallScript?: boolean }>>;
    };
    const installed = Object.entries(packages).filter(([, entry]) => entry.dev !== true && entry.peer !== true);
    expect(installed.filter(([, entry]) => entry.hasInstallScript === true)).toEqual([]);
    expect(installed.length).toBeLessThanOrEqual(30);
  });

  it('starts with a program under ten lines', () => {
    expect(textOf('bin/mortise.js').split('\n').length).toBeLessThan(10);
  });

  it('keeps the top level to its own list', () => {
    const visible = readdirSync(repositoryFolder).filter(
      (name) => !name.startsWith('.') && !['node_modules', 'dist', 'coverage'].includes(name),
    );
    const own = ['README.md', 'bin', 'contracts', 'fixtures', 'package-lock.json', 'package.json', 'src', 'test', 'tsconfig.json'];
    expect(visible.filter((name) => !own.includes(name))).toEqual([]);
  });
});

function textOf(path: string): string {
  return readFileSync(join(repositoryFolder, path), 'utf8');
}
