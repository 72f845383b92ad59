import type { Random } from '../base/random.js';
import type { FaultRule } from './fault-rule.js';
import { lazyRandom } from './lazy-random.js';
import { createScopeStates } from './scope-states.js';

/** One request or connection that a rule touches. */
export interface Choice {
  /** Of the fault's state. */
  readonly scope: string;
  /** Of this choice alone, whatever other rules draw. */
  readonly random: Random;
}

/** Which of the matching requests and connections a rule touches: by `nth`, `probability` and `count`. */
export interface Choices {
  /** Counts one more matching request of a scope. */
  choose(scope: string): Choice | undefined;
  /** Decided once for each connection. */
  chooseConnection(connectionId: string): Choice | undefined;
  mayApply(choice: Choice): boolean;
  applied(choice: Choice): void;
  finish(choice: Choice): void;
  /** Nothing will be touched any more, and all that was is over. */
  areOver(): boolean;
  appliedCount(): number;
}

/**
 * The choices of a rule.
 *
 * @param rule - as it was read
 * @param seed - decides the chance; with the label and the number of the request, so that other rules change nothing
 */
export function createChoices(rule: FaultRule, seed: string): Choices {
  const { label, scope: sharing, count } = rule;
  const { nth, probability = 1 } = rule.when;
  const matchCounts = createScopeStates<number>(() => 0);
  const connections = createScopeStates<Choice | 'none' | undefined>(() => undefined);
  const counted = new WeakSet<Choice>();
  const pending = new Set<Choice>();
  let appliedCount = 0;
  /** A connection that was chosen stays so: nobody says when it is over. */
  let hasConnection = false;
  const isUsedUp = (): boolean => count !== undefined && appliedCount >= count;
  const next = (countScope: string, scope: string): Choice | undefined => {
    const number = matchCounts.get(countScope) + 1;
    matchCounts.set(countScope, number);
    if (nth !== undefined && (number < nth.first || number > nth.last)) return undefined;
    if (isUsedUp()) return undefined;
    const labels = countScope === '' ? [label, number] : [label, countScope, number];
    if (probability < 1 && lazyRandom(seed, ...labels).next() >= probability) return undefined;
    return { scope, random: lazyRandom(seed, ...labels, 'step') };
  };
  return {
    choose: (scope) => {
      const choice = next(scope, scope);
      if (choice !== undefined) pending.add(choice);
      return choice;
    },
    chooseConnection: (connectionId) => {
      const known = connections.get(connectionId);
      if (known !== undefined) return known === 'none' ? undefined : known;
      const choice = next('', sharing === 'connection' ? connectionId : '');
      connections.set(connectionId, choice ?? 'none');
      hasConnection ||= choice !== undefined;
      return choice;
    },
    mayApply: (choice) => counted.has(choice) || !isUsedUp(),
    applied: (choice) => {
      if (!counted.has(choice)) appliedCount += 1;
      counted.add(choice);
    },
    finish: (choice) => {
      pending.delete(choice);
    },
    areOver: () =>
      !hasConnection && pending.size === 0 && (isUsedUp() || (sharing === 'all' && nth !== undefined && matchCounts.get('') >= nth.last)),
    appliedCount: () => appliedCount,
  };
}
