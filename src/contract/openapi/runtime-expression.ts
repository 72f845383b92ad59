import type { RuntimeExpression } from '../contract.js';

/**
 * The expression that a text is, `undefined` when it is none: `$response.body#/id`, `$request.path.id`, `$url`.
 *
 * @param text - without braces around it
 * @see https://spec.openapis.org/oas/v3.1.1.html#runtime-expressions
 */
export function runtimeExpression(text: string): RuntimeExpression | undefined {
  if (text === '$url' || text === '$method' || text === '$statusCode') return { of: WHOLE[text] };
  const match = /^\$(request|response)\.(?:(header|query|path)\.(.+)|body(?:#(|\/.*))?)$/su.exec(text);
  const of = match?.[1];
  if (match === null || (of !== 'request' && of !== 'response')) return undefined;
  const [, , from, name] = match;
  if (from === undefined || name === undefined) return { of, from: 'body', name: match[4] ?? '' };
  if (from === 'header') return TOKEN.test(name) ? { of, from, name: name.toLowerCase() } : undefined;
  return from === 'query' || from === 'path' ? { of, from, name } : undefined;
}

const WHOLE = { $url: 'url', $method: 'method', $statusCode: 'statusCode' } as const;
/** The name of a header: RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
