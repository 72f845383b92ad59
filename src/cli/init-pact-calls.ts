import { InputError } from '../base/errors.js';
import { pactFromJson } from '../compat/pact/pact-from-json.js';
import type { Pact } from '../compat/pact/pact.js';
import { requestFromPact } from '../compat/pact/request-from-pact.js';
import { pactRouterOf } from '../compat/pact/route-of-pact.js';
import type { Contract } from '../contract/contract.js';
import { parseDocument } from '../contract/document.js';
import type { SeenPact } from '../workspace/init/look-at-repository.js';
import type { PactCalls } from '../workspace/init/plan-workspace.js';

/**
 * The operations that a pact calls.
 *
 * @param seen - the pact
 * @param contract - of its provider
 * @returns `undefined` when the pact cannot be read, or is of messages
 */
export function callsOfPact({ path, text }: SeenPact, contract: Contract): PactCalls | undefined {
  const pact = readPact(path, text);
  const calls = pact?.interactions.filter((interaction) => interaction.kind === 'http');
  if (pact === undefined || calls === undefined || calls.length < pact.interactions.length || calls.length === 0) return undefined;
  const route = pactRouterOf(contract);
  const found = calls.map(({ request }) => ({ request, id: route(requestFromPact(request))?.entry.id }));
  return {
    operations: [...new Set(found.flatMap(({ id }) => id ?? []))],
    undeclared: [...new Set(found.filter(({ id }) => id === undefined).map(({ request }) => `${request.method} ${request.path}`))],
  };
}

/** Who its parties are is known even when the rest is of no use. */
function readPact(path: string, text: string): Pact | undefined {
  try {
    return pactFromJson(parseDocument(text, path), path, text);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
