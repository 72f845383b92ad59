import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labelledFolder } from './labelled-contracts.js';
import { scoreSchemas } from './labelled-schemas.js';

/** The fixtures of Sentry's json-schema-diff, draft 7. Its snapshots list changes; which kinds of them break is what its `is_breaking` says. */
export function scoreSentryJsonSchemaDiff() {
  const corpus = 'getsentry-json-schema-diff';
  const folder = labelledFolder(corpus);
  return scoreSchemas({
    corpus,
    dialect: 'draft-07',
    cases: (rows) =>
      rows.map((row) => ({ name: row.case, writer: row.lhs, reader: row.rhs, isSubset: !isBreaking(snapshotOf(folder ?? '', row.case)) })),
  });
}

/**
 * @param {string} folder
 * @param {string} name - `range/all.json`
 */
function snapshotOf(folder, name) {
  const text = readFileSync(join(folder, 'tests/snapshots', `test__from_fixtures@${name.replace('/', '__')}.snap`), 'utf8');
  return text.slice(text.indexOf('\n---\n', 4));
}

const ALWAYS = new Set(
  'TypeRemove ConstAdd EnumRemove FormatAdd FormatChange MaxLengthAdd MinLengthAdd PatternAdd PatternChange RangeAdd RequiredAdd'.split(
    ' ',
  ),
);

/** @param {string} snapshot - the changes as Rust prints them */
function isBreaking(snapshot) {
  return snapshot
    .split(/\bchange: /)
    .slice(1)
    .some((change) => {
      const kind = /^\w+/.exec(change)?.[0] ?? '';
      if (kind === 'PropertyAdd') return change.includes('lhs_additional_properties: true');
      if (kind === 'PropertyRemove') return change.includes('lhs_additional_properties: false');
      return ALWAYS.has(kind) || isNarrower(kind, change);
    });
}

/**
 * @param {string} kind
 * @param {string} change
 */
function isNarrower(kind, change) {
  const [before = 0, after = 0] = [...change.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);
  if (kind === 'MaxLengthChange') return after < before;
  if (kind === 'MinLengthChange') return after > before;
  if (kind !== 'RangeChange') return false;
  const [was = '', is = ''] = change.match(/(?:Exclusive)?(?:Minimum|Maximum)/g) ?? [];
  if (was !== is) return is.startsWith('Exclusive');
  return was.endsWith('Minimum') ? after > before : after < before;
}
