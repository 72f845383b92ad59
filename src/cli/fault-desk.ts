import { parseDocument } from '../contract/document.js';
import { createInjector } from '../fault/create-injector.js';
import { assertRulesFit, type FaultedServers } from '../fault/assert-rules-fit.js';
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

/** Faults before some servers, what they recorded, and what controls them. */
export interface FaultDesk {
  readonly recorder: RunRecorder;
  /** The injector before a provider, its rules in force from now on. */
  injectorFor(provider: string): FaultInjector;
  /** A provider's injector, for the control API. */
  controlledFaults(injector: FaultInjector): ControlledFaults;
  /** All that was recorded, for the control API. @param isFollowed - nobody else tells a page of calls as they come */
  journalOf(isFollowed?: boolean): ControlledJournal;
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
    journalOf: (isFollowed) => recordedControlJournal({ recorded, clock: machineClock, secretNames: options.secretNames, isFollowed }),
  };
}

const MAX_RECORDED_BYTES = 67_108_864;
