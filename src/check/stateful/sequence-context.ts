import type { Arbitrary } from 'fast-check';
import type { Operation } from '../../contract/contract.js';
import { basePathFor } from '../base-path.js';
import type { CaseRunner } from '../case-runner.js';
import { dictionarySuggest } from '../dictionary.js';
import { planRequests } from '../request/request-arbitrary.js';
import type { TestCase } from '../test-case.js';
import type { Resource } from './resource-model.js';
import { resourcesOf } from './resource-model.js';

/** What the sequences of one start share. */
export interface SequenceContext {
  readonly runner: CaseRunner;
  readonly resources: readonly Resource[];
  /** What stands before every path of the contract. */
  readonly basePath: string;
  /** Valid requests to an operation; `undefined` when there are none. */
  validRequests(operation: Operation): Arbitrary<TestCase> | undefined;
  /** Requests that break one clause each; `undefined` when there are none. */
  invalidRequests(operation: Operation): Arbitrary<TestCase> | undefined;
  /** Letters and digits that this run has not used yet. */
  nextMark(): string;
}

/**
 * What sequences are made from.
 *
 * @param runner - of the lane
 * @param start - keeps the marks of different starts apart
 */
export function createSequenceContext(runner: CaseRunner, start: Operation): SequenceContext {
  const { contract, pair, pool, seed } = runner;
  const basePath = basePathFor(contract, runner.baseUrl);
  const plans = new Map<string, ReturnType<typeof planRequests>>();
  const dictionary = dictionarySuggest(pair);
  const planOf = (operation: Operation): ReturnType<typeof planRequests> => {
    const known = plans.get(operation.id);
    if (known !== undefined) return known;
    const plan = planRequests(operation, { contract, pair, basePath, suggest: (slot) => [...dictionary(slot), ...pool.valuesFor(slot)] });
    plans.set(operation.id, plan);
    return plan;
  };
  let markCount = 0;
  const stem = hashText(`${seed} ${start.id}`);
  return {
    runner,
    basePath,
    resources: resourcesOf(contract, runner.operations),
    validRequests: (operation) => {
      const plan = planOf(operation);
      return plan.kind === 'requests' ? plan.valid : undefined;
    },
    invalidRequests: (operation) => {
      const plan = planOf(operation);
      return plan.kind === 'requests' ? plan.invalid : undefined;
    },
    nextMark: () => {
      markCount += 1;
      return `${stem}${markCount.toString(36).padStart(2, '0')}`;
    },
  };
}

function hashText(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36).padStart(7, '0').slice(-6);
}
