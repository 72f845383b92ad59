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

/** @typedef {{ readonly test: string, readonly base: string, readonly revision: string, readonly verdict: string }} Row */

/**
 * The verdicts of OpenAPITools/openapi-diff: what it calls incompatible has an error or a warning, what it calls compatible has no error,
 * and what it calls unchanged has no finding at all.
 *
 * @returns {Promise<import('./labelled-contracts.js').Score>}
 */
export async function scoreOpenApiTools() {
  const folder = labelledFolder('openapitools-openapi-diff');
  if (folder === undefined) return { name: 'openapitools', lines: ['skipped: the corpus is not there'], isFailed: false };
  /** @type {readonly Row[]} */
  const rows = JSON.parse(readFileSync(join(folder, 'expectations.json'), 'utf8'));
  const kept = keptDisagreements('openapitools');
  /** @type {string[]} */
  const disagreeing = [];
  /** @type {string[]} */
  const untrue = [];
  const incompatible = { all: 0, told: 0 };
  let silentCount = 0;
  for (const row of rows) {
    const findings = await findingsBetween(join(folder, row.base), join(folder, row.revision));
    if (row.verdict === 'incompatible') {
      incompatible.all += 1;
      if (findings.length > 0) incompatible.told += 1;
    }
    if (!agrees(row.verdict, findings)) {
      disagreeing.push(row.test);
      const files = { name: row.test, base: join(folder, row.base), revision: join(folder, row.revision) };
      untrue.push(...(await reasonDefects(kept[row.test], files)));
    } else if (row.verdict === 'unchanged') silentCount += 1;
  }
  const unchangedCount = rows.filter(({ verdict }) => verdict === 'unchanged').length;
  const defects = [...tableDefects(kept, disagreeing), ...untrue];
  // A label that contradicts the law is no case that could be won.
  const lawful = rows.length - Object.values(kept).filter(({ kind }) => kind !== 'ours').length;
  return {
    name: 'openapitools',
    lines: [
      `verdicts as labelled: ${shareText(rows.length - disagreeing.length, rows.length)}`,
      `without labels that contradict the law: ${shareText(rows.length - disagreeing.length, lawful)} (aim 95 %)`,
      `incompatible, and told with any severity: ${shareText(incompatible.told, incompatible.all)}`,
      `unchanged and silent: ${shareText(silentCount, unchangedCount)} (aim 100 %)`,
      `explained: ${kindsText(kept) || 'none'}`,
      ...defects,
    ],
    isFailed: defects.length > 0 || silentCount < unchangedCount,
  };
}

/**
 * @param {string} verdict
 * @param {readonly import('./labelled-contracts.js').ScoredFinding[]} findings
 */
function agrees(verdict, findings) {
  const has = (/** @type {string} */ severity) => findings.some((finding) => finding.severity === severity);
  if (verdict === 'unchanged') return findings.length === 0;
  if (verdict === 'incompatible') return has('error') || has('warning');
  if (verdict === 'compatible') return findings.length > 0 && !has('error');
  return findings.length > 0;
}
