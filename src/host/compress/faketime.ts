import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Where libfaketime is on this machine: with it loaded, programs that are not Node's live faster, too.
 *
 * @returns `undefined` when it is not installed, or the system has no such way to load a library
 * @see https://github.com/wolfcw/libfaketime
 */
export async function faketimeLibrary(): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  const folders = [...(await foldersOf('/usr/lib')), '/usr/lib', '/usr/lib64', '/usr/local/lib'].map((folder) => join(folder, 'faketime'));
  for (const folder of folders) {
    const file = join(folder, LIBRARY);
    if (await isThere(file)) return file;
  }
  return undefined;
}

/**
 * The environment in which a program that links the system's C library, and what it starts, live so much faster, from when each was started.
 * What asks the kernel by itself takes no notice: that has to be looked at.
 *
 * @param env - everything else
 * @param library - of `faketimeLibrary`
 * @param scale - more than 1
 */
export function faketimeEnv(
  env: Readonly<Record<string, string | undefined>>,
  library: string,
  scale: number,
): Record<string, string | undefined> {
  const own = env['LD_PRELOAD'];
  return {
    ...env,
    LD_PRELOAD: own === undefined || own === '' ? library : `${own}:${library}`,
    FAKETIME: `+0 x${scale}`,
    FAKETIME_NO_CACHE: '1',
  };
}

/** Debian and others keep libraries by architecture. */
async function foldersOf(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('-linux-gnu')).map((name) => join(folder, name));
  } catch {
    // There is no such folder, and so no library in it.
    return [];
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    // Not there, or not for us: the same here.
    return false;
  }
}

/** The one for programs with threads, which does for all others. */
const LIBRARY = 'libfaketimeMT.so.1';
