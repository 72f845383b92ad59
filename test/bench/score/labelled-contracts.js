import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compareContracts, readContract } from '../../../dist/index.js';

/**
 * @typedef {{ readonly severity: string, readonly code: string, readonly args: Readonly<Record<string, unknown>> }} ScoredFinding
 * @typedef {Readonly<Record<string, { readonly kind: string, readonly because: string }>>} Disagreements
 * @typedef {{ readonly name: string, readonly lines: readonly string[], readonly isFailed: boolean }} Score
 */

/** Pairs whose sunsets are in the past are compared as of this day, so that the score is the same on every day. */
const TODAY = '2026-11-21';

/**
 * The folder of a labelled corpus, `undefined` when it is not there.
 *
 * @param {string} name
 */
export function labelledFolder(name) {
  const folder = join(resolve(import.meta.dirname, '../../../../shared/corpus/compat'), name);
  return existsSync(folder) ? folder : undefined;
}

/**
 * What Mortise finds between two documents.
 *
 * @param {string} base
 * @param {string} revision
 * @param {'robust' | 'strict'} [mode]
 * @returns {Promise<readonly ScoredFinding[]>}
 */
export async function findingsBetween(base, revision, mode = /** @type {'robust' | 'strict'} */ ('robust')) {
  const port = { readText: async (/** @type {string} */ file) => readFileSync(file, 'utf8') };
  const [older, newer] = await Promise.all([readContract(base, port), readContract(revision, port)]);
  return compareContracts(older, newer, { usage: [], today: TODAY, mode }).findings;
}

/**
 * The kept reasons why a label is not followed, by the name of the case.
 *
 * @param {string} corpus
 * @returns {Disagreements}
 */
export function keptDisagreements(corpus) {
  return JSON.parse(readFileSync(resolve(import.meta.dirname, `../../compat/disagreements-${corpus}.json`), 'utf8'));
}

/**
 * What is wrong with the table: cases that are not explained, and explanations of cases that agree.
 *
 * @param {Disagreements} kept
 * @param {readonly string[]} disagreeing
 */
export function tableDefects(kept, disagreeing) {
  const seen = new Set(disagreeing);
  return [
    ...disagreeing.filter((name) => !Object.hasOwn(kept, name)).map((name) => `unexplained: ${name}`),
    ...Object.keys(kept)
      .filter((name) => !seen.has(name))
      .map((name) => `stale: ${name}`),
  ];
}

/**
 * What a kept reason claims and is not so: that two versions mean the same, or that they break where sets of values are meant, is seen by
 * comparing them strictly.
 *
 * @param {{ readonly because: string } | undefined} reason
 * @param {{ readonly name: string, readonly base: string, readonly revision: string }} compared
 * @returns {Promise<readonly string[]>}
 */
export async function reasonDefects(reason, { name, base, revision }) {
  const isSaidSame = reason?.because.endsWith('the two mean the same.') === true;
  const isSaidBreaking = reason?.because.endsWith('in strict mode it breaks.') === true;
  if (!isSaidSame && !isSaidBreaking) return [];
  const findings = await findingsBetween(base, revision, 'strict');
  const isBreaking = findings.some(({ severity }) => severity === 'error');
  return isBreaking === isSaidBreaking ? [] : [`not so: ${name}`];
}

/**
 * How many explanations there are of each kind.
 *
 * @param {Disagreements} kept
 */
export function kindsText(kept) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { kind } of Object.values(kept)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
}

/**
 * A share as people read it.
 *
 * @param {number} part
 * @param {number} whole
 */
export function shareText(part, whole) {
  return `${part} of ${whole} (${whole === 0 ? '-' : ((100 * part) / whole).toFixed(1)} %)`;
}
