/** The parts of a URI reference; a part that is not there is `undefined`, which is not the same as empty. */
interface UriParts {
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
}

/**
 * The reference resolved against a base, without its fragment. Works on plain paths (`contracts/a.yaml`) as on URLs, so documents
 * may be known by the path that the user gave.
 *
 * @param base - the URI or path of the document or resource the reference stands in
 * @param reference - a URI reference as written in `$ref` or `$id`
 * @returns the target without a fragment, and the fragment as written (without `#`), `''` when there is none
 * @see RFC 3986 §5.2.2
 */
export function resolveUri(base: string, reference: string): { readonly uri: string; readonly fragment: string } {
  if (reference.startsWith('#')) return { uri: withoutFragment(base), fragment: reference.slice(1) };
  const target = partsFromUri(reference);
  const fragment = target.fragment ?? '';
  if (target.scheme !== undefined) return { uri: textFromParts({ ...target, path: withoutDots(target.path) }), fragment };
  const from = partsFromUri(base);
  if (target.authority !== undefined)
    return { uri: textFromParts({ ...target, scheme: from.scheme, path: withoutDots(target.path) }), fragment };
  const shared = { scheme: from.scheme, authority: from.authority, fragment: undefined };
  if (target.path === '') return { uri: textFromParts({ ...shared, path: from.path, query: target.query ?? from.query }), fragment };
  const path = target.path.startsWith('/') ? target.path : mergedPath(from, target.path);
  return { uri: textFromParts({ ...shared, path: withoutDots(path), query: target.query }), fragment };
}

/**
 * The URI up to its `#`.
 *
 * @param uri - with or without a fragment
 */
export function withoutFragment(uri: string): string {
  const end = uri.indexOf('#');
  return end === -1 ? uri : uri.slice(0, end);
}

/** RFC 3986 Appendix B. A scheme has two letters or more, so that `C:\…` stays a path. */
const URI_PARTS = /^(?:([a-zA-Z][a-zA-Z0-9+.-]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

function partsFromUri(uri: string): UriParts {
  const found = URI_PARTS.exec(uri);
  return { scheme: found?.[1], authority: found?.[2], path: found?.[3] ?? '', query: found?.[4], fragment: found?.[5] };
}

function textFromParts(parts: UriParts): string {
  const scheme = parts.scheme === undefined ? '' : `${parts.scheme}:`;
  const authority = parts.authority === undefined ? '' : `//${parts.authority}`;
  return `${scheme}${authority}${parts.path}${parts.query === undefined ? '' : `?${parts.query}`}`;
}

/** RFC 3986 §5.2.3. */
function mergedPath(base: UriParts, path: string): string {
  if (base.authority !== undefined && base.path === '') return `/${path}`;
  return base.path.slice(0, base.path.lastIndexOf('/') + 1) + path;
}

/** RFC 3986 §5.2.4, but a relative path keeps the `..` that lead above its start. */
function withoutDots(path: string): string {
  if (!path.includes('.')) return path;
  const isAbsolute = path.startsWith('/');
  const kept: string[] = [];
  const segments = path.split('/');
  for (const segment of segments) {
    if (segment === '..') goUp(kept, isAbsolute);
    else if (segment !== '.') kept.push(segment);
  }
  // `a/.` and `a/..` name folders.
  const last = segments.at(-1);
  if (last === '.' || last === '..') kept.push('');
  return kept.join('/');
}

function goUp(kept: string[], isAbsolute: boolean): void {
  const above = kept.at(-1);
  const isStart = kept.length === 1 && above === '';
  if (above !== undefined && above !== '..' && !isStart) kept.pop();
  else if (!isAbsolute) kept.push('..');
}
