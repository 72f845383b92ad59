import type { AcceptanceTerms } from '../finding/acceptance-terms.js';

/**
 * Acceptances as text, for a file that is committed with the contracts: always in the same order, whatever order they were written in.
 *
 * @param entries - each `id` once
 * @param format - JSON is written for tools, YAML for people
 */
export function textFromAcceptances(entries: readonly AcceptanceTerms[], format: 'json' | 'yaml'): string {
  const plain = [...entries].sort(inOrder).map(({ id, contract, operation, what, reason, owner, until, untilMajor }) => ({
    id,
    contract,
    operation,
    what,
    reason,
    owner,
    until,
    untilMajor,
  }));
  if (format === 'json') return `${JSON.stringify(plain, null, 2)}\n`;
  if (plain.length === 0) return `${HEAD}[]\n`;
  return HEAD + plain.map(entryText).join('');
}

function entryText(entry: Readonly<Record<string, string | number | undefined>>): string {
  const told = Object.entries(entry).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${scalar(value)}\n`]));
  return told.map((line, index) => `${index === 0 ? '- ' : '  '}${line}`).join('');
}

/** By contract, then operation, then id: what belongs together stands together. */
function inOrder(left: AcceptanceTerms, right: AcceptanceTerms): number {
  const keys = (entry: AcceptanceTerms): readonly string[] => [entry.contract ?? '', entry.operation ?? '', entry.id];
  const others = keys(right);
  for (const [index, key] of keys(left).entries()) {
    const other = others[index] ?? '';
    if (key !== other) return key < other ? -1 : 1;
  }
  return 0;
}

/** A text of JSON is a double-quoted scalar of YAML, except for the few characters that YAML wants escaped and JSON does not (YAML 1.2.2 §5.1). */
function scalar(value: string | number): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const HEAD = '# Changes of contracts that are known and accepted for a time; written by mortise compat --accept.\n';
