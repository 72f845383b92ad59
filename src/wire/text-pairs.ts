import { decodeFormText, decodePercent } from './percent.js';

/** The names and values of a query, a form or a cookie header: names decoded, values as on the wire, in their order. */
export interface TextPairs {
  readonly list: readonly TextPair[];
  readonly byName: ReadonlyMap<string, readonly string[]>;
}

export interface TextPair {
  readonly name: string;
  readonly rawValue: string;
}

export const NO_PAIRS: TextPairs = { list: [], byName: new Map() };

/**
 * The pairs of a query string or a form body, or `undefined` when there are more than `maxCount`. A name that cannot be decoded is kept as it stands.
 *
 * @param text - without the leading `?`
 * @param maxCount - the bound on the number of pairs
 * @see https://url.spec.whatwg.org/#urlencoded-parsing
 */
export function pairsFromForm(text: string, maxCount: number): TextPairs | undefined {
  if (text === '') return NO_PAIRS;
  return pairsFromParts(text.split('&', maxCount + 1), maxCount, decodeFormName);
}

/**
 * The pairs of a `Cookie` header, or `undefined` when there are more than `maxCount`.
 *
 * @param header - as received, several headers joined by `; `
 * @param maxCount - the bound on the number of pairs
 * @see RFC 6265 §5.4
 */
export function pairsFromCookies(header: string | undefined, maxCount: number): TextPairs | undefined {
  if (header === undefined || header === '') return NO_PAIRS;
  return pairsFromParts(header.split(';', maxCount + 1), maxCount, (name) => decodePercent(name.trim()) ?? name.trim());
}

/**
 * The query of a request target: what stands after the first `?`, `''` when there is none.
 *
 * @param target - in origin form
 */
export function queryFromTarget(target: string): string {
  const start = target.indexOf('?');
  if (start === -1) return '';
  // A fragment never reaches a server by rule, but some clients send it.
  const end = target.indexOf('#', start);
  return end === -1 ? target.slice(start + 1) : target.slice(start + 1, end);
}

function pairsFromParts(parts: readonly string[], maxCount: number, nameFromText: (text: string) => string): TextPairs | undefined {
  if (parts.length > maxCount) return undefined;
  const list: TextPair[] = [];
  const byName = new Map<string, string[]>();
  for (const part of parts) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = nameFromText(equals === -1 ? part : part.slice(0, equals));
    const rawValue = equals === -1 ? '' : part.slice(equals + 1);
    list.push({ name, rawValue });
    const values = byName.get(name);
    if (values === undefined) byName.set(name, [rawValue]);
    else values.push(rawValue);
  }
  return { list, byName };
}

function decodeFormName(text: string): string {
  return decodeFormText(text) ?? text;
}
