import type { Witness } from '../../finding/finding.js';
import type { HeaderPairs } from '../../wire/http-message.js';

/**
 * A message as evidence.
 *
 * @param line - its first line
 * @param message - without secrets
 */
export function witnessMessage(
  line: string,
  message: { readonly headers: HeaderPairs; readonly body: Uint8Array | string | undefined },
): NonNullable<Witness['request']> {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < message.headers.length; index += 2)
    pairs.push([message.headers[index] ?? '', message.headers[index + 1] ?? '']);
  if (message.body === undefined) return { line, headers: pairs };
  const text = typeof message.body === 'string' ? message.body : new TextDecoder().decode(message.body);
  return { line, headers: pairs, body: text.length <= SHOWN_CHARACTER_COUNT ? text : `${text.slice(0, SHOWN_CHARACTER_COUNT)}…` };
}

const SHOWN_CHARACTER_COUNT = 20_000;
