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
 * A text that may hold URLs, as `Location` and `Referer` do, without the credentials and the secret parameters of those; the same text when there are none.
 *
 * @param text - one value of a header, or any other
 * @param secretNames - further parameter names, in lower case
 */
export function redactUrls(text: string, secretNames?: ReadonlySet<string>): string {
  if (!/[@=]/.test(text)) return text;
  return text
    .replace(URL_CREDENTIALS, `$1${REDACTED}@`)
    .replace(URL_PARAMETER, (whole, before: string, name: string) =>
      isSecretParameter(name, secretNames) ? `${before}${name}=${REDACTED}` : whole,
    );
}

/**
 * The request target with the values of secret query parameters replaced; the same text when there is none.
 *
 * @param target - origin form, percent-encoding untouched
 * @param secretNames - further parameter names, in lower case
 */
export function redactTarget(target: string, secretNames?: ReadonlySet<string>): string {
  // To a proxy a target is a whole URL, and that may hold credentials (RFC 9112 §3.2.2).
  const shown = target.startsWith('/') ? target : target.replace(URL_CREDENTIALS, `$1${REDACTED}@`);
  const queryStart = shown.indexOf('?');
  if (queryStart === -1) return shown;
  const query = shown.slice(queryStart + 1);
  const redacted = query
    .split('&')
    .map((part) => redactedParameter(part, secretNames))
    .join('&');
  return redacted === query ? shown : `${shown.slice(0, queryStart + 1)}${redacted}`;
}

/**
 * The text with every occurrence of the given secrets replaced, as they are and as URLs, forms and JSON write them: tokens that were fetched, passwords that came from the environment.
 *
 * @param text - anything that will be shown or kept
 * @param secrets - the values themselves; those shorter than four characters are left, they would only garble the text
 */
export function redactValues(text: string, secrets: readonly string[]): string {
  let redacted = text;
  for (const form of formsOf(secrets)) if (redacted.includes(form)) redacted = redacted.replaceAll(form, REDACTED);
  return redacted;
}

/** The longest first: one secret may be a part of another. Pairs ask again and again with the same list. */
function formsOf(secrets: readonly string[]): readonly string[] {
  const known = formsBySecrets.get(secrets);
  if (known?.count === secrets.length) return known.forms;
  const forms = new Set<string>();
  for (const secret of secrets.filter(({ length }) => length >= MIN_SECRET_LENGTH)) {
    const encoded = encodeURIComponent(secret.toWellFormed());
    const lower = encoded.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());
    for (const form of [secret, encoded, lower, encoded.replaceAll('%20', '+'), JSON.stringify(secret).slice(1, -1)]) forms.add(form);
  }
  const sorted = [...forms].sort((left, right) => right.length - left.length);
  formsBySecrets.set(secrets, { count: secrets.length, forms: sorted });
  return sorted;
}

/**
 * A text that was cut, without what may be the beginning of a secret at its end.
 *
 * @param text - bounded
 * @param secrets - as of {@link redactValues}
 */
export function redactCutEnd(text: string, secrets: readonly string[]): string {
  for (const form of formsOf(secrets)) {
    for (let length = Math.min(form.length - 1, text.length); length >= MIN_SECRET_LENGTH; length -= 1) {
      if (text.endsWith(form.slice(0, length))) return `${text.slice(0, -length)}${REDACTED}`;
    }
  }
  return text;
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
 * The text of a body with the values of members that are named like secrets replaced, in JSON, XML, forms and parts of forms: tokens, passwords, client secrets. Only texts are replaced, so what was valid under its schema mostly stays so.
 *
 * @param text - of any media type
 */
export function redactMembers(text: string): string {
  if (!SECRET_WORD.test(text)) return text;
  const members = text
    .replace(SECRET_JSON_MEMBER, (_, before: string, end: string) => `${before}"${REDACTED}${end}`)
    .replace(SECRET_ELEMENT, `$1${REDACTED}`)
    .replace(SECRET_PART, `$1${REDACTED}`);
  return members.replace(FORM_BEGINS.test(text) ? SECRET_FORM_VALUE : SECRET_FORM_MEMBER, `$1${REDACTED}`);
}

function redactedHeader(value: string): string {
  const scheme = AUTHORIZATION_SCHEME.exec(value)?.[1];
  return scheme === undefined ? REDACTED : `${scheme} ${REDACTED}`;
}

function redactedParameter(part: string, secretNames: ReadonlySet<string> | undefined): string {
  const equals = part.indexOf('=');
  if (equals === -1) return part;
  return isSecretParameter(part.slice(0, equals), secretNames) ? `${part.slice(0, equals)}=${REDACTED}` : part;
}

function isSecretParameter(written: string, secretNames: ReadonlySet<string> | undefined): boolean {
  const name = decoded(written).toLowerCase();
  return SECRET_PARAMETER.test(name) || secretNames?.has(name) === true;
}

function decoded(name: string): string {
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    // An escape that is none: it is the name itself.
    return name;
  }
}

/** `authorization`, cookies, and whatever calls itself a key, a token or a secret (`x-api-key`, `x-auth-token`, `x-amz-security-token`). */
const SECRET_HEADER =
  /^(?:(?:proxy-)?authorization|(?:set-)?cookie2?|(?:x-)?(?:[a-z]+-){0,3}(?:api-?key|apikey|access-?key|(?:access|auth|security|csrf|xsrf|session)-?token|secret(?:-key)?))$/i;
const SECRET_PARAMETER =
  /^(?:api[-_]?key|key|(?:access|auth|refresh|id|private|session)[-_]?token|token|jwt|client[-_]?(?:secret|assertion)|secret|passw(?:or)?d|signature|sig|x-amz-(?:signature|credential|security-token))$/;
/** RFC 3986 §3.2.1: user and password before the host. */
const URL_CREDENTIALS = /([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#@"'<>]{1,2000}@/gi;
const URL_PARAMETER = /([?&#;])([^?&#;=\s"'<>]{1,200})=[^&#;\s"'<>]+/g;
const SECRET_NAME =
  '(?:(?:access|refresh|id|auth|session)[-_]?token|[a-z_-]*passw(?:or)?d|client[-_]?secret|secret|api[-_]?key|private[-_]?key)';
/** Most bodies have none. */
const SECRET_WORD = /token|passw|secret|key/i;
/** A member of JSON with a text; escapes inside it are passed over. What was cut has no end. */
const SECRET_JSON_MEMBER = new RegExp(`("${SECRET_NAME}"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*("?)`, 'gi');
const SECRET_ELEMENT = new RegExp(`(<(?:[\\w.-]{1,60}:)?${SECRET_NAME}(?:\\s[^<>]*)?>)[^<]+`, 'gi');
/** RFC 7578 §4.2: the headers of a part end with an empty line; a value ends where the next delimiter begins. */
const SECRET_PART = new RegExp(
  `(\\bname="?${SECRET_NAME}"?[^\\r\\n]*(?:\\r?\\n[^\\r\\n]+){0,8}\\r?\\n\\r?\\n)(?:(?!\\r?\\n--)[\\s\\S])+`,
  'gi',
);
const FORM_BEGINS = /^[^\s"{}<>=&]{1,200}=/;
const SECRET_FORM_VALUE = new RegExp(`((?:^|&)${SECRET_NAME}=)[^&]+`, 'gi');
const SECRET_FORM_MEMBER = new RegExp(`((?:^|&)${SECRET_NAME}=)[^&\\s"{}]+`, 'gi');
const AUTHORIZATION_SCHEME = /^(basic|bearer|digest|negotiate|apikey|token|hmac|aws4-hmac-sha256) +\S/i;
const MAX_REMEMBERED_COUNT = 4_096;
const MIN_SECRET_LENGTH = 4;
const formsBySecrets = new WeakMap<readonly string[], { readonly count: number; readonly forms: readonly string[] }>();
const secretByName = new Map<string, boolean>();
