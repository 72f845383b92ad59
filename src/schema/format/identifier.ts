import { isIpv6 } from './host.js';

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const URI_CHARACTERS = /^(?:[a-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})*$/i;
/** Anything that is no control, no space and none of the ASCII characters a URI refuses. */
const IRI_CHARACTERS = /^(?:[a-z0-9\-._~:/?#[\]@!$&'()*+,;=\u{a0}-\u{10ffff}]|%[0-9a-f]{2})*$/iu;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const JSON_POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;
const RELATIVE_JSON_POINTER = /^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/;
const TEMPLATE_EXPRESSION =
  /^[+#./;?&=,!@|]?(?:[a-z0-9_]|%[0-9a-f]{2})(?:[a-z0-9_.]|%[0-9a-f]{2})*(?::[1-9]\d{0,3}|\*)?(?:,(?:[a-z0-9_]|%[0-9a-f]{2})(?:[a-z0-9_.]|%[0-9a-f]{2})*(?::[1-9]\d{0,3}|\*)?)*$/i;

/**
 * Whether a text is a URI, which has a scheme.
 *
 * @param text - any text
 * @see RFC 3986 §3
 */
export function isUri(text: string): boolean {
  return SCHEME.test(text) && isUriReference(text);
}

/**
 * Whether a text is a URI or a relative reference.
 *
 * @param text - any text
 * @see RFC 3986 §4.1
 */
export function isUriReference(text: string): boolean {
  return URI_CHARACTERS.test(text) && hasUriStructure(text);
}

/**
 * Whether a text is an IRI, which has a scheme.
 *
 * @param text - any text
 * @see RFC 3987 §2.2
 */
export function isIri(text: string): boolean {
  return SCHEME.test(text) && isIriReference(text);
}

/**
 * Whether a text is an IRI or a relative reference.
 *
 * @param text - any text
 * @see RFC 3987 §2.2
 */
export function isIriReference(text: string): boolean {
  return IRI_CHARACTERS.test(text) && hasUriStructure(text);
}

/**
 * Whether a text is a URI template: braces in pairs around expressions.
 *
 * @param text - any text
 * @see RFC 6570 §2
 */
export function isUriTemplate(text: string): boolean {
  let end = 0;
  while (end < text.length) {
    const open = text.indexOf('{', end);
    const literal = text.slice(end, open === -1 ? text.length : open);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 6570 §2.1 excludes controls.
    if (/[\u0000-\u0020"'<>\\^`|}\u007f]|%(?![0-9a-f]{2})/i.test(literal)) return false;
    if (open === -1) return true;
    const close = text.indexOf('}', open);
    if (close === -1 || !TEMPLATE_EXPRESSION.test(text.slice(open + 1, close))) return false;
    end = close + 1;
  }
  return true;
}

/**
 * Whether a text is a UUID of any version.
 *
 * @param text - any text
 * @see RFC 4122 §3
 */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * Whether a text is a JSON pointer.
 *
 * @param text - any text
 * @see RFC 6901 §5
 */
export function isJsonPointer(text: string): boolean {
  return JSON_POINTER.test(text);
}

/**
 * Whether a text is a relative JSON pointer.
 *
 * @param text - any text
 * @see https://datatracker.ietf.org/doc/html/draft-handrews-relative-json-pointer-01#section-3
 */
export function isRelativeJsonPointer(text: string): boolean {
  return RELATIVE_JSON_POINTER.test(text);
}

/** What the characters alone do not show: one fragment, brackets only around an address, digits as a port, no `:` in a first relative segment. */
function hasUriStructure(text: string): boolean {
  const hash = text.indexOf('#');
  if (hash !== -1 && text.includes('#', hash + 1)) return false;
  const scheme = SCHEME.exec(text)?.[0] ?? '';
  const rest = text.slice(scheme.length).split(/[?#]/)[0] ?? '';
  const tail = text.slice(scheme.length + rest.length);
  if (tail.includes('[') || tail.includes(']')) return false;
  if (!rest.startsWith('//')) return !/[[\]]/.test(rest) && (scheme !== '' || !(rest.split('/')[0] ?? '').includes(':'));
  const end = rest.indexOf('/', 2);
  const authority = rest.slice(2, end === -1 ? rest.length : end);
  const path = end === -1 ? '' : rest.slice(end);
  return !/[[\]]/.test(path) && isAuthority(authority);
}

function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(0, at));
  const host = authority.slice(at + 1);
  if (/[[\]@]/.test(user)) return false;
  if (!host.startsWith('[')) return /^[^:[\]]*(?::\d*)?$/.test(host);
  const close = host.indexOf(']');
  const address = host.slice(1, close);
  return close !== -1 && /^(?::\d*)?$/.test(host.slice(close + 1)) && (isIpv6(address) || /^v[0-9a-f]+\.[^:[\]]/i.test(address));
}
