import { namesNearby } from '../base/did-you-mean.js';
import { appendToken } from '../base/json-pointer.js';
import type { Contract } from '../contract/contract.js';
import { credentialsOf } from './asked-systems.js';
import { checkNameProblems } from './check-name-problems.js';
import { dictionaryProblems } from './dictionary-problems.js';
import { eventsProblems } from './events-problems.js';
import { fixtureProblems } from './fixture-problems.js';
import { modelsProblems } from './models-problems.js';
import { schemeProblems } from './scheme-problems.js';
import { triggersProblems } from './triggers-problems.js';
import type { Pair, Workspace } from './workspace.js';
import type { WorkspaceProblem } from './workspace-problem.js';
import { errorFromProblems } from './workspace-problem.js';

/**
 * The names in pairs and shared models that lead to no system, providers that offer nothing, and pairs that stand twice.
 *
 * @param workspace - of the right shape
 */
export function referenceProblems(workspace: Workspace): readonly WorkspaceProblem[] {
  const seen = new Set<string>();
  const ofPairs = workspace.integrations.flatMap((pair) => {
    const key = `${pair.consumer}\u0000${pair.provider}`;
    const twice = seen.has(key)
      ? [{ pointer: pair.pointer, problem: `the pair ${pair.consumer} → ${pair.provider} stands here twice` }]
      : [];
    seen.add(key);
    return [...twice, ...systemProblems(workspace, pair), ...contractProblem(workspace, pair), ...eventsProblems(workspace, pair)];
  });
  return [...ofPairs, ...modelsProblems(workspace), ...triggersProblems(workspace)];
}

/** Contracts by the name of their system. */
export interface KnownContracts {
  readonly http: ReadonlyMap<string, Contract>;
  readonly events: ReadonlyMap<string, Contract>;
}

/**
 * Refuses a workspace whose pairs speak of operations, parameters, members and security schemes that the provider's contract does not have, or of
 * checks that do not exist.
 *
 * @param workspace - as read
 * @param contracts - those that were read, of HTTP and of events, each by the name of its system; of pairs of others only the checks are looked at
 * @param checkNames - of all checks, without their area
 * @throws InputError `E_WORKSPACE_INVALID` at the first unknown name
 */
export async function assertKnownNames(workspace: Workspace, contracts: KnownContracts, checkNames: readonly string[]): Promise<void> {
  const problems = workspace.integrations.flatMap((pair) => {
    const contract = contracts.http.get(pair.provider);
    return [
      ...operationProblems(pair, contracts),
      ...eventOperationProblems(pair, contracts),
      ...checkNameProblems(pair, checkNames),
      ...(contract === undefined
        ? []
        : [...fixtureProblems(pair, contract), ...dictionaryProblems(pair, contract), ...schemeProblems(pair, contract)]),
    ];
  });
  if (problems.length > 0) throw await errorFromProblems(workspace.file, workspace.text, problems);
}

function systemProblems(workspace: Workspace, pair: Pair): readonly WorkspaceProblem[] {
  const named: [pointer: string, name: string][] = [
    [`${pair.pointer}/consumer`, pair.consumer],
    [`${pair.pointer}/provider`, pair.provider],
  ];
  for (const { scheme, credential } of credentialsOf(pair.auth)) {
    if ((credential.kind !== 'login' && credential.kind !== 'grant') || credential.system === undefined) continue;
    named.push([`${authPointer(pair, scheme)}${credential.kind === 'login' ? '' : `/${credential.grant.kind}`}/system`, credential.system]);
  }
  return named
    .filter(([, name]) => !workspace.systems.has(name))
    .map(([pointer, name]) => ({ pointer, problem: `unknown system "${name}"`, ...namesNearby(name, workspace.systems.keys()) }));
}

function contractProblem(workspace: Workspace, pair: Pair): readonly WorkspaceProblem[] {
  const provider = workspace.systems.get(pair.provider);
  if (provider === undefined || provider.openapi !== undefined || provider.asyncapi !== undefined) return [];
  return [
    {
      pointer: `${pair.pointer}/provider`,
      problem: `the system "${pair.provider}" offers nothing: give it an openapi or asyncapi document`,
    },
  ];
}

function operationProblems(pair: Pair, contracts: KnownContracts): readonly WorkspaceProblem[] {
  return namedOperations(pair).flatMap(({ pointer, system, operation }) => {
    const contract = contracts.http.get(system);
    const events = contracts.events.get(system);
    if (contract === undefined && events === undefined) return [];
    const known = [...(contract?.operations ?? []), ...(events?.eventOperations ?? [])].map((entry) => entry.id);
    if (known.includes(operation)) return [];
    return [{ pointer, problem: `${system} has no operation "${operation}"`, ...namesNearby(operation, known) }];
  });
}

/** What a trigger must be followed by is sent by somebody: an operation of the contract of events. */
function eventOperationProblems({ pointer, provider, events }: Pair, contracts: KnownContracts): readonly WorkspaceProblem[] {
  const known = contracts.events.get(provider)?.eventOperations.map(({ id }) => id);
  if (known === undefined) return [];
  return (events?.triggers ?? []).flatMap(({ sends = [] }) =>
    sends
      .filter((operation) => !known.includes(operation))
      .map((operation) => ({
        pointer: `${pointer}/events`,
        problem: `${provider} has no event operation "${operation}"`,
        ...namesNearby(operation, known),
      })),
  );
}

interface NamedOperation {
  readonly pointer: string;
  readonly system: string;
  readonly operation: string;
}

function namedOperations(pair: Pair): readonly NamedOperation[] {
  const { pointer, provider, uses, fixtures, auth } = pair;
  const named: NamedOperation[] = (uses ?? []).map((operation, index) => ({
    pointer: `${pointer}/uses/${index}`,
    system: provider,
    operation,
  }));
  for (const [operation, { capture }] of fixtures) {
    const place = appendToken(`${pointer}/fixtures`, operation);
    named.push({ pointer: place, system: provider, operation });
    for (const [name, captured] of Object.entries(capture)) {
      named.push({ pointer: appendToken(`${place}/capture`, name), system: provider, operation: captured.operation });
    }
  }
  for (const { scheme, credential } of credentialsOf(auth)) {
    if (credential.kind !== 'login') continue;
    const { system = provider, operation } = credential;
    named.push({ pointer: `${authPointer(pair, scheme)}/operation`, system, operation });
  }
  return named;
}

function authPointer({ pointer }: Pair, scheme: string | undefined): string {
  return scheme === undefined ? `${pointer}/auth` : appendToken(`${pointer}/auth/schemes`, scheme);
}
