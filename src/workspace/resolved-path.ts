import { isAbsolute, join } from 'node:path';

/**
 * A path of the workspace file as one that holds from where the user stands.
 *
 * @param folder - of the workspace file
 * @param path - relative to it, absolute, or a URL: the latter two are left as they are
 */
export function resolvedPath(folder: string, path: string): string {
  return isAbsolute(path) || isRemoteUrl(path) ? path : join(folder, path);
}

/**
 * Whether a text is a web address rather than a path.
 *
 * @param text - as the user gave it
 */
export function isRemoteUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}
