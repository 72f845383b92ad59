import type { JsonValue } from '../base/json.js';
import type { Contract } from '../contract/contract.js';
import type { Finding } from '../finding/finding.js';
import type { Exchange } from '../journal/exchange.js';
import type { Secrets } from '../journal/secrets.js';
import { secretNamesOfContract } from '../mock/secret-names.js';
import type { Pair } from '../workspace/workspace.js';
import { basePathFor } from './base-path.js';
import type { FindingCollector } from './collect-findings.js';
import { createFindingCollector } from './collect-findings.js';
import type { Credential } from './credentials.js';
import type { FindingContext, Judgement } from './finding-from-failure.js';
import { findingFromJudgement } from './finding-from-failure.js';
import { jsonAt, secretsOfAuth } from './login.js';
import type { PlannedRequest } from './plan-examples.js';
import type { ProviderHost, ProviderSession, Send } from './ports.js';
import type { Caller, Wiring } from './send-planned.js';

export interface RunPairInput {
  readonly pair: Pair;
  /** Of the pair's provider. */
  readonly contract: Contract;
  /** Of the system that the pair's `auth` asks for a token. */
  readonly loginContract?: Contract | undefined;
  readonly signal: AbortSignal;
}

/** The world of a run. */
export interface CheckPorts {
  readonly send: Send;
  readonly nowMs: () => number;
  /** An id that no exchange of the record has yet. */
  readonly nextId: () => string;
  readonly providers: ProviderHost;
  /** Told of every call as it ends; what must not be shown is said beside it. */
  readonly onExchange?: ((exchange: Exchange, secrets: Secrets) => void) | undefined;
  /** Told of the first finding of each cause. */
  readonly onFinding?: ((finding: Finding) => void) | undefined;
}

/** What is known while a pair is tested: what it began with, and what it has learned so far. */
export interface PairRun {
  readonly input: RunPairInput;
  readonly ports: CheckPorts;
  readonly session: ProviderSession;
  readonly context: FindingContext;
  readonly caller: Caller;
  readonly basePath: string;
  readonly collector: FindingCollector;
  /** The last 2xx answer of each operation. */
  readonly answers: Map<string, Exchange>;
  /** Ids of operations that were called. */
  readonly tested: Set<string>;
  /** Ids of operations whose examples the contract refuses and that were called with made values instead. */
  readonly regenerated: Set<string>;
  readonly learned: { credential: Credential | undefined; requestCount: number; providerIsGone: boolean };
  /** Keeps a text out of everything that is shown or written from now on. */
  readonly keepSecret: (value: string) => void;
}

/**
 * The state of a run that has not sent anything yet.
 *
 * @param session - of the provider, already answering
 */
export function createPairRun(input: RunPairInput, ports: CheckPorts, session: ProviderSession): PairRun {
  const { pair, contract, signal } = input;
  const names = { consumer: pair.consumer, provider: pair.provider };
  const values: string[] = [...secretsOfAuth(pair.auth)];
  const secrets: Secrets = { names: secretNamesOfContract(contract), values };
  const { send, nowMs, nextId } = ports;
  return {
    input,
    ports,
    session,
    context: { pair: names, baseUrl: session.baseUrl, secrets },
    caller: { ...names, baseUrl: session.baseUrl, signal, send, nowMs, nextId },
    basePath: basePathFor(contract, session.baseUrl),
    collector: createFindingCollector(),
    answers: new Map(),
    tested: new Set(),
    regenerated: new Set(),
    learned: { credential: undefined, requestCount: 0, providerIsGone: false },
    keepSecret: (value) => void values.push(value),
  };
}

/**
 * Keeps a finding, and tells it when its cause is new.
 *
 * @param judgement - what is wrong
 * @param exchange - where it was seen, if anything was sent
 */
export function report(run: PairRun, judgement: Judgement, exchange?: Exchange): void {
  const finding = findingFromJudgement(judgement, exchange, run.context);
  if (run.collector.add(finding)) run.ports.onFinding?.(finding);
}

/**
 * What turns a planned request of this run into bytes.
 *
 * @param planned - whose captured values are taken from earlier answers
 */
export function wiringFor(run: PairRun, planned: PlannedRequest): Wiring {
  const { pair, contract } = run.input;
  const captured = (key: string): JsonValue | undefined => {
    const capture = planned.captures.get(key);
    return capture === undefined ? undefined : jsonAt(run.answers.get(capture.operation)?.response?.body, capture.pointer);
  };
  return { contract, basePath: run.basePath, credential: run.learned.credential, headers: pair.headers, captured };
}
