import { dump } from 'js-yaml';
import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { parseDocument } from '../../contract/document.js';
import type { FaultSchedule } from './fault-schedule.js';
import { faultTextsFromSchedule } from './fault-schedule.js';

/** What a found scenario says of itself. */
export interface FoundScenario {
  readonly schedule: FaultSchedule;
  readonly seed: string;
  /** The claims that are refuted under it. */
  readonly claims: readonly string[];
  /** What the file will be called, for the line that runs it again. */
  readonly file: string;
}

/**
 * A scenario file with the faults of a schedule in place of its own: it fails as the search saw it fail.
 *
 * @param text - the scenario that was searched: the new one belongs into the same folder, since relative paths stay as they are
 * @param found - the schedule, and what to say about it
 * @returns YAML
 */
export function scenarioTextFromSchedule(text: string, { schedule, seed, claims, file }: FoundScenario): string {
  const root = parseDocument(text, file);
  const document = isJsonObject(root) ? root : {};
  const { info, workflows, 'x-mutants': _mutants, 'x-faults': _faults, ...rest } = document;
  const changed: JsonObject = {
    ...(rest['arazzo'] === undefined ? {} : { arazzo: rest['arazzo'] }),
    ...(info === undefined ? {} : { info }),
    ...rest,
    'x-faults': faultTextsFromSchedule(schedule).map((fault) => ({ ...fault })),
    ...(workflows === undefined ? {} : { workflows: withoutFaults(workflows) }),
  };
  const head = [
    `# Found by a search for schedules of faults: ${claims.join(', ')} ${claims.length === 1 ? 'is' : 'are'} refuted.`,
    `# Again: mortise scenario ${file} --simulate --seed ${seed}`,
  ];
  return `${head.join('\n')}\n${dump(changed, { lineWidth: 120, noRefs: true })}`;
}

function withoutFaults(workflows: JsonValue): JsonValue {
  if (!Array.isArray(workflows)) return workflows;
  return workflows.map((workflow: JsonValue) => {
    if (!isJsonObject(workflow)) return workflow;
    const { 'x-faults': _faults, ...rest } = workflow;
    return rest;
  });
}
