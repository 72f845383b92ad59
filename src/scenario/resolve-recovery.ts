import { namesNearby } from '../base/did-you-mean.js';
import { InputError } from '../base/errors.js';
import { expectationsFromJson } from '../policy/expectations-from-json.js';
import { policyFromJson } from '../policy/policy-from-json.js';
import type { Workspace } from '../workspace/workspace.js';
import type { ArazzoProblem } from './arazzo/node.js';
import type { WrittenRecovery } from './arazzo/x-recovery.js';
import type { ScenarioRecovery } from './scenario.js';

/**
 * What is judged of each link: the claims that are written, else those of the pair.
 *
 * @param written - the `x-recovery` of a document
 * @param lookup - the workspace that has the pairs; takes what is wrong
 */
export function resolveRecovery(
  written: readonly WrittenRecovery[],
  lookup: { readonly workspace: Workspace; readonly file: string; readonly problems: ArazzoProblem[] },
): readonly ScenarioRecovery[] {
  return written.flatMap((recovery) => {
    const { consumer, provider, pointer, isOneAtATime } = recovery;
    const pair = lookup.workspace.integrations.find((one) => one.consumer === consumer && one.provider === provider);
    if (pair === undefined) {
      const pairs = lookup.workspace.integrations.map((one) => `${one.consumer}:${one.provider}`);
      const problem = `the workspace has no pair ${consumer} → ${provider}`;
      lookup.problems.push({ pointer, problem, ...namesNearby(`${consumer}:${provider}`, pairs) });
      return [];
    }
    const at = { file: lookup.file, pointer: `${pointer}/claims` };
    const noted = <Value>(read: () => Value): Value | undefined => valueOrProblem(read, lookup.problems);
    const policy = recovery.claims === undefined ? pair.recovery : noted(() => policyFromJson(recovery.claims ?? {}, at));
    const expectations = noted(() => expectationsFromJson(recovery.expect ?? {}, { file: lookup.file, pointer: `${pointer}/expect` }));
    if (expectations === undefined) return [];
    return [{ consumer, provider, pointer, isOneAtATime, policy: policy ?? policyFromJson({}), expectations }];
  });
}

/** What is wrong with claims is told together with whatever else is wrong. */
function valueOrProblem<Value>(read: () => Value, problems: ArazzoProblem[]): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { problem, suggestion, known } = error.args;
    problems.push({
      pointer: error.at?.pointer ?? '',
      problem: String(problem ?? error.code),
      suggestion: suggestion === undefined ? undefined : String(suggestion),
      known: Array.isArray(known) ? known : undefined,
    });
    return undefined;
  }
}
