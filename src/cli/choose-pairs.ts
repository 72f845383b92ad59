import { didYouMean, shownNames } from '../base/did-you-mean.js';
import { InputError } from '../base/errors.js';
import type { Pair, Workspace } from '../workspace/workspace.js';

/**
 * The pairs that were asked for by name, in the order of the workspace: `consumer:provider` (also with `→` or `->`), or one system's name
 * for all pairs it takes part in.
 *
 * @param workspace - with its pairs
 * @param names - as typed; none means all
 * @throws InputError `E_ARGUMENT_VALUE` when a name is that of no pair
 */
export function choosePairs(workspace: Workspace, names: readonly string[]): readonly Pair[] {
  const { integrations } = workspace;
  if (names.length === 0) return integrations;
  for (const name of names) {
    if (!integrations.some((pair) => isNamed(pair, name))) throw unknownPair(name, integrations);
  }
  return integrations.filter((pair) => names.some((name) => isNamed(pair, name)));
}

function isNamed({ consumer, provider }: Pair, name: string): boolean {
  const [first = '', second] = name.split(SEPARATOR).map((part) => part.trim());
  return second === undefined ? first === consumer || first === provider : first === consumer && second === provider;
}

function unknownPair(name: string, pairs: readonly Pair[]): InputError {
  const known = pairs.map((pair) => `${pair.consumer}:${pair.provider}`);
  const systems = pairs.flatMap((pair) => [pair.consumer, pair.provider]);
  const suggestion = didYouMean(name.replace(SEPARATOR, ':'), [...known, ...systems]);
  const expected = known.length === 0 ? 'no name: the workspace has no pairs' : `one of ${shownNames(known).join(', ')}`;
  return new InputError({ code: 'E_ARGUMENT_VALUE', args: { option: 'pair', seen: name, suggestion, expected } });
}

const SEPARATOR = /\s*(?:→|->|:)\s*/;
