import { didYouMean } from '../../base/did-you-mean.js';
import { InputError } from '../../base/errors.js';
import type { Hooks } from './hooks.js';
import { HOOK_NAMES } from './hooks.js';

/**
 * The hooks that a module exports, each by its name, or all of them as one object that is the default export.
 *
 * @param exported - the module's namespace, or an object with functions
 * @param file - for messages
 * @throws InputError `E_HOOKS_INVALID` when it exports something else, nothing at all, or a hook that is no function
 */
export function hooksFromModule(exported: Readonly<Record<string, unknown>>, file: string | undefined): Hooks {
  const members = membersOf(exported);
  const invalid = (problem: string, suggestion?: string): InputError =>
    new InputError({ code: 'E_HOOKS_INVALID', at: file === undefined ? undefined : { file }, args: { problem, suggestion } });
  for (const [name, value] of members) {
    if (!isHookName(name)) {
      const suggestion = didYouMean(name, HOOK_NAMES);
      throw invalid(`there is no hook "${name}"${suggestion === undefined ? `; there are ${HOOK_NAMES.join(', ')}` : ''}`, suggestion);
    }
    if (typeof value !== 'function')
      throw invalid(`"${name}" must be a function, not ${value === null ? 'null' : `a value of type ${typeof value}`}`);
  }
  if (members.length === 0) throw invalid(`the module exports none of ${HOOK_NAMES.join(', ')}`);
  return Object.fromEntries(members) as Hooks;
}

/** A module of the older kind comes with its exports in `default`, and beside it under their own names. */
function membersOf(exported: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  const lone = exported['default'];
  const isWrapped = typeof lone === 'object' && lone !== null;
  const named = Object.entries(exported).filter(
    ([name]) => name !== '__esModule' && name !== 'module.exports' && !(isWrapped && name === 'default'),
  );
  const wrapped = isWrapped ? Object.entries(lone).filter(([name]) => name !== '__esModule' && !Object.hasOwn(exported, name)) : [];
  return [...named, ...wrapped].filter(([, value]) => value !== undefined);
}

function isHookName(name: string): name is (typeof HOOK_NAMES)[number] {
  return HOOK_NAMES.some((known) => known === name);
}
