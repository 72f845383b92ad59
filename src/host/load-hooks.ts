import { InputError } from '../base/errors.js';
import type { Hooks } from '../check/hooks/hooks.js';
import { hooksFromModule } from '../check/hooks/hooks-from-module.js';
import { importUserModule } from './user-module.js';

/**
 * The hooks of a module. TypeScript is read by Node itself where it can, else by `jiti`.
 *
 * @param file - a path: `.js`, `.mjs`, `.cjs`, `.ts`, `.mts` or `.cts`; relative to where the process stands
 * @throws InputError `E_FILE_NOT_FOUND`; `E_HOOKS_INVALID` when the module cannot be loaded or exports something else;
 *   HostError `E_PACKAGE_MISSING` when it is TypeScript and nothing is there that reads it
 */
export async function loadHooks(file: string): Promise<Hooks> {
  const module = await importUserModule(file, {
    purpose: 'hooks',
    failed: (problem, cause) => new InputError({ code: 'E_HOOKS_INVALID', at: { file }, args: { problem }, cause }),
  });
  return hooksFromModule(module, file);
}
