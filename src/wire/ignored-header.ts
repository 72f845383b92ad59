import type { Parameter } from '../contract/contract.js';

/**
 * Whether a header parameter means nothing: `Accept`, `Content-Type` and `Authorization` are said by `content` and `security`.
 *
 * @param parameter - of any location
 * @see OpenAPI 3.1.1 §4.8.12.2.1 (name: "If in is header …")
 */
export function isIgnoredHeader(parameter: Parameter): boolean {
  return parameter.in === 'header' && IGNORED_NAMES.has(parameter.name.toLowerCase());
}

const IGNORED_NAMES: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);
