/**
 * A path template cut into segments, each either a literal, a lone parameter, or text mixed with parameters.
 *
 * @see OpenAPI 3.1.1 §4.8.2 (path templating)
 */
export interface PathTemplate {
  readonly segments: readonly Segment[];
  /** What the query must hold for templates that differ only behind `?` or `#` (`/{Bucket}?delete`, `/{Bucket}#acl`). */
  readonly conditions: readonly QueryCondition[];
}

export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'mixed'; readonly pattern: string; readonly names: readonly string[]; readonly texts: readonly string[] };

export interface QueryCondition {
  readonly name: string;
  readonly value: string | undefined;
}

/**
 * The template of a path as the contract writes it.
 *
 * @param path - with or without a leading slash; literal text may be percent-encoded
 */
export function parsePathTemplate(path: string): PathTemplate {
  const cut = path.search(/[?#]/);
  const bare = cut === -1 ? path : path.slice(0, cut);
  const suffix = cut === -1 ? '' : path.slice(cut + 1);
  return {
    segments: segmentsOf(bare).map(parseSegment),
    conditions: suffix.split(/[&?#]/).filter(Boolean).map(parseCondition),
  };
}

/**
 * The segments of a path: what stands between its slashes, the leading one aside.
 *
 * @param path - `/a/b` gives `['a', 'b']`, `/` gives `['']`
 */
export function segmentsOf(path: string): readonly string[] {
  return (path.startsWith('/') ? path.slice(1) : path).split('/');
}

/**
 * The text with its percent-encoding undone, or the text itself when the encoding is broken: a path that cannot be decoded matches
 * nothing but a parameter, whose own check then says what is wrong.
 *
 * @param text - one path segment
 */
export function decodedSegment(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

/**
 * The values of a mixed segment's parameters, or `undefined` when the text does not fit. Anchored at both ends; each parameter takes at
 * least one character and as few as the text behind it allows.
 *
 * @param segment - `{id}:cancel`, `report.{format}`
 * @param text - the decoded segment of the request
 */
export function matchMixedSegment(segment: Extract<Segment, { kind: 'mixed' }>, text: string): readonly string[] | undefined {
  const first = segment.texts[0] ?? '';
  const last = segment.texts[segment.texts.length - 1] ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return undefined;
  const end = text.length - last.length;
  const values: string[] = [];
  let position = first.length;
  for (let index = 1; index < segment.texts.length; index += 1) {
    const isLast = index === segment.texts.length - 1;
    const stop = isLast ? end : text.indexOf(segment.texts[index] ?? '', position + 1);
    if (stop <= position || stop > end) return undefined;
    values.push(text.slice(position, stop));
    position = stop + (segment.texts[index] ?? '').length;
  }
  return values;
}

function parseSegment(text: string): Segment {
  const texts: string[] = [];
  const names: string[] = [];
  let position = 0;
  for (const match of text.matchAll(/\{([^{}]*)\}/g)) {
    texts.push(decodedSegment(text.slice(position, match.index)));
    names.push(match[1] ?? '');
    position = match.index + match[0].length;
  }
  const rest = decodedSegment(text.slice(position));
  const [name] = names;
  if (name === undefined) return { kind: 'literal', text: rest };
  if (names.length === 1 && texts[0] === '' && rest === '') return { kind: 'parameter', name };
  texts.push(rest);
  return { kind: 'mixed', pattern: texts.join('\u0000'), names, texts };
}

function parseCondition(text: string): QueryCondition {
  const equals = text.indexOf('=');
  // `{x}` as a value stands for any value: the parameter's own check judges it.
  if (equals === -1) return { name: text, value: undefined };
  const value = text.slice(equals + 1);
  return { name: text.slice(0, equals), value: value.startsWith('{') ? undefined : value };
}
