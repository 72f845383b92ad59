import type { Operation } from '../../contract/contract.js';
import { coverageCases } from '../request/coverage-cases.js';
import type { PhaseInput } from './phase.js';

/**
 * Tests an operation at every boundary of its clauses, with each part missing once, each clause broken once, and without being let in. Chance has no part in it.
 *
 * @param input - the runner of the lane
 * @param operation - to be tested
 */
export async function testCoverage({ runner, context }: PhaseInput, operation: Operation): Promise<void> {
  for (const testCase of coverageCases(operation, context)) await runner.test(testCase);
}
