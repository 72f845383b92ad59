import type { Channel, EventOperation } from '../contract/channel.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import type { Contract, OperationEntry } from '../contract/contract.js';
import type { FaultRule } from '../fault/fault-rule.js';
import type { Expectations } from '../policy/expectations.js';
import type { RecoveryPolicy } from '../policy/policy.js';
import type { Schema } from '../schema/schema.js';
import type { Action } from './arazzo/action.js';
import type { Criterion } from './arazzo/criterion.js';
import type { Parameter } from './arazzo/parameter.js';
import type { RequestBody } from './arazzo/request-body.js';
import type { Load } from './arazzo/x-load.js';
import type { Mutant } from './arazzo/x-mutants.js';

/** One end-to-end run as it is planned: an Arazzo document with all that it refers to. */
export interface Scenario {
  /** Of its file, without what comes after the first dot. */
  readonly name: string;
  /** As the user gave it. */
  readonly file: string;
  readonly text: string;
  readonly title: string;
  /** By key: the id, and for those of other documents `<source>.<id>`. */
  readonly workflows: ReadonlyMap<string, Workflow>;
  /** Keys of those that are run, in an order that `dependsOn` allows. The others are called by these. */
  readonly roots: readonly string[];
  /** The contracts of the systems that steps call, by the name of the system. */
  readonly contracts: ReadonlyMap<string, Contract>;
  /** Of the document: in force from the first workflow to the last. */
  readonly faults: readonly ScenarioFault[];
  readonly recovery: readonly ScenarioRecovery[];
  readonly mutants: readonly Mutant[];
  readonly fleet: { readonly system: string; readonly count: number } | undefined;
  /** How long is waited after the last step; `undefined`: as the expectations need it. */
  readonly settleMs: number | undefined;
}

export interface Workflow {
  readonly key: string;
  readonly workflowId: string;
  readonly file: string;
  readonly pointer: string;
  readonly summary: string | undefined;
  readonly inputs: Schema | undefined;
  /** Keys. */
  readonly dependsOn: readonly string[];
  /** In an order that `dependsOn` allows. */
  readonly steps: readonly Step[];
  readonly outputs: ReadonlyMap<string, JsonValue>;
  readonly faults: readonly ScenarioFault[];
  readonly load: Load | undefined;
  /** What expressions call the workflows of its document: keys by id. */
  readonly neighbours: ReadonlyMap<string, string>;
  readonly self: string | undefined;
  readonly sources: ReadonlyMap<string, JsonObject>;
}

export interface Step {
  readonly pointer: string;
  readonly stepId: string;
  readonly target: StepTarget;
  /** Steps of the same workflow, or of others by `<key>/<stepId>`. */
  readonly dependsOn: readonly string[];
  /** Steps of the same workflow that have ended before: those it depends on, and those whose outputs it speaks of. */
  readonly waitsFor: readonly string[];
  /** With those of the workflow. */
  readonly parameters: readonly Parameter[];
  readonly requestBody: RequestBody | undefined;
  readonly successCriteria: readonly Criterion[];
  /** With those of the workflow; a `workflowId` is a key. */
  readonly onSuccess: readonly Action[];
  readonly onFailure: readonly Action[];
  readonly outputs: ReadonlyMap<string, JsonValue>;
  readonly timeoutMs: number | undefined;
  /** Of the message that is received, as written. */
  readonly correlationId: JsonValue | undefined;
  /** What orders and partitions the message that is sent, as written. */
  readonly key: JsonValue | undefined;
  readonly waitMs: number;
}

export type StepTarget =
  | {
      readonly kind: 'operation';
      readonly system: string;
      readonly contract: Contract;
      readonly entry: OperationEntry;
      /** `''` or a prefix without a trailing slash. */
      readonly basePath: string;
    }
  | { readonly kind: 'workflow'; readonly key: string }
  | EventTarget
  /** It leads nowhere, and is noted: a scenario that has one is never run. */
  | { readonly kind: 'nowhere'; readonly text: string };

/** A message is sent or received by the scenario itself, in the place of a system that has no part in it. */
export interface EventTarget {
  readonly kind: 'event';
  /** Whose contract it is. */
  readonly system: string;
  readonly contract: Contract;
  readonly channel: Channel;
  /** `undefined` when the step names a channel for which the contract has none. */
  readonly operation: EventOperation | undefined;
  /** What the step does. */
  readonly action: 'send' | 'receive';
}

/** A fault and when it is switched. */
export interface ScenarioFault {
  readonly pointer: string;
  readonly rule: FaultRule;
  /** The links it stands on. */
  readonly links: readonly ScenarioLink[];
  /** Ids of steps. */
  readonly after: string | undefined;
  readonly until: string | undefined;
}

export interface ScenarioLink {
  readonly consumer: string;
  readonly provider: string;
}

/** What is judged of one link. */
export interface ScenarioRecovery extends ScenarioLink {
  readonly pointer: string;
  readonly policy: RecoveryPolicy;
  readonly expectations: Expectations;
  readonly isOneAtATime: boolean;
}
