import type { FaultKind } from './fault.js';

/**
 * A kind of fault with types of its own, as rules and the injector hold it: settings and states are only ever given to the kind they came from.
 *
 * @param kind - the whole kind
 */
export function faultKind<Settings, State>(kind: FaultKind<Settings, State>): FaultKind {
  return kind as unknown as FaultKind;
}

/**
 * A kind that remembers nothing.
 *
 * @param kind - the whole kind but for its state
 */
export function statelessKind<Settings>(kind: Omit<FaultKind<Settings, undefined>, 'initialState'>): FaultKind {
  return faultKind<Settings, undefined>({ ...kind, initialState: () => undefined });
}
