import type { JsonObject } from '../base/json.js';
import type { Exchange, ExchangeOutcome } from '../journal/exchange.js';
import type { MessageProblem } from '../wire/judge-message.js';
import type { ResponseProblem } from '../wire/judge-response.js';

/** What came of a scenario. Instants are of the world's clock. */
export interface ScenarioRun {
  readonly scenario: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** In the order in which they ended; those that were called by others are below the steps that called them. */
  readonly workflows: readonly WorkflowRun[];
  /** Links of planned faults that this world has not: the consumer never calls the provider in it. */
  readonly missingLinks: readonly string[];
}

export interface WorkflowRun {
  readonly key: string;
  /** Of a load, from 1; `undefined` when it was run once. */
  readonly user: number | undefined;
  readonly outcome: 'succeeded' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  readonly failure: StepFailure | undefined;
  /** In the order in which they ended; a step that was tried again is there again. */
  readonly steps: readonly StepRun[];
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

export interface StepRun {
  /** Of its workflow. */
  readonly workflow: string;
  readonly stepId: string;
  /** Where it stands in its document. */
  readonly pointer: string;
  /** How often it was tried by then, from 1. */
  readonly attempt: number;
  readonly outcome: 'passed' | 'failed';
  readonly failure: StepFailure | undefined;
  /** Of a call, or of a message: whose contract it is, and the operation or channel. */
  readonly system: string | undefined;
  readonly operation: string | undefined;
  readonly exchangeId: string | undefined;
  readonly status: number | undefined;
  /** Kept where it is evidence: the step failed, or the answer breaks the contract. */
  readonly exchange: Exchange | undefined;
  /** What the contract has against the answer. */
  readonly problems: readonly ResponseProblem[];
  /** What the contract has against the message that was received. */
  readonly messageProblems: readonly MessageProblem[];
  /** What the contract has against the request, or the message that was sent. */
  readonly requestProblems: readonly string[];
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

/** Why a step, and with it a workflow, failed. */
export type StepFailure =
  | { readonly kind: 'criterion'; readonly condition: string; readonly seen: string | undefined }
  /** There are no criteria, and the status is none of success. */
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'no-answer'; readonly outcome: ExchangeOutcome }
  | { readonly kind: 'unsendable'; readonly reason: string }
  /** The broker did not take it, or was away. */
  | { readonly kind: 'unsent'; readonly isRefused: boolean }
  /** None came that the step waits for. */
  | { readonly kind: 'no-message'; readonly waitedMs: number; readonly correlationId: string | undefined }
  /** A workflow that it called, or waits for, failed. */
  | { readonly kind: 'workflow'; readonly key: string }
  | { readonly kind: 'dependency'; readonly step: string }
  | { readonly kind: 'inputs'; readonly problem: string }
  | { readonly kind: 'endless'; readonly count: number };
