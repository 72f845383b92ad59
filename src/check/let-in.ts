import { textFromPlace } from '../base/place.js';
import type { BrokenCheck } from './judge-exchange.js';

/** The clauses that a provider lets data break. What it took in it gives out again: that is the same defect, seen from the other side. */
export interface LetIn {
  /** Whether a broken check only shows data that were let in before, or by this very answer. */
  isConsequence(one: BrokenCheck, ofOneAnswer: readonly BrokenCheck[]): boolean;
  /** Takes note of what was reported. */
  learn(one: BrokenCheck): void;
}

/** No clause was seen broken yet. */
export function createLetIn(): LetIn {
  const clauses = new Set<string>();
  return {
    isConsequence: (one, ofOneAnswer) => {
      if (one.check.code !== 'check/body-matches-schema') return false;
      const clause = clauseOf(one);
      return clauses.has(clause) || ofOneAnswer.some((other) => isAcceptance(other) && clauseOf(other) === clause);
    },
    learn: (one) => {
      if (isAcceptance(one)) clauses.add(clauseOf(one));
    },
  };
}

function isAcceptance({ check, failure }: BrokenCheck): boolean {
  return check.code === 'check/invalid-data-refused' && failure.severity === 'error';
}

function clauseOf({ failure }: BrokenCheck): string {
  return textFromPlace({ file: failure.place.file, pointer: failure.place.pointer ?? '' });
}
