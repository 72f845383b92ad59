import { namesNearby, shownNames } from '../base/did-you-mean.js';
import { InputError } from '../base/errors.js';
import type { FaultRule } from '../fault/fault-rule.js';
import { faultRulesFromJson } from '../fault/fault-rules-from-json.js';
import type { Workspace } from '../workspace/workspace.js';
import type { ArazzoProblem } from './arazzo/node.js';
import type { WrittenFault } from './arazzo/x-faults.js';
import type { ScenarioFault, ScenarioLink } from './scenario.js';

export interface FaultLookup {
  readonly workspace: Workspace;
  readonly file: string;
  /** Takes what is wrong. */
  readonly problems: ArazzoProblem[];
  /** Ids that `after` and `until` may name. */
  readonly steps: ReadonlySet<string>;
}

/**
 * The faults of a document or workflow as rules, each with the links it stands on.
 *
 * @param written - in their order
 * @param lookup - where links and steps are looked up
 */
export function resolveFaults(written: readonly WrittenFault[], lookup: FaultLookup): readonly ScenarioFault[] {
  return written.flatMap((fault, index) => {
    const { pointer, after, until } = fault;
    for (const [key, step] of [['after', after] as const, ['until', until] as const]) {
      if (step === undefined || lookup.steps.has(step)) continue;
      lookup.problems.push({
        pointer: `${pointer}/${key}`,
        problem: `there is no step "${step}"`,
        ...namesNearby(step, lookup.steps),
      });
    }
    const links = linksOf(fault, lookup);
    const rule = ruleOf(fault, index, lookup);
    return rule === undefined ? [] : [{ pointer, rule, links, after, until }];
  });
}

function linksOf({ consumer, provider, pointer }: WrittenFault, { workspace, problems }: FaultLookup): readonly ScenarioLink[] {
  const links = workspace.integrations.filter(
    (pair) => pair.provider === provider && (consumer === undefined || pair.consumer === consumer),
  );
  if (links.length > 0) return links.map((pair) => ({ consumer: pair.consumer, provider: pair.provider }));
  const providers = workspace.integrations.map((pair) => pair.provider);
  const pairs = workspace.integrations.map((pair) => `${pair.consumer} → ${pair.provider}`);
  problems.push({
    pointer,
    problem: `the workspace has no pair ${consumer === undefined ? 'to' : `${consumer} →`} ${provider}`,
    ...(providers.includes(provider) ? { known: shownNames(pairs) } : namesNearby(provider, providers)),
  });
  return [];
}

/** The links are matched here: what is left for the rule itself has no `consumer` or `provider`. */
function ruleOf({ rule, pointer }: WrittenFault, index: number, { file, problems }: FaultLookup): FaultRule | undefined {
  const label = rule['label'] ?? `${String(rule['fault'])}-${index + 1}`;
  try {
    return faultRulesFromJson([{ ...rule, label }], { file, pointer })[0];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { problem, suggestion, known } = error.args;
    // Its list has only this one: what it points at is the item.
    const inside = (error.at?.pointer ?? '').replace(`${pointer}/0`, pointer);
    problems.push({
      pointer: inside,
      problem: String(problem ?? error.code),
      suggestion: suggestion === undefined ? undefined : String(suggestion),
      known: Array.isArray(known) ? known : undefined,
    });
    return undefined;
  }
}
