import type { Finding } from '../finding/finding.js';
import type { LineColumn } from './line-column.js';
import { positionsInText } from './position.js';

/**
 * The findings with line and column filled in wherever the text of their file is known. One pass through each text, whatever the number of findings.
 *
 * @param findings - those that have a line, or no pointer, stay as they are
 * @param texts - by file, as in `Contract.texts`
 * @returns the same findings in the same order
 */
export function locateFindings(findings: readonly Finding[], texts: ReadonlyMap<string, string>): readonly Finding[] {
  const pointers = new Map<string, Set<string>>();
  for (const { place } of findings) {
    if (place?.pointer === undefined || place.line !== undefined || !texts.has(place.file)) continue;
    const known = pointers.get(place.file) ?? new Set();
    pointers.set(place.file, known.add(place.pointer));
  }
  const positions = new Map([...pointers].map(([file, wanted]) => [file, positionsInText(texts.get(file) ?? '', wanted)] as const));
  return findings.map((finding) => located(finding, positions));
}

function located(finding: Finding, positions: ReadonlyMap<string, ReadonlyMap<string, LineColumn>>): Finding {
  const { place } = finding;
  if (place?.pointer === undefined || place.line !== undefined) return finding;
  const position = positions.get(place.file)?.get(place.pointer);
  return position === undefined ? finding : { ...finding, place: { ...place, ...position } };
}
