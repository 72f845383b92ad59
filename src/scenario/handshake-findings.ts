import type { Finding } from '../finding/finding.js';
import { fingerprintOf } from '../finding/fingerprint.js';
import type { HandshakeProblem } from '../wire/judge-handshake.js';
import type { Scenario } from './scenario.js';

/** A WebSocket's handshake that the contract of its channel refuses. */
export interface RefusedHandshake {
  /** Whose program it was. */
  readonly member: string;
  /** Whose channel it is. */
  readonly system: string;
  /** Address. */
  readonly channel: string;
  readonly problem: HandshakeProblem;
}

/**
 * What programs asked for that the contract does not let them ask for, each once, with how often.
 *
 * @param scenario - that was run
 * @param refused - in the order in which they came
 * @returns each at the clause that decides
 */
export function findingsOfHandshakes(scenario: Scenario, refused: readonly RefusedHandshake[]): readonly Finding[] {
  const found = new Map<string, { readonly finding: Finding; count: number }>();
  for (const { member, system, channel, problem } of refused) {
    const finding: Finding = {
      code: 'scenario/handshake-breaks-contract',
      severity: 'error',
      place: problem.place,
      args: { scenario: scenario.name, consumer: member, system, channel, problem: problem.message, part: problem.location.join('.') },
    };
    const id = fingerprintOf(finding);
    const known = found.get(id);
    if (known === undefined) found.set(id, { finding: { ...finding, id }, count: 1 });
    else known.count += 1;
  }
  return [...found.values()].map(({ finding, count }) => ({ ...finding, args: { ...finding.args, count } }));
}
