import { memberName } from '../journal/member-name.js';
import type { Scenario } from '../scenario/scenario.js';

/**
 * The programs that stand for a system in a scenario, as the journal names them: itself, or every member of its fleet.
 *
 * @param system - a name of the workspace
 * @param scenario - whose fleet there may be
 */
export function fleetMembers(system: string, { fleet }: Pick<Scenario, 'fleet'>): readonly string[] {
  if (fleet?.system !== system || fleet.count === 1) return [system];
  return Array.from({ length: fleet.count }, (_, index) => memberName(system, index + 1));
}
