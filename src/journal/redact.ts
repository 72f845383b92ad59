import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { HeaderPairs } from '../wire/http-message.js';

/** What stands for a secret in every output. */
export const REDACTED = '[redacted]';

/**
 * Whether the value of a header is a secret.
 *
 * @param name - in any case
 * @param secretNames - further names, in lower case: the `apiKey` schemes of the contract
 */
export function isSecretHeader(name: string, secretNames?: ReadonlySet<string>): boolean {
  let known = secretByName.get(name);
  if (known === undefined) {
    known = SECRET_HEADER.test(name);
    // Callers choose header names, so what is remembered of them has to end somewhere.
    if (secretByName.size < MAX_REMEMBERED_COUNT) secretByName.set(name, known);
  }
  return known || (secretNames !== undefined && secretNames.size > 0 && secretNames.has(name.toLowerCase()));
}

/**
 * The headers with every secret value replaced, the scheme of an `Authorization` kept; the same array when there is none. Redacting twice is redacting once.
 *
 * @param headers - as on the wire
 * @param secretNames - further names, in lower case
 */
export function redactHeaders(headers: HeaderPairs, secretNames?: ReadonlySet<string>): HeaderPairs {
  let redacted: string[] | undefined;
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index];
    if (name === undefined || !isSecretHeader(name, secretNames)) continue;
    redacted ??= headers.slice();
    redacted[index + 1] = redactedHeader(headers[index + 1] ?? '');
  }
  return redacted ?? headers;
}

/**
 * The request target with the values of secret query parameters replaced; the same text when there is none.
 *
 * @param target - origin form, percent-encoding untouched
 * @param secretNames - further parameter names, in lower case
 */
export function redactTarget(target: string, secretNames?: ReadonlySet<string>): string {
  const queryStart = target.indexOf('?');
  if (queryStart === -1) return target;
  const query = target.slice(queryStart + 1);
  const redacted = query
    .split('&')
    .map((part) => redactedParameter(part, secretNames))
    .join('&');
  return redacted === query ? target : `${target.slice(0, queryStart + 1)}${redacted}`;
}

/**
 * The text with every occurrence of the given secrets replaced: tokens that were fetched, passwords that came from the environment.
 *
 * @param text - anything that will be shown or kept
 * @param secrets - the values themselves; those shorter than four characters are left, they would only garble the text
 */
export function redactValues(text: string, secrets: readonly string[]): string {
  let redacted = text;
  for (const secret of secrets) if (secret.length >= 4 && redacted.includes(secret)) redacted = redacted.replaceAll(secret, REDACTED);
  return redacted;
}

/**
 * The value with every occurrence of the given secrets in its texts replaced.
 *
 * @param value - data that will be shown or kept
 * @param secrets - as of {@link redactValues}
 */
export function redactTexts(value: JsonValue, secrets: readonly string[]): JsonValue {
  if (typeof value === 'string') return redactValues(value, secrets);
  if (Array.isArray(value)) return value.map((item: JsonValue) => redactTexts(item, secrets));
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [[name, redactTexts(member, secrets)] as const],
  );
  return Object.fromEntries(members);
}

/**
 * The text of a body with the values of members that are named like secrets replaced, in JSON and in forms: tokens, passwords, client secrets. Only texts are replaced, so what was valid under its schema mostly stays so.
 *
 * @param text - of any media type
 */
export function redactMembers(text: string): string {
  return text.replace(SECRET_JSON_MEMBER, `$1"${REDACTED}"`).replace(SECRET_FORM_MEMBER, `$1${REDACTED}`);
}

function redactedHeader(value: string): string {
  const scheme = AUTHORIZATION_SCHEME.exec(value)?.[1];
  return scheme === undefined ? REDACTED : `${scheme} ${REDACTED}`;
}

function redactedParameter(part: string, secretNames: ReadonlySet<string> | undefined): string {
  const equals = part.indexOf('=');
  if (equals === -1) return part;
  const name = part.slice(0, equals).toLowerCase();
  return SECRET_PARAMETER.test(name) || secretNames?.has(name) === true ? `${part.slice(0, equals)}=${REDACTED}` : part;
}

/** `authorization`, cookies, and whatever calls itself a key, a token or a secret (`x-api-key`, `x-auth-token`, `x-amz-security-token`). */
const SECRET_HEADER =
  /^(?:(?:proxy-)?authorization|(?:set-)?cookie2?|(?:x-)?(?:[a-z]+-){0,3}(?:api-?key|apikey|access-?key|(?:access|auth|security|csrf|xsrf|session)-?token|secret(?:-key)?))$/i;
const SECRET_PARAMETER = /^(?:api[-_]?key|key|(?:access|auth|refresh|id)[-_]?token|token|client[-_]?secret|secret|password|signature|sig)$/;
const SECRET_NAME =
  '(?:(?:access|refresh|id|auth|session)[-_]?token|[a-z_-]*passw(?:or)?d|client[-_]?secret|secret|api[-_]?key|private[-_]?key)';
/** A member of JSON with a text; escapes inside it are passed over. */
const SECRET_JSON_MEMBER = new RegExp(`("${SECRET_NAME}"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi');
const SECRET_FORM_MEMBER = new RegExp(`((?:^|&)${SECRET_NAME}=)[^&\\s"{}]+`, 'gi');
const AUTHORIZATION_SCHEME = /^(basic|bearer|digest|negotiate|apikey|token|hmac|aws4-hmac-sha256) +\S/i;
const MAX_REMEMBERED_COUNT = 4_096;
const secretByName = new Map<string, boolean>();
