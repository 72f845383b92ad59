import type { ExchangeProblem } from '../journal/exchange.js';

/** A header that grows with the request would itself be refused by clients and proxies. */
const MAX_HEADER_BYTES = 4_096;

/**
 * The header that tells what was seen but not refused: a JSON array in ASCII, whole entries only, with the number of those left out.
 *
 * @param problems - of the request and of the answer
 * @returns a name and a value, or nothing when there is no problem
 */
export function violationHeaders(problems: readonly ExchangeProblem[]): readonly string[] {
  if (problems.length === 0) return [];
  const entries: string[] = [];
  let bytes = 2;
  for (const { on, location, code, message } of problems) {
    const entry = asciiJson({ on, location: location.join('.'), code, message });
    if (bytes + entry.length + 1 > MAX_HEADER_BYTES) break;
    entries.push(entry);
    bytes += entry.length + 1;
  }
  const left = problems.length - entries.length;
  const headers = ['mortise-violations', `[${entries.join(',')}]`];
  return left === 0 ? headers : [...headers, 'mortise-violations-omitted', String(left)];
}

function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
