import type { JsonValue } from '../base/json.js';
import type { Contract, Operation } from '../contract/contract.js';
import type { Secrets } from '../journal/secrets.js';
import { secretNamesOfContract } from '../mock/secret-names.js';
import type { Pair } from '../workspace/workspace.js';
import type { Authenticator } from './auth/authenticator.js';
import { createAuthenticator } from './auth/authenticator.js';
import { basePathFor, pathOfUrl } from './base-path.js';
import type { CalledStep } from './case-runner.js';
import type { Suggest } from './slot.js';
import type { CheckSettings } from './check-settings.js';
import { settingsFromPair } from './check-settings.js';
import type { ChosenOperations } from './choose-operations.js';
import { chooseOperations } from './choose-operations.js';
import type { FindingCollector } from './collect-findings.js';
import { createFindingCollector } from './collect-findings.js';
import type { LetIn } from './let-in.js';
import { createLetIn } from './let-in.js';
import { dictionarySuggest } from './dictionary.js';
import type { CoverageTally } from './coverage-tally.js';
import { createCoverageTally } from './coverage-tally.js';
import type { FindingContext } from './finding-from-failure.js';
import type { FreshKeys } from './fresh-key.js';
import { createFreshKeys } from './fresh-key.js';
import type { HookContext, Hooks } from './hooks/hooks.js';
import { jsonAt } from './json-at.js';
import type { Origins } from './origins.js';
import { createOrigins } from './origins.js';
import type { Pace } from './pace.js';
import type { CheckPorts, ProviderSession } from './ports.js';
import type { Wiring } from './request/wire-case.js';
import type { Caller } from './send-request.js';
import type { TestingChoices, TestingOptions } from './testing-options.js';
import { testingOptions } from './testing-options.js';
import type { ValuePool } from './value-pool.js';
import { createValuePool } from './value-pool.js';

/** What is tested. */
export interface PairTestingInput {
  readonly pair: Pair;
  /** Of the pair's provider. */
  readonly contract: Contract;
  /** Of the other systems that the pair asks for tokens, by name. */
  readonly loginContracts?: ReadonlyMap<string, Contract> | undefined;
  readonly options?: TestingChoices | undefined;
  /** Functions of the user's own. */
  readonly hooks?: Hooks | undefined;
  readonly signal: AbortSignal;
}

/** What is known while a pair is tested: what it began with, and what it has learned so far. */
export interface PairRun {
  readonly input: PairTestingInput;
  readonly options: TestingOptions;
  readonly ports: CheckPorts;
  readonly session: ProviderSession;
  readonly settings: CheckSettings;
  readonly chosen: ChosenOperations;
  readonly context: FindingContext;
  readonly caller: Caller;
  readonly hookContext: HookContext;
  readonly wiring: Wiring;
  readonly authenticator: Authenticator;
  readonly suggest: Suggest;
  readonly freshKeys: FreshKeys;
  readonly pace: Pace;
  readonly pool: ValuePool;
  readonly collector: FindingCollector;
  readonly coverage: CoverageTally;
  /** The last 2xx answer of each operation to a case that keeps the contract. */
  readonly answers: Map<string, CalledStep>;
  /** Where what was sent came from. */
  readonly origins: Origins;
  readonly letIn: LetIn;
  readonly learned: Learned;
}

/** What changes as answers come in. */
export interface Learned {
  requestCount: number;
  /** Why the provider will answer nothing more; `undefined` while it does. */
  ending: string | undefined;
  isMock: boolean;
  /** Connections refused one after the other. */
  refusalCount: number;
  /** By operation: cases in a row that nobody answered. */
  readonly silences: Map<string, number>;
}

/**
 * The state of a run that has not sent anything yet.
 *
 * @param input - what is tested
 * @param ports - the world
 * @param session - of the provider, already answering
 */
export function createPairRun(input: PairTestingInput, ports: CheckPorts, session: ProviderSession): PairRun {
  const { pair, contract, signal } = input;
  const names = { consumer: pair.consumer, provider: pair.provider };
  const options = testingOptions(input.options ?? {});
  const { baseUrl } = session;
  const { send, nowMs, nextId } = ports;
  const basePath = basePathFor(contract, baseUrl);
  const pool = createValuePool();
  const dictionary = dictionarySuggest(pair);
  const answers = new Map<string, CalledStep>();
  const caller = { ...names, baseUrl, signal, send, nowMs, nextId };
  const secretNames = secretNamesOfContract(contract);
  const authenticator = createAuthenticator({
    pair,
    contract,
    contracts: input.loginContracts ?? new Map(),
    caller,
    session,
    onExchange: (exchange) => {
      learned.requestCount += 1;
      ports.onExchange?.(exchange, secrets, undefined);
    },
  });
  // Asked anew each time: a token that is fetched later is a secret too.
  const secrets: Secrets = {
    names: secretNames,
    get values() {
      return authenticator.secretValues();
    },
  };
  const learned: Learned = {
    requestCount: 0,
    ending: undefined,
    isMock: session.kind === 'mock',
    refusalCount: 0,
    silences: new Map(),
  };
  return {
    input,
    options,
    ports,
    session,
    settings: settingsFromPair(pair, options.checkLevels),
    chosen: chooseOperations(contract, pair, options.filters),
    context: { pair: names, baseUrl, secrets },
    caller,
    hookContext: { ...names, baseUrl, signal },
    wiring: {
      contract,
      basePath,
      urlPath: pathOfUrl(baseUrl),
      headers: pair.headers,
      captured: (_key, capture): JsonValue | undefined => jsonAt(answers.get(capture.operation)?.exchange.response?.body, capture.pointer),
      credential: (request, testCase) => authenticator.apply(request, { operation: testCase.operation, contract }, testCase.credentials),
    },
    authenticator,
    freshKeys: createFreshKeys(pair, `${options.seed} ${nowMs()}`),
    suggest: (slot) => [...pool.valuesFor(slot), ...dictionary(slot)],
    pace: ports.paceOf(pair.provider),
    pool,
    collector: createFindingCollector(),
    coverage: createCoverageTally(),
    answers,
    origins: createOrigins(),
    letIn: createLetIn(),
    learned,
  };
}

/**
 * The operation of an id among those that the run tests.
 *
 * @param run - of a pair
 * @param id - of an operation
 */
export function operationOf({ chosen }: PairRun, id: string): Operation | undefined {
  return chosen.operations.find((operation) => operation.id === id);
}
