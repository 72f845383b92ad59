import { dump } from 'js-yaml';
import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { parseDocument } from '../../contract/document.js';
import { resolvedPath } from '../../workspace/resolved-path.js';
import type { FaultSchedule } from './fault-schedule.js';
import { faultTextsFromSchedule } from './fault-schedule.js';

/** What a found scenario says of itself. */
export interface FoundScenario {
  readonly schedule: FaultSchedule;
  readonly seed: string;
  /** The claims that are refuted under it. */
  readonly claims: readonly string[];
  /** What the file will be called. */
  readonly file: string;
  /** What is typed after `mortise scenario` to run it again, its name apart: `--workspace shop.yaml`. */
  readonly options?: string | undefined;
  /** From the folder of the new file to that of the scenario that was searched: `../../scenarios`. Default: they are the same. */
  readonly wayBack?: string | undefined;
}

/**
 * A scenario file with the faults of a schedule in place of its own: it fails as the search saw it fail.
 *
 * @param text - the scenario that was searched
 * @param found - the schedule, what to say about it, and where it goes: relative paths lead to the same files from there
 * @returns YAML
 */
export function scenarioTextFromSchedule(
  text: string,
  { schedule, seed, claims, file, options = '', wayBack = '' }: FoundScenario,
): string {
  const root = parseDocument(text, file);
  const document = isJsonObject(root) ? root : {};
  const { info, workflows, sourceDescriptions, 'x-mutants': _mutants, 'x-faults': _faults, ...rest } = document;
  const changed: JsonObject = {
    ...(rest['arazzo'] === undefined ? {} : { arazzo: rest['arazzo'] }),
    ...(info === undefined ? {} : { info }),
    ...(sourceDescriptions === undefined ? {} : { sourceDescriptions: sourcesFrom(wayBack, sourceDescriptions) }),
    ...rest,
    'x-faults': faultTextsFromSchedule(schedule).map((fault) => ({ ...fault })),
    ...(workflows === undefined ? {} : { workflows: withoutFaults(workflows) }),
  };
  const head = [
    `# Found by a search for schedules of faults: ${claims.join(', ')} ${claims.length === 1 ? 'is' : 'are'} refuted.`,
    `# Again: mortise scenario ${file}${options === '' ? '' : ` ${options}`} --simulate --seed ${seed}`,
  ];
  return `${head.join('\n')}\n${dump(changed, { lineWidth: 120, noRefs: true })}`;
}

function sourcesFrom(wayBack: string, sources: JsonValue): JsonValue {
  if (!Array.isArray(sources)) return sources;
  return sources.map((source: JsonValue) => {
    if (!isJsonObject(source) || typeof source['url'] !== 'string') return source;
    return { ...source, url: resolvedPath(wayBack, source['url']).replaceAll('\\', '/') };
  });
}

function withoutFaults(workflows: JsonValue): JsonValue {
  if (!Array.isArray(workflows)) return workflows;
  return workflows.map((workflow: JsonValue) => {
    if (!isJsonObject(workflow)) return workflow;
    const { 'x-faults': _faults, ...rest } = workflow;
    return rest;
  });
}
