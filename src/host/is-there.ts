import { lstatSync } from 'node:fs';

/**
 * Whether something has that name already: a file, a folder, or a link wherever it leads.
 *
 * @param path - where
 */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
