import type { Finding } from '../finding/finding.js';
import { compareVersions } from './version-set.js';

/** What stands for one version of a contract. */
interface NamedVersion {
  /** What it calls itself. */
  readonly version: string;
  readonly name: string;
}

/**
 * That versions which stand side by side call themselves the same: which of them is older cannot be told by that, so all are taken in the
 * order of their names.
 *
 * @param ordered - as they were taken, the oldest first
 * @returns one for each version that several call themselves; a warning where their names do not say it either
 */
export function sharedVersions(ordered: readonly NamedVersion[]): readonly Finding[] {
  const severity = isToldByNames(ordered) ? 'info' : 'warning';
  const left = new Set(ordered);
  return ordered.flatMap((one): readonly Finding[] => {
    if (!left.has(one) || one.version === '') return [];
    const same = [...left].filter(({ version }) => version !== '' && compareVersions(version, one.version) === 0);
    for (const each of same) left.delete(each);
    if (same.length < 2) return [];
    const names = same.map(({ name }) => name);
    return [{ code: 'compat/version-shared', severity, place: { file: names.at(-1) ?? '' }, args: { version: one.version, names } }];
  });
}

/** Such as `v9` and `v10`, where no version that a document calls itself says otherwise. */
function isToldByNames(ordered: readonly NamedVersion[]): boolean {
  const patterns = new Set(ordered.map(({ name }) => name.replaceAll(/\d+/g, '0')));
  const isContradicted = ordered.some((one, index) => index > 0 && compareVersions(ordered[index - 1]?.version ?? '', one.version) > 0);
  return patterns.size === 1 && !isContradicted;
}
