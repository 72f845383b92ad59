import { settingsFromPair } from '../../../src/check/check-settings.js';
import type { Called, CalledStep, CaseRunner } from '../../../src/check/case-runner.js';
import { chooseOperations } from '../../../src/check/choose-operations.js';
import type { Judgement } from '../../../src/check/finding-from-failure.js';
import { wireCase } from '../../../src/check/request/wire-case.js';
import { runSequences, statefulStarts } from '../../../src/check/stateful/run-sequences.js';
import type { TestCase } from '../../../src/check/test-case.js';
import { createValuePool } from '../../../src/check/value-pool.js';
import type { Contract } from '../../../src/contract/contract.js';
import { readContract } from '../../../src/contract/read-contract.js';
import type { Exchange } from '../../../src/journal/exchange.js';
import type { HttpRequest, HttpResponse } from '../../../src/wire/http-message.js';
import { pairFromJson } from '../../../src/workspace/pair-from-json.js';
import type { Pair } from '../../../src/workspace/workspace.js';
import { exchangeWith } from '../../support/exchange-arbitrary.js';
import { textPort } from '../../support/text-port.js';

/** A provider without a socket: what it keeps is its own. */
export type MemoryProvider = (request: HttpRequest, nowMs: number) => HttpResponse;

export interface MemoryRun {
  readonly judgements: readonly Judgement[];
  /** Of each judgement, the calls that show it. */
  readonly shownBy: readonly (readonly CalledStep[])[];
  readonly requests: readonly string[];
}

export interface MemoryOptions {
  readonly seed?: string;
  readonly caseCount?: number;
  readonly isMock?: boolean;
  /** What stands before every target that the provider sees. */
  readonly urlPath?: string;
  readonly pair?: Partial<Pair>;
}

export const PAIR: Pair = pairFromJson({ consumer: 'web', provider: 'shop' }, '');

/**
 * All sequences of a contract against a provider in memory, as an engine would run them.
 *
 * @param document - the text of the contract
 * @param provider - new for this run
 */
export async function runInMemory(document: string, provider: MemoryProvider, options: MemoryOptions = {}): Promise<MemoryRun> {
  const { runner, run } = await memoryLane(document, provider, options);
  for (const start of statefulStarts(runner.contract, runner.operations)) await runSequences(runner, start);
  return run;
}

/**
 * A runner against a provider in memory, and what it is told.
 *
 * @param document - the text of the contract
 * @param provider - new for this run
 */
export async function memoryLane(
  document: string,
  provider: MemoryProvider,
  options: MemoryOptions = {},
): Promise<{ readonly runner: CaseRunner; readonly run: MemoryRun }> {
  return laneOf(await readContract('shop.yaml', textPort({ 'shop.yaml': document })), provider, options);
}

/**
 * A runner against a provider in memory, and what it is told.
 *
 * @param contract - read already
 * @param provider - new for this run
 */
export function laneOf(
  contract: Contract,
  provider: MemoryProvider,
  options: MemoryOptions = {},
): { readonly runner: CaseRunner; readonly run: MemoryRun } {
  const run = { judgements: [], shownBy: [], requests: [] };
  return { runner: memoryRunner(contract, provider, { options, ...run }), run };
}

interface Notes {
  readonly options: MemoryOptions;
  readonly judgements: Judgement[];
  readonly shownBy: (readonly CalledStep[])[];
  readonly requests: string[];
}

function memoryRunner(contract: Contract, provider: MemoryProvider, { options, judgements, shownBy, requests }: Notes): CaseRunner {
  const pair: Pair = { ...PAIR, ...options.pair };
  const { operations } = chooseOperations(contract, pair);
  const pool = createValuePool();
  const { urlPath = '' } = options;
  let nowMs = 1_000;
  const call = async (testCase: TestCase, earlier: readonly Exchange[] = []): Promise<Called> => {
    const wiring = {
      contract,
      basePath: '',
      urlPath,
      headers: {},
      captured: () => undefined,
      credential: (request: HttpRequest) => request,
    };
    const wired = wireCase(testCase, wiring, earlier);
    if (wired.kind === 'withheld') return wired;
    nowMs += 1;
    requests.push(`${wired.request.method} ${wired.request.target}`);
    const response = provider({ ...wired.request, target: `${urlPath}${wired.request.target}` }, nowMs);
    const exchange = exchangeWith({ id: String(nowMs), operation: testCase.operation.id, request: wired.request, response });
    if (response.status < 300 && testCase.intent.kind === 'valid') pool.learn(testCase.operation, exchange);
    return { kind: 'exchange', testCase, exchange, requestProblems: wired.problems };
  };
  const keyOf = ({ code, operation, args }: Judgement): string => `${code} ${operation} ${String(args['location'])}`;
  return {
    contract,
    pair,
    operations,
    seed: options.seed ?? 'seed',
    caseCount: options.caseCount ?? 50,
    settings: settingsFromPair(pair),
    pool,
    signal: new AbortController().signal,
    baseUrl: `http://shop.example${urlPath}`,
    pause: async (durationMs) => {
      nowMs += durationMs;
    },
    isMock: () => options.isMock ?? false,
    call,
    test: (testCase, tested) => call(testCase, tested?.earlier),
    isKnown: (judgement) => judgements.some((known) => keyOf(known) === keyOf(judgement)),
    report: (judgement, steps) => {
      if (judgements.some((known) => keyOf(known) === keyOf(judgement))) return;
      judgements.push(judgement);
      shownBy.push(steps);
    },
  };
}
