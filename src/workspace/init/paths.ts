/**
 * The folder of a path: `''` for the top.
 *
 * @param path - from the top, with `/` between its parts
 */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/**
 * The last part of a path.
 *
 * @param path - with `/` between its parts
 */
export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * Whether a path lies in a folder, or is it.
 *
 * @param folder - `''` for the top, which has all
 */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
