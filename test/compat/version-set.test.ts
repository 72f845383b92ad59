import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames, compareVersions, orderedVersions, versionFromText } from '../../src/compat/version-set.js';

const number = fc.nat({ max: 30 });
const semantic = fc
  .tuple(
    number,
    number,
    number,
    fc.option(fc.constantFrom('alpha', 'alpha.1', 'alpha.beta', 'beta.2', 'beta.11', 'rc.1'), { nil: undefined }),
  )
  .map(([major, minor, patch, tail]) => `${major}.${minor}.${patch}${tail === undefined ? '' : `-${tail}`}`);
const name = fc.oneof(semantic, fc.stringMatching(/^[a-z0-9._-]{0,8}$/), fc.constantFrom('v2', 'v10', '2024-01-31', 'release 9', ''));

describe('the order of versions', () => {
  it('is a total order of versions', () => {
    fc.assert(
      fc.property(semantic, semantic, semantic, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }),
      { seed: 1 },
    );
  });

  it('is a total order of names, and only the same name weighs the same', () => {
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(compareNames(a, b) === 0).toBe(a === b);
        expect(Math.sign(compareNames(a, b))).toBe(-Math.sign(compareNames(b, a)) + 0);
        if (compareNames(a, b) < 0 && compareNames(b, c) < 0) expect(compareNames(a, c)).toBeLessThan(0);
      }),
      { seed: 2 },
    );
  });

  it('is that of the specification', () => {
    const inOrder = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
    ];
    expect([...inOrder].reverse().sort(compareVersions)).toEqual(inOrder);
  });

  it('takes runs of digits by their value', () => {
    expect(['v10', 'v9', 'api-2', 'api-10', 'api-1'].sort(compareNames)).toEqual(['api-1', 'api-2', 'api-10', 'v9', 'v10']);
  });

  it.each(['2026-01-15', '1.2.3.4', '01.2.3', 'latest', '', '1.2-rc'])('takes %j for no version', (text) => {
    expect(versionFromText(text)).toBeUndefined();
  });

  it('knows how much of a version is written', () => {
    expect(versionFromText('v1.4')).toEqual({ numbers: [1, 4, 0], writtenCount: 2, prerelease: [] });
    expect(versionFromText('1.4.2-rc.1+build.7')).toEqual({ numbers: [1, 4, 2], writtenCount: 3, prerelease: ['rc', '1'] });
  });
});

describe('versions side by side', () => {
  it('stand in the order of what they call themselves, whatever their files are called', () => {
    const versions = [
      { name: 'a.yaml', version: '2.0.0' },
      { name: 'b.yaml', version: '1.10.0' },
      { name: 'c.yaml', version: '1.9.0' },
    ];
    expect(orderedVersions(versions).map((one) => one.name)).toEqual(['c.yaml', 'b.yaml', 'a.yaml']);
  });

  it.each([
    ['two call themselves the same', '1.0.0'],
    ['one does not call itself anything', ''],
  ])('stand in the order of their names when %s', (_, version) => {
    const versions = [
      { name: 'v10.yaml', version: '1.0.0' },
      { name: 'v9.yaml', version },
    ];
    expect(orderedVersions(versions).map((one) => one.name)).toEqual(['v9.yaml', 'v10.yaml']);
  });

  it('stand in the order of their names as soon as two of many call themselves the same', () => {
    const versions = ['2.0.0', '1.0.0', '1.0.0'].map((version, index) => ({ name: `v${index}.yaml`, version }));
    expect(orderedVersions(versions).map((one) => one.name)).toEqual(['v0.yaml', 'v1.yaml', 'v2.yaml']);
  });
});
