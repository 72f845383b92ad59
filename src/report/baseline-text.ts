import type { BaselineEntry } from '../finding/baseline.js';

/**
 * A baseline as text, for a file that people keep beside their code: one entry after the other, so that a diff shows what was accepted.
 *
 * @param entries - in the order to show
 * @param format - JSON is written for tools, YAML for people
 */
export function textFromBaseline(entries: readonly Omit<BaselineEntry, 'pointer'>[], format: 'json' | 'yaml'): string {
  const plain = entries.map(({ id, until, reason, what }) => ({ id, until, reason, ...(what === undefined ? {} : { what }) }));
  if (format === 'json') return `${JSON.stringify(plain, null, 2)}\n`;
  if (plain.length === 0) return '[]\n';
  return plain
    .map((entry) =>
      Object.entries(entry)
        .map(([key, value], index) => `${index === 0 ? '- ' : '  '}${key}: ${quoted(value)}\n`)
        .join(''),
    )
    .join('');
}

/** A text of JSON is a double-quoted scalar of YAML, except for the few characters that YAML wants escaped and JSON does not (YAML 1.2.2 §5.1). */
function quoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
