import { matchesGlob } from '../../base/glob.js';

/** The rules of one `.gitignore`. */
export interface IgnoreRules {
  /** The folder of the file, `''` for the top, without a trailing slash. */
  readonly folder: string;
  readonly rules: readonly IgnoreRule[];
}

interface IgnoreRule {
  /** Over the path below the folder; one of them is enough. */
  readonly globs: readonly string[];
  readonly isNegated: boolean;
  readonly isForFolders: boolean;
}

/**
 * What a `.gitignore` says. Rules with `?`, `[a-z]` or an escape in their midst are left out: what they would hide is looked at.
 *
 * @param text - of the file
 * @param folder - where it stands, from the top
 * @see https://git-scm.com/docs/gitignore#_pattern_format
 */
export function ignoreRules(text: string, folder: string): IgnoreRules {
  return { folder, rules: text.split(/\r?\n/).slice(0, MAX_RULE_COUNT).flatMap(ruleFromLine) };
}

/**
 * Whether git would pass over a path. That a folder above it is ignored is for the caller to see.
 *
 * @param path - from the top
 * @param all - of the folders from the top down: the last rule that fits decides
 */
export function isIgnored(path: string, { isFolder, all }: { readonly isFolder: boolean; readonly all: readonly IgnoreRules[] }): boolean {
  let ignored = false;
  for (const { folder, rules } of all) {
    if (folder !== '' && !path.startsWith(`${folder}/`)) continue;
    const below = folder === '' ? path : path.slice(folder.length + 1);
    for (const { globs, isNegated, isForFolders } of rules) {
      if (isForFolders && !isFolder) continue;
      if (globs.some((glob) => matchesGlob(glob, below))) ignored = !isNegated;
    }
  }
  return ignored;
}

function ruleFromLine(line: string): readonly IgnoreRule[] {
  const written = line.replace(/[ \t]+$/, '');
  const isNegated = written.startsWith('!');
  const text = written.slice(isNegated ? 1 : 0).replace(/^\\(?=[#!])/, '');
  if (written === '' || written.startsWith('#') || /[?[\]\\]/.test(text) || text.length > MAX_RULE_LENGTH) return [];
  const path = text.replace(/\/$/, '');
  if (path === '') return [];
  return [{ globs: globsOf(path), isNegated, isForFolders: text.endsWith('/') }];
}

/** With a slash at its beginning or in its midst a pattern begins at the folder of its file; without one it holds at any depth. */
function globsOf(path: string): readonly string[] {
  const anchored = path.replace(/^\//, '');
  // Only as a whole segment do two stars lead through folders.
  const clean = anchored
    .split('/')
    .map((segment) => (segment === '**' ? segment : segment.replaceAll(/\*{2,}/g, '*')))
    .join('/');
  const globs = path.includes('/') ? [clean] : [clean, `**/${clean}`];
  return globs.flatMap((glob) => [...new Set([glob, glob.replace(/^\*\*\//, ''), glob.replaceAll('/**/', '/')])]);
}

const MAX_RULE_COUNT = 2_000;
const MAX_RULE_LENGTH = 500;
