import { namesNearby } from '../base/did-you-mean.js';
import { InputError } from '../base/errors.js';
import type { Contract } from '../contract/contract.js';
import type { FaultKind } from './fault.js';
import type { FaultRule } from './fault-rule.js';

/** What faults are put before. */
export interface FaultedServers {
  /** Of each provider by its name; of some there may be none. */
  readonly contracts: ReadonlyMap<string, Contract | undefined>;
  /** What the servers before them speak. */
  readonly isTls: boolean;
  readonly isHttp: boolean;
  /** Whether messages flow there as well. */
  readonly hasBroker?: boolean;
}

/**
 * Refuses rules that could never hold: a misspelt name would leave a test green that tests nothing.
 *
 * @param rules - for these providers
 * @param servers - that the rules are for
 * @throws InputError `E_FAULT_INVALID`
 */
export function assertRulesFit(rules: readonly FaultRule[], servers: FaultedServers): void {
  const { contracts } = servers;
  const names = [...contracts.keys()];
  for (const { match, place, fault } of rules) {
    const { provider } = match;
    const { kind } = fault.kind;
    const missing = missingFor(fault.kind, servers);
    if (missing !== undefined) throw unfit(missing, kind, []);
    if (provider !== undefined && !contracts.has(provider)) throw unfit(`no provider here is called "${provider}"`, provider, names);
    const meant = provider === undefined ? [...contracts.values()] : [contracts.get(provider)];
    if (meant.includes(undefined)) continue;
    const known = meant.flatMap((contract) => (contract === undefined ? [] : operationNames(contract)));
    for (const operation of match.operations ?? []) {
      if (!known.includes(operation)) throw unfit(`the contract has no operation "${operation}"`, operation, known);
    }
    function unfit(problem: string, seen: string, choices: readonly string[]): InputError {
      return new InputError({
        code: 'E_FAULT_INVALID',
        at: place,
        args: { fault: fault.kind.kind, problem, ...namesNearby(seen, choices) },
      });
    }
  }
}

/** What a kind of fault would need and does not find. */
function missingFor({ group, kind }: FaultKind, { isTls, isHttp, hasBroker = false }: FaultedServers): string | undefined {
  if (group === 'tls') return isTls ? undefined : 'it needs a server that speaks TLS: add --tls';
  if (group === 'message') return hasBroker ? undefined : 'it needs a broker that messages flow through';
  if (isHttp || kind === 'noop') return undefined;
  if (hasBroker) return 'it needs a server of HTTP: here are messages, which faults of the group "message" are for';
  return group === 'tcp' ? undefined : 'it needs a proxy that knows HTTP: name the target as http://…';
}

function operationNames({ operations, eventOperations }: Contract): readonly string[] {
  return [
    ...operations.flatMap(({ id, method, path }) => [id, `${method} ${path}`]),
    ...eventOperations.flatMap(({ id, action, channel }) => [id, `${action} ${channel.address ?? channel.id}`]),
  ];
}
