import type { Contract } from '../../contract/contract.js';
import type { EventOperation } from '../../contract/channel.js';
import type { Pair } from '../../workspace/workspace.js';
import { secretsOfPair } from '../auth/secrets-of-pair.js';
import type { CheckSettings } from '../check-settings.js';
import { settingsFromPair } from '../check-settings.js';
import type { FindingCollector } from '../collect-findings.js';
import { createFindingCollector } from '../collect-findings.js';
import type { FindingContext } from '../finding-from-failure.js';
import type { CheckPorts } from '../ports.js';
import type { TestingChoices, TestingOptions } from '../testing-options.js';
import { testingOptions } from '../testing-options.js';
import type { Capture } from './capture.js';
import type { EventMember, EventSession } from './event-session.js';
import type { EventTally } from './event-tally.js';
import { createEventTally } from './event-tally.js';
import type { Observer } from './observer.js';
import { startObserver } from './observer.js';
import type { StandIns } from './stand-in.js';
import { createStandIns } from './stand-in.js';

/** Whose events are tested. */
export interface EventTestingInput {
  readonly pair: Pair;
  /** Of events, of the pair's provider. */
  readonly contract: Contract;
  /** Of HTTP, of the systems that triggers call, by name. */
  readonly callContracts?: ReadonlyMap<string, Contract> | undefined;
  readonly options?: TestingChoices | undefined;
  readonly signal: AbortSignal;
}

/** What is known while the events of a pair are tested. */
export interface EventRun {
  readonly input: EventTestingInput;
  readonly options: TestingOptions;
  readonly ports: CheckPorts;
  readonly session: EventSession;
  readonly settings: CheckSettings;
  readonly context: FindingContext;
  readonly collector: FindingCollector;
  readonly tally: EventTally;
  readonly observer: Observer;
  readonly standIns: StandIns;
  /** What senders were heard to send, by their names. */
  readonly captures: Map<string, Promise<Capture>>;
  /** How long a message may take from its cause to its effect. */
  readonly timeoutMs: number;
  readonly learned: EventLearned;
}

/** What changes while a pair is tested. */
export interface EventLearned {
  messageCount: number;
  /** By operation: why nothing more is sent to its receiver. */
  readonly endings: Map<string, string>;
  /** What messages were known by. */
  readonly sentKeys: Set<string>;
  /** By operation: whether its receiver has done anything yet. */
  readonly ready: Set<string>;
}

/**
 * The state of a run that has sent nothing yet; what is sent is heard from now on.
 *
 * @param input - what is tested
 * @param ports - the world
 * @param session - with the programs up
 */
export async function createEventRun(input: EventTestingInput, ports: CheckPorts, session: EventSession): Promise<EventRun> {
  const { pair } = input;
  const options = testingOptions(input.options ?? {});
  return {
    input,
    options,
    ports,
    session,
    settings: settingsFromPair(pair, options.checkLevels),
    context: {
      pair: { consumer: pair.consumer, provider: pair.provider },
      baseUrl: '',
      secrets: { names: new Set(), values: secretsOfPair(pair) },
    },
    collector: createFindingCollector(),
    tally: createEventTally(),
    observer: await startObserver(session, input.contract),
    standIns: createStandIns(),
    captures: new Map(),
    timeoutMs: pair.events?.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    learned: { messageCount: 0, sentKeys: new Set(), endings: new Map(), ready: new Set() },
  };
}

/**
 * Who sends the messages of an operation: its contract is the provider's.
 *
 * @param operation - of the contract
 * @param pair - whose contract it is
 */
export function senderOf({ action }: EventOperation, pair: Pick<Pair, 'consumer' | 'provider'>): string {
  return action === 'send' ? pair.provider : pair.consumer;
}

/**
 * Who receives the messages of an operation.
 *
 * @param operation - of the contract
 * @param pair - whose contract it is
 */
export function receiverOf({ action }: EventOperation, pair: Pick<Pair, 'consumer' | 'provider'>): string {
  return action === 'send' ? pair.consumer : pair.provider;
}

/**
 * The system that shows the effects of an operation, and the receiver itself.
 *
 * @param run - of a pair
 * @param operation - of its contract
 */
export function receiversOf(
  run: EventRun,
  operation: EventOperation,
): { readonly receiver: EventMember | undefined; readonly shower: EventMember | undefined } {
  const { pair } = run.input;
  const receiver = run.session.member(receiverOf(operation, pair));
  const named = pair.events?.effects?.system;
  return { receiver, shower: named === undefined ? receiver : run.session.member(named) };
}

/**
 * What of a message reaches the receiver of an operation.
 *
 * @param run - of a pair
 * @param operation - of its contract
 */
export function carriedTo(run: EventRun, operation: EventOperation): { readonly hasHeaders: boolean } {
  const carries = receiversOf(run, operation).receiver?.carries ?? run.session.broker.guarantees;
  return { hasHeaders: carries.headers };
}

const DEFAULT_TIMEOUT_MS = 2_000;
