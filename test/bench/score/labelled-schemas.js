import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import ajvDraft04 from 'ajv-draft-04';
import { compareSchemas, schemaFromValue } from '../../../dist/index.js';
import { kindsText, labelledFolder, shareText, tableDefects } from './labelled-contracts.js';

/**
 * @typedef {'draft-04' | 'draft-07'} Dialect
 * @typedef {import('../../../dist/index.js').SchemaComparison} SchemaComparison
 * @typedef {{ readonly name: string, readonly writer: unknown, readonly reader: unknown, readonly isSubset: boolean, readonly isBothWays?: boolean }} SchemaCase
 * @typedef {{ readonly corpus: string, readonly dialect: Dialect, readonly cases: (rows: readonly Record<string, any>[]) => readonly SchemaCase[] }} SchemaCorpus
 */

/**
 * Pairs of schemas of which somebody said whether the first lets in no more than the second: each is proved, shown wrong by a witness that ajv
 * confirms, or open; what differs from the label must be explained.
 *
 * @param {SchemaCorpus} corpus
 * @returns {import('./labelled-contracts.js').Score}
 */
export function scoreSchemas({ corpus, dialect, cases }) {
  const folder = labelledFolder(corpus);
  if (folder === undefined) return { name: corpus, lines: ['skipped: the corpus is not there'], isFailed: false };
  const kept = keptDisagreements(corpus);
  const totals = {
    breaking: 0,
    shown: 0,
    subsets: 0,
    proved: 0,
    broken: 0,
    unconfirmed: 0,
    unknown: 0,
    lawfulBreaking: 0,
    lawfulSubsets: 0,
  };
  /** @type {string[]} */
  const disagreeing = [];
  for (const row of cases(JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')))) {
    const verdicts = compared(row, dialect);
    const isBreaking = verdicts.some(({ kind }) => kind === 'breaking');
    const isProved = verdicts.every(({ kind }) => kind === 'compatible');
    totals[row.isSubset ? 'subsets' : 'breaking'] += 1;
    if (row.isSubset && isProved) totals.proved += 1;
    if (!row.isSubset && isBreaking) totals.shown += 1;
    if (isBreaking) totals.broken += 1;
    if (!isBreaking && !isProved) totals.unknown += 1;
    totals.unconfirmed += unconfirmedCount(row, verdicts, dialect);
    const isAgreed = row.isSubset ? isProved : isBreaking;
    if (!isAgreed) disagreeing.push(row.name);
    if (isAgreed || kept[row.name]?.kind === 'ours') totals[row.isSubset ? 'lawfulSubsets' : 'lawfulBreaking'] += 1;
  }
  const defects = tableDefects(kept, disagreeing);
  const isShort = totals.shown < 0.98 * totals.lawfulBreaking;
  return {
    name: corpus,
    lines: [
      `breaking as labelled and shown by a witness: ${shareText(totals.shown, totals.breaking)}`,
      `without labels that contradict the draft: ${shareText(totals.shown, totals.lawfulBreaking)} (aim 98 %)`,
      `subsets as labelled and proved: ${shareText(totals.proved, totals.subsets)}`,
      `without labels that contradict the draft: ${shareText(totals.proved, totals.lawfulSubsets)}`,
      `witnesses that ajv does not confirm: ${totals.unconfirmed} in ${totals.broken} breaking pairs (aim 0); left open: ${totals.unknown}`,
      `explained: ${kindsText(kept) || 'none'}`,
      ...defects,
    ],
    isFailed: defects.length > 0 || totals.unconfirmed > 0 || isShort,
  };
}

/**
 * Names of cases that are told apart: a corpus has several of one name.
 *
 * @param {readonly SchemaCase[]} cases
 * @returns {readonly SchemaCase[]}
 */
export function namedApart(cases) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  return cases.map((row) => {
    const count = (counts.get(row.name) ?? 0) + 1;
    counts.set(row.name, count);
    return count === 1 ? row : { ...row, name: `${row.name} #${count}` };
  });
}

/**
 * @param {SchemaCase} row
 * @param {Dialect} dialect
 * @returns {readonly SchemaComparison[]}
 */
function compared({ writer, reader, isBothWays }, dialect) {
  const [first, second] = [writer, reader].map((value) => schemaFromValue(/** @type {any} */ (value), dialect));
  if (first === undefined || second === undefined) return [];
  const there = compareSchemas(first, second, { direction: undefined, mode: 'strict' });
  return isBothWays ? [there, compareSchemas(second, first, { direction: undefined, mode: 'strict' })] : [there];
}

/**
 * @param {SchemaCase} row
 * @param {readonly SchemaComparison[]} verdicts
 * @param {Dialect} dialect
 */
function unconfirmedCount({ writer, reader }, verdicts, dialect) {
  if (verdicts.every(({ breaks }) => breaks.length === 0)) return 0;
  const [first, second] = [validatorOf(writer, dialect), validatorOf(reader, dialect)];
  if (first === undefined || second === undefined) return 0;
  const sides = [
    [first, second],
    [second, first],
  ];
  return (
    verdicts
      .flatMap(({ breaks }, index) => breaks.map(({ witness, violation }) => ({ witness, violation, sides: sides[index] ?? [] })))
      // Whether a text is of a format ajv does not say without another package.
      .filter(({ violation }) => violation.keyword !== 'format')
      .filter(({ witness, sides: [before, after] }) => before?.(witness) !== true || after?.(witness) !== false).length
  );
}

/**
 * @param {unknown} schema
 * @param {Dialect} dialect
 * @returns {((value: unknown) => unknown) | undefined}
 */
function validatorOf(schema, dialect) {
  const options = { strict: false, validateFormats: false, logger: /** @type {const} */ (false), multipleOfPrecision: 9 };
  const ajv = dialect === 'draft-04' ? new ajvDraft04.default(options) : new Ajv(options);
  try {
    return ajv.compile(/** @type {any} */ (withoutSiblings(schema)));
  } catch {
    // A schema that ajv does not take is one it cannot confirm anything of.
    return undefined;
  }
}

/**
 * Up to draft 7 members beside `$ref` mean nothing; ajv takes them at their word.
 *
 * @param {unknown} value
 * @returns {unknown}
 */
function withoutSiblings(value) {
  if (Array.isArray(value)) return value.map(withoutSiblings);
  if (typeof value !== 'object' || value === null) return value;
  const isReference = '$ref' in value && typeof value.$ref === 'string';
  const kept = Object.entries(value).filter(([name]) => !isReference || name === '$ref' || name === 'definitions');
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutSiblings(inner)]));
}

/**
 * @param {string} corpus
 * @returns {import('./labelled-contracts.js').Disagreements}
 */
function keptDisagreements(corpus) {
  const file = resolve(import.meta.dirname, `../../schema/inclusion/disagreements-${corpus}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
