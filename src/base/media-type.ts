/** A media type or media range, taken apart; names are in lower case, parameter values as written. */
export interface ParsedMediaType {
  readonly type: string;
  readonly subtype: string;
  /** What stands after the last `+` of the subtype (RFC 6838 §4.2.8): `json` in `application/hal+json`, else `''`. */
  readonly suffix: string;
  /** `type/subtype`, without parameters. */
  readonly essence: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * The media type a text names, or `undefined` when it names none or is too long to be one; whatever follows a broken parameter is left out.
 *
 * @param text - the value of a `Content-Type` header, a key of `content`, or one member of `Accept`; a lone `*` counts as any type
 * @see RFC 9110 §8.3.1
 */
export function parseMediaType(text: string): ParsedMediaType | undefined {
  if (text.length > MAX_TEXT_LENGTH) return undefined;
  const end = text.indexOf(';');
  const essence = (end === -1 ? text : text.slice(0, end)).trim().toLowerCase();
  // Java's URLConnection sends `*; q=.2`, so a lone star is met in the wild.
  const whole = essence === '*' ? '*/*' : essence;
  if (!ESSENCE.test(whole)) return undefined;
  const slash = whole.indexOf('/');
  const subtype = whole.slice(slash + 1);
  const plus = subtype.lastIndexOf('+');
  return {
    type: whole.slice(0, slash),
    subtype,
    suffix: plus === -1 ? '' : subtype.slice(plus + 1),
    essence: whole,
    parameters: end === -1 ? NO_PARAMETERS : parametersFromText(text, end),
  };
}

/**
 * Whether a body of this type is a JSON text.
 *
 * @param mediaType - a media type, not a range
 * @see RFC 6839 §3.1
 */
export function isJsonMediaType(mediaType: ParsedMediaType): boolean {
  return mediaType.suffix === 'json' || mediaType.essence === 'application/json' || mediaType.essence === 'text/json';
}

/**
 * Whether a body of this type is an XML document.
 *
 * @param mediaType - a media type, not a range
 * @see RFC 7303
 */
export function isXmlMediaType(mediaType: ParsedMediaType): boolean {
  return mediaType.suffix === 'xml' || mediaType.essence === 'application/xml' || mediaType.essence === 'text/xml';
}

/**
 * Whether a body of this type is a row of JSON texts, one after the other.
 *
 * @param mediaType - a media type, not a range
 * @see OpenAPI 3.2.0 §4.14.2 (Sequential Media Types)
 */
export function isSequentialMediaType(mediaType: ParsedMediaType): boolean {
  return LINE_TYPES.has(mediaType.essence) || isRecordSequence(mediaType);
}

/**
 * Whether the texts of such a row each begin with a record separator instead of standing on a line of their own.
 *
 * @param mediaType - a media type, not a range
 * @see RFC 7464 §2.2
 */
export function isRecordSequence(mediaType: ParsedMediaType): boolean {
  return mediaType.subtype === 'json-seq' || mediaType.suffix === 'json-seq';
}

/** The parameters that follow the first `;`, the first of each name. Read by hand: a quoted string may hold `;` and `,`. */
function parametersFromText(text: string, start: number): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = start;
  let match = PARAMETER.exec(text);
  while (match !== null) {
    const name = match[1]?.toLowerCase();
    const value = match[2] === undefined ? match[3] : match[2].replaceAll(/\\(.)/g, '$1');
    if (name !== undefined && name !== '' && value !== undefined && !parameters.has(name)) parameters.set(name, value);
    match = PARAMETER.exec(text);
  }
  return parameters;
}

/** Longer than any header a server takes: a regular expression over an endless quoted string would run out of stack. */
const MAX_TEXT_LENGTH = 16_384;
const NO_PARAMETERS: ReadonlyMap<string, string> = new Map();
const ESSENCE = /^[!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+$/;
/** One `; name=value`, or an empty `;`. Sticky, and without overlapping repetition, so a hostile header costs linear time. */
const PARAMETER = /;[ \t]*(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([^;"\s]*)))?[ \t]*/y;
const LINE_TYPES: ReadonlySet<string> = new Set([
  'application/jsonl',
  'application/x-jsonl',
  'application/ndjson',
  'application/x-ndjson',
  'application/jsonlines',
  'application/x-jsonlines',
]);
