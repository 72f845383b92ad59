const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;
// biome-ignore lint/suspicious/noMisleadingCharacterClass: the joiners are members of their own.
const IDN_LABEL = /^[\p{L}\p{N}\p{M}\u{b7}\u{375}\u{5f3}\u{5f4}\u{30fb}\u{200c}\u{200d}\u{3007}\u{6fd}\u{6fe}\u{f0b}-]+$/u;
const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const HEX_GROUP = /^[0-9a-f]{1,4}$/i;
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+$/i;
const QUOTED_LOCAL_PART = /^"(?:[ !#-[\]-~]|\\[ -~])*"$/;
const ADDRESS_LITERAL = /^\[(IPv6:)?([^\]]*)\]$/i;
const MAX_HOSTNAME_LENGTH = 253;
const MAX_LABEL_LENGTH = 63;

/**
 * Whether a text is a host name of ASCII labels.
 *
 * @param text - any text
 * @see RFC 1123 §2.1, RFC 5891 §4.4
 */
export function isHostname(text: string): boolean {
  if (text.length > MAX_HOSTNAME_LENGTH) return false;
  return text.split('.').every((label) => label.length <= MAX_LABEL_LENGTH && LABEL.test(label) && isFineAsciiLabel(label));
}

/**
 * Whether a text is a host name of labels in any script. Checks the characters and the contexts of RFC 5892 appendix A, not every table.
 *
 * @param text - any text
 * @see RFC 5890 §2.3.2.3
 */
export function isIdnHostname(text: string): boolean {
  if (text.length > MAX_HOSTNAME_LENGTH) return false;
  return text.split(/[.\u3002\uff0e\uff61]/u).every(isIdnLabel);
}

/**
 * Whether a text is four decimal octets.
 *
 * @param text - any text
 * @see RFC 2673 §3.2
 */
export function isIpv4(text: string): boolean {
  if (text.length > 15) return false;
  const octets = text.split('.');
  return octets.length === 4 && octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255);
}

/**
 * Whether a text is an IPv6 address, without a zone.
 *
 * @param text - any text
 * @see RFC 4291 §2.2
 */
export function isIpv6(text: string): boolean {
  if (text.length > 45) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const all = groups.flat();
  const last = all.at(-1) ?? '';
  const hasIpv4 = last.includes('.');
  // An IPv4 tail may not stand before the `::`.
  if (hasIpv4 && (!isIpv4(last) || (halves.length === 2 && groups[1]?.length === 0))) return false;
  const hex = hasIpv4 ? all.slice(0, -1) : all;
  const count = all.length + (hasIpv4 ? 1 : 0);
  return hex.every((group) => HEX_GROUP.test(group)) && (halves.length === 2 ? count <= 7 : count === 8);
}

/**
 * Whether a text is a mailbox of ASCII characters.
 *
 * @param text - any text
 * @see RFC 5321 §4.1.2
 */
export function isEmail(text: string): boolean {
  return isMailbox(text, (part) => LOCAL_PART.test(part), isHostname);
}

/**
 * Whether a text is a mailbox in any script.
 *
 * @param text - any text
 * @see RFC 6531 §3.3
 */
export function isIdnEmail(text: string): boolean {
  return isMailbox(
    text,
    (part) => [...part].every((character) => character > '\u007f' || LOCAL_PART.test(character)) && part !== '',
    isIdnHostname,
  );
}

function isMailbox(text: string, isAtom: (part: string) => boolean, isDomain: (domain: string) => boolean): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1) return false;
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  if (!local.split('.').every(isAtom) && !QUOTED_LOCAL_PART.test(local)) return false;
  const literal = ADDRESS_LITERAL.exec(domain);
  if (literal === null) return isDomain(domain);
  return literal[1] === undefined ? isIpv4(literal[2] ?? '') : isIpv6(literal[2] ?? '');
}

/** `--` in third place is reserved for the labels that `xn--` starts. */
function isFineAsciiLabel(label: string): boolean {
  return label.slice(2, 4) !== '--' || /^xn--[a-z0-9-]*[a-z0-9]$/i.test(label);
}

function isIdnLabel(label: string): boolean {
  if (label.length > MAX_LABEL_LENGTH) return false;
  if (/^[a-z0-9-]*$/i.test(label)) return LABEL.test(label) && isFineAsciiLabel(label);
  const isPlain = IDN_LABEL.test(label) && !label.startsWith('-') && !label.endsWith('-') && label.slice(2, 4) !== '--';
  return isPlain && !/^\p{M}/u.test(label) && !DISALLOWED.test(label) && hasContexts(label);
}

/** Exceptions of RFC 5892 §2.6 that letters and marks would let in. */
const DISALLOWED = /[\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b]/u;

/** RFC 5892 appendix A: characters that are allowed only beside others. */
function hasContexts(label: string): boolean {
  if (
    label.includes('\u00b7') &&
    !label
      .split('\u00b7')
      .every((part, index, parts) => (index === 0 || part.startsWith('l')) && (index === parts.length - 1 || part.endsWith('l')))
  )
    return false;
  if (/\u0375(?!\p{Script=Greek})/u.test(label) || /(?<!\p{Script=Hebrew})[\u05f3\u05f4]/u.test(label)) return false;
  if (label.includes('\u30fb') && !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(label.replaceAll('\u30fb', '')))
    return false;
  if (/[\u0660-\u0669]/u.test(label) && /[\u06f0-\u06f9]/u.test(label)) return false;
  return !/(?<![\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca])\u200d/u.test(label);
}
