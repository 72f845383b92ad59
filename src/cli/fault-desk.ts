import { didYouMean } from '../base/did-you-mean.js';
import { InputError } from '../base/errors.js';
import { parseDocument } from '../contract/document.js';
import type { Contract } from '../contract/contract.js';
import { createInjector } from '../fault/create-injector.js';
import type { FaultKind } from '../fault/fault.js';
import { faultRuleFromText } from '../fault/fault-rule-from-text.js';
import type { FaultRule } from '../fault/fault-rule.js';
import { faultRulesFromJson } from '../fault/fault-rules-from-json.js';
import type { FaultInjector } from '../fault/injector.js';
import type { ControlledFaults, ControlledJournal } from '../host/control/controlled-system.js';
import { recordedControlJournal } from '../host/control/recorded-control-journal.js';
import { createDocumentPort } from '../host/document-port.js';
import { machineClock } from '../host/machine-clock.js';
import { createRenewableRecorder } from '../host/renewable-recorder.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { CommandInput } from './command.js';
import { listOption } from './option-values.js';
import { readingOptions } from './reading-options.js';

/**
 * The faults that the user asked for, in order.
 *
 * @param input - of a command that has `FAULT_OPTIONS`
 * @throws InputError `E_FAULT_INVALID` at the first rule that is none
 */
export async function faultRulesOf(input: CommandInput): Promise<readonly FaultRule[]> {
  const port = createDocumentPort(readingOptions(input));
  const rules: FaultRule[] = [];
  for (const file of listOption(input.options, 'faults')) {
    const text = await port.readText(file, undefined);
    rules.push(...faultRulesFromJson(parseDocument(text, file), { file, text }));
  }
  rules.push(...listOption(input.options, 'fault').map(faultRuleFromText));
  return rules;
}

/** What faults are put before. */
interface FaultedServers {
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
function assertRulesFit(rules: readonly FaultRule[], servers: FaultedServers): void {
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
      const suggestion = didYouMean(seen, choices);
      return new InputError({ code: 'E_FAULT_INVALID', at: place, args: { fault: fault.kind.kind, problem, suggestion } });
    }
  }
}

/** What a kind of fault would need and does not find. */
function missingFor({ group, kind }: FaultKind, { isTls, isHttp, hasBroker = false }: FaultedServers): string | undefined {
  if (group === 'tls') return isTls ? undefined : 'it needs a server that speaks TLS: add --tls';
  if (group === 'message') return hasBroker ? undefined : 'it needs a broker that messages flow through';
  return isHttp || group === 'tcp' || kind === 'noop' ? undefined : 'it needs a proxy that knows HTTP: name the target as http://…';
}

function operationNames({ operations, eventOperations }: Contract): readonly string[] {
  return [
    ...operations.flatMap(({ id, method, path }) => [id, `${method} ${path}`]),
    ...eventOperations.flatMap(({ id, action, channel }) => [id, `${action} ${channel.address ?? channel.id}`]),
  ];
}

/** Faults before some servers, what they recorded, and what controls them. */
export interface FaultDesk {
  readonly recorder: RunRecorder;
  /** The injector before a provider, its rules in force from now on. */
  injectorFor(provider: string): FaultInjector;
  /** A provider's injector, for the control API. */
  controlledFaults(injector: FaultInjector): ControlledFaults;
  /** All that was recorded, for the control API. */
  journalOf(): ControlledJournal;
  /** The rules of a scope that is no more go with it. */
  dropScope(injector: FaultInjector, scope: string): void;
}

/**
 * A desk with nothing recorded.
 *
 * @param options - the rules, what chance is drawn from, the names of secrets that must not be shown, and what the rules are for
 * @throws InputError `E_FAULT_INVALID` at a rule that could never hold
 */
export function openFaultDesk(options: {
  readonly rules: readonly FaultRule[];
  readonly seed: string;
  readonly secretNames: ReadonlySet<string>;
  readonly servers: FaultedServers;
}): FaultDesk {
  assertRulesFit(options.rules, options.servers);
  const recorded = createRenewableRecorder(MAX_RECORDED_BYTES);
  const { recorder } = recorded;
  return {
    recorder,
    injectorFor: (provider) => {
      const injector = createInjector({ seed: options.seed, provider, onSpan: recorder.fault });
      injector.set(options.rules, machineClock.nowMs());
      return injector;
    },
    controlledFaults: (injector) => ({ injector, assertFit: (rules) => assertRulesFit(rules, options.servers) }),
    journalOf: () => recordedControlJournal({ recorded, clock: machineClock, secretNames: options.secretNames }),
    dropScope: (injector, scope) => {
      const nowMs = machineClock.nowMs();
      for (const { rule } of injector.rules) if (rule.match.mockScope === scope) injector.remove(rule.label, nowMs);
    },
  };
}

const MAX_RECORDED_BYTES = 67_108_864;
