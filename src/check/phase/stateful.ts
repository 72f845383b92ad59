import type { Operation } from '../../contract/contract.js';
import { runSequences } from '../stateful/run-sequences.js';
import type { PhaseInput } from './phase.js';

/**
 * Tests what an operation creates by sequences of calls.
 *
 * @param input - the runner of the lane
 * @param operation - that begins the sequences
 */
export async function testStateful({ runner }: PhaseInput, operation: Operation): Promise<void> {
  await runSequences(runner, operation);
}
