import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedVersions } from '../../src/compat/shared-versions.js';
import { compareVersions, orderedVersions } from '../../src/compat/version-set.js';

const told = (versions: Readonly<Record<string, string>>): readonly unknown[] =>
  sharedVersions(Object.entries(versions).map(([name, version]) => ({ name, version }))).map(({ severity, args }) => [
    severity,
    args['names'],
  ]);

describe('versions that stand side by side', () => {
  it('are told of exactly when two call themselves the same, each of these once', () => {
    const version = fc.constantFrom('', '1.0.0', '1', '1.1.0', '2.0.0', '2026-01-31');
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z0-9]{1,3}$/), version), { selector: ([name]) => name }), (pairs) => {
        const ordered = orderedVersions(pairs.map(([name, own]) => ({ name, version: own })));
        const named = sharedVersions(ordered).flatMap(({ args }) => args['names'] as readonly string[]);
        const isShared = ordered.filter((one) =>
          ordered.some(
            (other) => other !== one && one.version !== '' && other.version !== '' && compareVersions(one.version, other.version) === 0,
          ),
        );
        expect(named.toSorted()).toEqual(isShared.map(({ name }) => name).toSorted());
      }),
      { seed: 1 },
    );
  });

  it('are a warning where their names do not say which is older', () => {
    expect(told({ 'copy.yaml': '1.0.0', 'orders.yaml': '1.0.0' })).toEqual([['warning', ['copy.yaml', 'orders.yaml']]]);
  });

  it('are only information where the names differ by a number', () => {
    expect(told({ 'v9.yaml': '1.0.0', 'v10.yaml': '1' })).toEqual([['info', ['v9.yaml', 'v10.yaml']]]);
  });

  it('are a warning where what another one calls itself speaks against the names', () => {
    expect(told({ 'v0.yaml': '2.0.0', 'v1.yaml': '1.0.0', 'v2.yaml': '1.0.0' })).toEqual([['warning', ['v1.yaml', 'v2.yaml']]]);
  });
});
