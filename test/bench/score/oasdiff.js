import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  findingsBetween,
  keptDisagreements,
  kindsText,
  labelledFolder,
  reasonDefects,
  shareText,
  tableDefects,
} from './labelled-contracts.js';

/**
 * @typedef {{
 *   readonly test: string, readonly base: string, readonly revision: string, readonly mutated: boolean, readonly handler: string,
 *   readonly scope: 'all' | readonly string[], readonly untilLevel: string,
 *   readonly count: number | null, readonly expectedIds: readonly string[], readonly expectedLevels: readonly string[], readonly options: readonly string[],
 * }} Row
 */

/**
 * The expectations of oasdiff's own tests: where one expects an id of level ERR a finding of its kind stands at the same part of the call,
 * and how many of those weigh as much with us; where it expects none no error stands where its check looks.
 *
 * @returns {Promise<import('./labelled-contracts.js').Score>}
 */
export async function scoreOasdiff() {
  const folder = labelledFolder('oasdiff');
  if (folder === undefined) return { name: 'oasdiff', lines: ['skipped: the corpus is not there'], isFailed: false };
  /** @type {readonly Row[]} */
  const rows = JSON.parse(readFileSync(join(folder, 'oasdiff-expectations.json'), 'utf8'));
  const kept = keptDisagreements('oasdiff');
  const totals = { breaking: 0, detected: 0, told: 0, harmless: 0, silent: 0, unusable: 0 };
  /** @type {string[]} */
  const disagreeing = [];
  /** @type {string[]} */
  const untrue = [];
  for (const row of rows) {
    // Its test changes the document in memory, and the changed one was not kept.
    if (row.base === row.revision) {
      totals.unusable += 1;
      continue;
    }
    if (!isDecided(row)) continue;
    const findings = await findingsBetween(join(folder, row.base), join(folder, row.revision));
    const missed = missedIds(row, findings);
    const isBreaking = row.expectedLevels.includes('ERR');
    const isRight = isBreaking ? missed.length === 0 : isSilent(row, findings);
    totals[isBreaking ? 'breaking' : 'harmless'] += 1;
    if (isBreaking && unseenIds(row, findings).length === 0) totals.told += 1;
    if (isRight) totals[isBreaking ? 'detected' : 'silent'] += 1;
    else {
      disagreeing.push(row.test);
      const files = { name: row.test, base: join(folder, row.base), revision: join(folder, row.revision) };
      untrue.push(...(await reasonDefects(kept[row.test], files)));
    }
  }
  const defects = [...tableDefects(kept, disagreeing), ...untrue];
  const explained = (/** @type {boolean} */ isBreaking) =>
    rows.filter(
      (row) =>
        row.base !== row.revision &&
        row.expectedLevels.includes('ERR') === isBreaking &&
        Object.hasOwn(kept, row.test) &&
        kept[row.test]?.kind !== 'ours',
    ).length;
  return {
    name: 'oasdiff',
    lines: [
      `breaking ids detected, of any severity: ${shareText(totals.told, totals.breaking)} (aim 95 %)`,
      `breaking ids detected as an error or a warning: ${shareText(totals.detected, totals.breaking)}`,
      `without labels that contradict the law: ${shareText(totals.detected, totals.breaking - explained(true))} (aim 95 %)`,
      `silent where nothing breaks: ${shareText(totals.silent, totals.harmless)}`,
      `without labels that contradict the law: ${shareText(totals.silent, totals.harmless - explained(false))} (aim 100 %)`,
      `not usable, since the changed document was not kept: ${totals.unusable}`,
      `explained: ${kindsText(kept) || 'none'}`,
      ...defects,
    ],
    isFailed: defects.length > 0,
  };
}

/**
 * Whether a row says what is right: a warning of theirs says only that it may break, and some tests look at texts or counts alone.
 *
 * @param {Row} row
 */
function isDecided({ expectedIds, expectedLevels, count }) {
  if (expectedLevels.includes('ERR')) return true;
  return !expectedLevels.includes('WARN') && (expectedIds.length > 0 || count === 0);
}

/**
 * @param {Row} row
 * @param {readonly import('./labelled-contracts.js').ScoredFinding[]} findings
 */
function missedIds({ expectedIds, expectedLevels }, findings) {
  const areas = new Set(findings.filter(({ severity }) => severity !== 'info').map(areaOfFinding));
  return expectedIds.filter(
    (id, index) =>
      expectedLevels[index] === 'ERR' &&
      !areas.has(areaOfId(id)) &&
      !(id.startsWith('request-parameter') && areas.has('request-parameter')),
  );
}

/**
 * Those of which no finding tells that there is something: one of the same kind, at the same part of the call, whatever it weighs.
 *
 * @param {Row} row
 * @param {readonly import('./labelled-contracts.js').ScoredFinding[]} findings
 */
function unseenIds({ expectedIds, expectedLevels }, findings) {
  return expectedIds.filter(
    (id, index) =>
      expectedLevels[index] === 'ERR' &&
      !findings.some((finding) => {
        const area = areaOfFinding(finding);
        const isThere = area === areaOfId(id) || (id.startsWith('request-parameter') && area === 'request-parameter');
        return isThere && kindOfId(id).test(finding.code);
      }),
  );
}

/**
 * The codes that say what an id says.
 *
 * @param {string} id
 */
function kindOfId(id) {
  if (/^api-path-removed|^api-removed/.test(id)) return /^compat\/operation-/;
  if (/^request-parameter-(?:removed|sunset-parse)/.test(id)) return /^compat\/(?:parameter-removed|sunset-)/;
  if (/sunset|stability|deprecat|reactivat/.test(id)) return LIFECYCLE;
  if (/security/.test(id)) return /^compat\/security-/;
  if (/(?:body|response)-media-type/.test(id)) return /^compat\/media-type-/;
  if (/status/.test(id)) return /^compat\/(?:response|media-type)-/;
  if (/^request-body-(?:added|removed|became-(?:required|optional))/.test(id)) return /^compat\/body-/;
  if (/^response-(?:required-|optional-)?header/.test(id)) return /^compat\/(?:header-|schema-)/;
  if (/^(?:request|response|new)/.test(id)) return /^compat\/(?:schema-|member-|remark-|parameter-|encoding-)/;
  return /^compat\/(?:operation|server|response)-/;
}

/**
 * @param {Row} row
 * @param {readonly import('./labelled-contracts.js').ScoredFinding[]} findings
 */
function isSilent({ scope }, findings) {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (scope === 'all') return errors.length === 0;
  const areas = new Set(scope.map(areaOfId));
  return !errors.some((finding) => areas.has(areaOfFinding(finding)));
}

/** @param {string} id */
function areaOfId(id) {
  if (/removed-|-removed$|added/.test(id) && /^(?:api|endpoint)/.test(id)) return /security/.test(id) ? 'security' : 'operation';
  if (/sunset|stability|deprecat|reactivat/.test(id)) return 'lifecycle';
  if (/security/.test(id)) return 'security';
  if (/request-(?:default-)?parameter/.test(id)) return 'request-parameter';
  if (/request/.test(id)) return 'request-body';
  if (/^response-header/.test(id)) return 'response-header';
  if (/^response-.*status/.test(id)) return 'response';
  return /response/.test(id) ? 'response-body' : 'operation';
}

/** @param {import('./labelled-contracts.js').ScoredFinding} finding */
function areaOfFinding({ args, code }) {
  if (LIFECYCLE.test(code)) return 'lifecycle';
  const [first = '', second = '', third = ''] = /** @type {readonly string[]} */ (args['location']);
  if (first === 'security' || second === 'security') return 'security';
  if (first === 'request') return second === 'body' ? 'request-body' : 'request-parameter';
  if (first !== 'response') return 'operation';
  if (third === 'header') return 'response-header';
  return third === '' ? 'response' : 'response-body';
}

const LIFECYCLE = /^compat\/(?:un)?(?:deprecated|sunset-changed|stability-changed)$/;
