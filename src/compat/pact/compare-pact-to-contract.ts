import type { Contract } from '../../contract/contract.js';
import type { Finding } from '../../finding/finding.js';
import { createSchemaComparer } from '../../schema/inclusion/schema-comparer.js';
import { compareCall } from './compare-call.js';
import { compareMessages } from './compare-messages.js';
import type { Pact } from './pact.js';
import { pactFinding } from './pact-finding.js';
import { pactRouterOf } from './route-of-pact.js';
import { unknownMatchers } from './unknown-matchers.js';

/**
 * Whether a contract promises what a pact expects, without a provider: requests have to be valid, and of answers and messages not one example
 * is looked at but all that the contract allows. `error`: the contract lets something come that the pact does not take, or rules out what it
 * expects. `warning`: a matcher is not known, so what it stands at was not judged. `info`: it could not be decided, or depends on the data of the moment.
 *
 * @param pact - of any version; calls are held against OpenAPI, messages against AsyncAPI
 * @param contract - of the provider
 * @returns in the order of the pact; with pointers, not lines
 */
export function comparePactToContract(pact: Pact, contract: Contract): readonly Finding[] {
  const comparers = { kind: createSchemaComparer(), exact: createSchemaComparer({ budget: EXACT_BUDGET }) };
  const world = { contract, route: pactRouterOf(contract), comparers };
  return pact.interactions.flatMap((interaction) => {
    const found = interaction.kind === 'http' ? compareCall(interaction, world) : compareMessages(interaction, world);
    return [...unknownMatchers(interaction), ...found].map((each) => pactFinding(pact, interaction, each));
  });
}

/** One other value is enough to know that there are others. */
const EXACT_BUDGET = { maxStepCount: 5_000, maxValueCount: 500, maxBreakCount: 1 };
