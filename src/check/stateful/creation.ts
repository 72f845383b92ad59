import type { JsonValue } from '../../base/json.js';
import type { CalledStep } from '../case-runner.js';
import type { TestCase } from '../test-case.js';
import type { IdSource } from './id-source.js';
import type { Resource } from './resource-model.js';
import type { PlannedStep } from './sequence.js';

/** A way to create a resource that the provider takes. */
export interface Creation {
  readonly resource: Resource;
  /** Without mark and captures. */
  readonly base: TestCase;
  /** Where the id stands in the answer; `undefined` when the client chooses it. */
  readonly idSource: IdSource | undefined;
  /** How it went when it was found. */
  readonly shown: CalledStep;
  /**
   * The steps that create one, the last of them the creation itself; before it stand those that create what it needs.
   *
   * @param mark - in the body, where it takes one
   * @param body - instead of the usual one
   */
  steps(mark: string, body?: JsonValue): readonly PlannedStep[];
}
