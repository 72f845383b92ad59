import type { CompatRunCode } from '../../finding/finding-code.js';
import type { FindingWording } from './finding-words.js';
import { quoted, textOfArgument } from './words.js';

/** The words for what comparing versions finds beside the differences themselves. */
export const COMPAT_RUN_WORDINGS: Readonly<Record<CompatRunCode, FindingWording>> = {
  'compat/contract-removed': ({ provider, base }) => ({
    what: `the contract of ${quoted(provider)} is gone, and with it all that it offered`,
    seen: base === undefined ? undefined : `it was there in ${textOfArgument(base)}`,
    next: 'Bring it back, or deprecate it first and take it out with the next major version',
  }),
  'compat/contract-added': ({ provider }) => ({ what: `the contract of ${quoted(provider)} is new: nobody can rely on it yet` }),
  'compat/base-unreadable': ({ provider, base, reason }) => ({
    what: `the contract of ${quoted(provider)} is compared with nothing: ${textOfArgument(base)} has none that can be read`,
    seen: textOfArgument(reason),
    next: 'Name an older version that can be read, and compare with that',
  }),
  'compat/base-tip': ({ base }) => ({
    what: `${textOfArgument(base)} is compared as it stands now: git cannot tell where the work here left it, so what others added there since counts as removed here`,
    next: 'Fetch the whole history: git fetch --unshallow, or fetch-depth: 0 where a job checks it out',
  }),
  'compat/version-step': ({ older, newer, advised, expected }) => ({
    what: `the version does not say how much changed: it takes a ${textOfArgument(advised)} step`,
    expected: expected === undefined ? undefined : `${textOfArgument(expected)} or later`,
    seen: older === newer ? `still ${textOfArgument(newer)}` : `${textOfArgument(older)} → ${textOfArgument(newer)}`,
    next: 'Raise info.version',
  }),
  'compat/version-shared': ({ version, names }) => ({
    what: `${Array.isArray(names) ? names.join(' and ') : textOfArgument(names)} call themselves ${quoted(version)}: which is older is not told by that, so all versions here are taken in the order of their names`,
    next: 'Give each its own info.version, or name two of them: mortise compat <old> <new>',
  }),
  'compat/usage-unmatched': ({ consumer, provider, known }) => ({
    what: `what ${quoted(consumer)} needs of ${quoted(provider)} counts for nothing: no contract that was compared is of that provider`,
    expected: Array.isArray(known) && known.length > 0 ? `one of ${known.join(', ')}` : undefined,
    next: 'Correct the provider that the file names, or name it with --provider',
  }),
  'compat/acceptance-expired': ({ what, until, untilMajor, reason }) => ({
    what: `the time of an acceptance is over: ${textOfArgument(what) || 'its finding'} counts again`,
    seen: untilMajor === undefined ? `until ${textOfArgument(until)}` : `until major ${textOfArgument(untilMajor)}`,
    next: `${reason === undefined ? '' : `The reason was ${quoted(reason)}. `}Mend it, or accept it anew with mortise compat --accept`,
  }),
  'compat/acceptance-stale': ({ id, what, until }) => ({
    what: `an acceptance has outlived its finding${what === undefined ? '' : `: ${textOfArgument(what)}`}`,
    seen: `${textOfArgument(id)} is found no more${until === undefined ? '' : `, accepted until ${textOfArgument(until)}`}`,
    next: 'Remove the entry',
  }),
  'compat/acceptance-unmatched': ({ id, missing }) => ({
    what: `an acceptance speaks of what no compared contract has: ${textOfArgument(missing)}`,
    seen: textOfArgument(id),
    next: 'Correct the entry, or remove it',
  }),
  'compat/acceptance-settled': ({ what, until }) => ({
    what: `an accepted change is part of the base by now${what === undefined ? '' : `: ${textOfArgument(what)}`}`,
    next: `Remove the entry${until === undefined ? '' : `; it fails from the day after ${textOfArgument(until)}`}`,
  }),
};
