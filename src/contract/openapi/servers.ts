import type { DocumentNode, Reading } from './reading.js';
import { childNode, itemNodes, memberNodes, objectOf, reportDefect, textOf } from './reading.js';

/**
 * The path prefixes that the servers of a document have, each once, in document order, without a trailing slash.
 *
 * @param reading - takes the defects
 * @param root - the document
 * @returns at least one; `''` when the document names no server
 * @see https://spec.openapis.org/oas/v3.1.1.html#server-object
 */
export function basePathsOf(reading: Reading, root: DocumentNode): readonly string[] {
  const urls =
    reading.specification === '2.0' ? [textOf(reading, childNode(root, 'basePath'))] : serverUrls(reading, childNode(root, 'servers'));
  return pathsOfUrls(urls);
}

/**
 * The servers of a document, of a path or of an operation, with what their variables stand for.
 *
 * @param reading - takes the defects
 * @param servers - a list of Server Objects, or nothing
 * @returns in document order; `undefined` for one without a URL
 */
export function serverUrls(reading: Reading, servers: DocumentNode): readonly (string | undefined)[] {
  return itemNodes(reading, servers).map((server) => {
    if (objectOf(reading, server) === undefined) return undefined;
    const url = textOf(reading, childNode(server, 'url'));
    if (url === undefined) reportDefect(reading, 'contract/server-invalid', server, { missing: 'url' });
    return url === undefined ? undefined : withVariables(reading, server, url);
  });
}

/**
 * The path prefixes of some servers, each once, without a trailing slash.
 *
 * @param urls - as `serverUrls` has them
 * @returns at least one: `''` where there is no server
 */
export function pathsOfUrls(urls: readonly (string | undefined)[]): readonly string[] {
  const paths = urls.flatMap((url) => (url === undefined ? [] : [pathOfUrl(url)]));
  return paths.length === 0 ? [''] : [...new Set(paths)];
}

/** @see https://spec.openapis.org/oas/v3.1.1.html#server-variable-object */
function withVariables(reading: Reading, server: DocumentNode, url: string): string {
  const variables = new Map(memberNodes(reading, childNode(server, 'variables')));
  return url.replace(/\{([^{}]*)\}/g, (_match, name: string) => {
    const variable = variables.get(name);
    const value = variable === undefined ? undefined : childNode(variable, 'default').value;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
    reportDefect(reading, 'contract/server-invalid', variable ?? childNode(server, 'url'), { missing: 'default', variable: name });
    return name;
  });
}

function pathOfUrl(url: string): string {
  const path = url
    .trim()
    .replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]*/i, '')
    .replace(/[?#].*$/s, '')
    .replace(/^\.(?=\/|$)/, '');
  return `/${path}`.replace(/\/{2,}/g, '/').replace(/\/$/, '');
}
