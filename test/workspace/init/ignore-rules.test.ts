import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ignoreRules, isIgnored } from '../../../src/workspace/init/ignore-rules.js';

describe('ignoreRules', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mortise-ignore-'));
    execFileSync('git', ['init', '-q', folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('passes over what git passes over', () => {
    const segment = fc.constantFrom('a', 'b', 'ab', '*', '**', 'a*', '*b', '.env');
    const rule = fc
      .tuple(
        fc.constantFrom('', '', '!'),
        fc.constantFrom('', '', '/'),
        fc.array(segment, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '', '/'),
      )
      .map(([negation, start, segments, end]) => `${negation}${start}${segments.join('/')}${end}`);
    const lines = fc.array(fc.oneof({ weight: 6, arbitrary: rule }, { weight: 1, arbitrary: fc.constantFrom('# a', '', 'a ', '\\#a') }), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(lines, (rules) => {
        const text = rules.join('\n');
        expect(
          PATHS.filter((path) => isPassedOver(path, text)),
          text,
        ).toEqual(passedOverByGit(folder, text));
      }),
      { seed: 8, numRuns: 60 },
    );
  });

  it('holds only below the folder of its file, and the last rule that fits decides', () => {
    const all = [ignoreRules('*.json', ''), ignoreRules('!keep.json', 'web')];
    const ignored = (path: string): boolean => isIgnored(path, { isFolder: false, all });
    expect(['keep.json', 'web/keep.json', 'web/api.json', 'webs/keep.json'].map(ignored)).toEqual([true, false, true, true]);
  });

  it('hides nothing by a rule that it does not read', () => {
    expect(isIgnored('a', { isFolder: false, all: [ignoreRules('[a-z]\n?\n\\a', '')] })).toBe(false);
  });
});

function isPassedOver(path: string, text: string): boolean {
  const all = [ignoreRules(text, '')];
  const parts = path.split('/');
  return parts.some((_, index) => isIgnored(parts.slice(0, index + 1).join('/'), { isFolder: index < parts.length - 1, all }));
}

function passedOverByGit(folder: string, text: string): readonly string[] {
  writeFileSync(join(folder, '.gitignore'), text);
  try {
    const told = execFileSync('git', ['-c', 'core.excludesFile=', 'check-ignore', '--no-index', '--stdin'], {
      cwd: folder,
      input: PATHS.join('\n'),
    });
    return told.toString().split('\n').filter(Boolean);
  } catch (error) {
    // It ends with 1 when it passes over nothing.
    if ((error as { status?: number }).status === 1) return [];
    throw error;
  }
}

const PATHS = ['a', 'b', 'ab', '.env', 'a/b', 'b/a', 'a/a/b', 'a/b/ab', 'ab/a/b', 'b/ab/a', 'b/b/b/a'];
