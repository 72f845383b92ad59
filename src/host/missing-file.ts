import { readdirSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { NamesNearby } from '../base/did-you-mean.js';
import { didYouMean, shownNames } from '../base/did-you-mean.js';
import { InputError } from '../base/errors.js';

/** A file that is not where somebody said. */
interface MissingFile {
  /** As it was given, which is how it is told. */
  readonly file: string;
  /** Where that leads to; `file` when absent. A glob stands for its folder. */
  readonly path?: string | undefined;
  /** What told of it, where it was not the user: a document, a workspace. */
  readonly from?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The error that a file is not there, with what helps: the name in its folder that was likely meant, else those its folder has; where the folder
 * is missing, too, the one that was likely meant.
 *
 * @param missing - which file
 */
export function missingFile({ file, path = file, from = file, cause }: MissingFile): InputError {
  const folder = dirname(file);
  const names = namesIn(dirname(resolve(path)));
  const isGlob = basename(file).includes('*');
  const args =
    names === undefined
      ? { path: file, folder, isFolderMissing: true, suggestion: nearbyInOther(file, dirname(resolve(path))) }
      : { path: file, folder: folder === '.' ? undefined : folder, ...(isGlob ? {} : fileNearby(file, names)) };
  return new InputError({ code: 'E_FILE_NOT_FOUND', at: { file: from }, args, cause });
}

function fileNearby(file: string, names: readonly string[]): NamesNearby {
  const suggestion = didYouMean(basename(file), names);
  if (suggestion !== undefined) return { suggestion: join(dirname(file), suggestion) };
  // A folder may hold thousands of files: those of the same kind say more.
  const alike = names.filter((name) => extname(name) === extname(file));
  return { known: shownNames(alike.length > 0 ? alike : names) };
}

/** The same file in the folder that was likely meant, when it is there. */
function nearbyInOther(file: string, folder: string): string | undefined {
  const near = didYouMean(basename(folder), namesIn(dirname(folder)) ?? []);
  if (near === undefined) return undefined;
  const name = didYouMean(basename(file), namesIn(join(dirname(folder), near)) ?? []);
  return join(dirname(dirname(file)), near, name ?? '');
}

/** `undefined` where there is no such folder, or none that may be read. */
function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort();
  } catch {
    // That it cannot be looked at is what is told.
    return undefined;
  }
}
