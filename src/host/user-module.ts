import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HostError, InputError } from '../base/errors.js';
import { missingFile } from './missing-file.js';

interface UserModuleWords {
  /** What it is for: `hooks`. */
  readonly purpose: string;
  /** The error when it cannot be loaded. */
  readonly failed: (problem: string, cause: unknown) => InputError;
}

/**
 * What a module of the user's own exports. TypeScript is read by Node itself where it can, else by `jiti`.
 *
 * @param file - a path: `.js`, `.mjs`, `.cjs`, `.ts`, `.mts` or `.cts`; relative to where the process stands
 * @param words - how to say that it cannot be loaded
 * @throws InputError `E_FILE_NOT_FOUND`, `E_FILE_KIND`, and the one of `words`; HostError `E_PACKAGE_MISSING` when it is TypeScript and nothing is
 *   there that reads it
 */
export async function importUserModule(file: string, words: UserModuleWords): Promise<Readonly<Record<string, unknown>>> {
  const path = resolve(file);
  await assertModuleFile(path, file);
  const isTypeScript = /\.[cm]?ts$/.test(path);
  // Asked for outside of the `try`: that it is missing is not the module's fault.
  const load = isTypeScript && !NODE_READS_TYPESCRIPT ? await jitiLoader(path, words) : (url: string): Promise<unknown> => import(url);
  try {
    return (await load(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw words.failed(`the module cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

async function jitiLoader(path: string, { purpose }: UserModuleWords): Promise<(url: string) => Promise<unknown>> {
  try {
    const { createJiti } = await import('jiti');
    // No cache on the disk: the user's folder is no place for one.
    const jiti = createJiti(path, { fsCache: false, interopDefault: false });
    return (url) => jiti.import(url);
  } catch (cause) {
    throw new HostError({
      code: 'E_PACKAGE_MISSING',
      args: { package: 'jiti', purpose: `${purpose} in TypeScript on this version of Node` },
      cause,
    });
  }
}

/**
 * Nothing when the file of a module is there.
 *
 * @param path - resolved
 * @param file - as the user gave it
 * @throws InputError `E_FILE_NOT_FOUND`, `E_FILE_KIND`
 */
export async function assertModuleFile(path: string, file: string): Promise<void> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) throw missingFile({ file, path });
  if (!stats.isFile()) throw new InputError({ code: 'E_FILE_KIND', at: { file }, args: { path: file, kind: 'a folder' } });
}

/** From 22.18 and 24 on; the types of Node 20 do not know it. */
const NODE_READS_TYPESCRIPT = Boolean((process.features as { readonly typescript?: unknown }).typescript);
