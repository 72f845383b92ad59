import type { Contract } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { CheckSettings } from '../../src/check/check-settings.js';
import type { CheckFailure } from '../../src/check/exchange-check.js';
import type { JudgeInput } from '../../src/check/judge-exchange.js';
import { judgeExchange } from '../../src/check/judge-exchange.js';
import type { Intent, TestCase } from '../../src/check/test-case.js';
import type { RequestProblem } from '../../src/wire/judge-request.js';
import { operationOf } from './operation-of.js';
import { textPort } from './text-port.js';

/** What a test says of an exchange; the rest is an answered, valid, made request without a body. */
export interface Told extends Partial<Pick<JudgeInput, 'isMock' | 'isFresh' | 'hasAccepted' | 'maxResponseTimeMs' | 'secretValues'>> {
  readonly operation: string;
  readonly status: number;
  readonly headers?: readonly string[] | undefined;
  readonly body?: string | undefined;
  readonly durationMs?: number | undefined;
  readonly intent?: Intent | undefined;
  readonly requestProblems?: readonly RequestProblem[] | undefined;
  readonly testCase?: Partial<TestCase> | undefined;
  /** Of the request, where it is not the operation's own. */
  readonly request?: { readonly method?: string; readonly target?: string; readonly headers?: readonly string[]; readonly body?: string };
}

/** One failure, in short. */
export interface Said {
  readonly code: string;
  readonly severity: string;
  readonly failure: CheckFailure;
}

/**
 * What the checks say of exchanges under a contract given as text.
 *
 * @param text - OpenAPI in YAML
 */
export async function judgeOf(text: string): Promise<(told: Told, settings?: CheckSettings) => readonly Said[]> {
  const contract = await readContract('openapi.yaml', textPort({ 'openapi.yaml': text }));
  return (told, settings) =>
    judgeExchange(inputFrom(told, contract), settings).map(({ check, failure }) => ({
      code: check.code.replace('check/', ''),
      severity: failure.severity,
      failure,
    }));
}

/** The same in a form to compare: `status-declared error`. */
export function shortly(said: readonly Said[]): readonly string[] {
  return said.map(({ code, severity }) => `${code} ${severity}`);
}

/** A request that breaks one clause, as its intent and as what the contract has against it. */
export function broken(
  location: readonly string[],
  keyword = 'maximum',
  kind: RequestProblem['kind'] = 'parameter',
): { readonly intent: Intent; readonly requestProblems: readonly RequestProblem[] } {
  const place = { file: 'openapi.yaml', pointer: '/clause' };
  return {
    intent: { kind: 'invalid', breach: { keyword, location, place } },
    requestProblems: [{ kind, location, code: keyword, message: `${location.join(' ')} breaks ${keyword}` }],
  };
}

function inputFrom(told: Told, contract: Contract): JudgeInput {
  const operation = operationOf(contract, told.operation);
  const { status, headers = [], body, request = {}, durationMs = 1 } = told;
  const testCase: TestCase = {
    operation,
    phase: 'coverage',
    name: 'case',
    intent: told.intent ?? { kind: 'valid' },
    parameters: new Map(),
    body: undefined,
    captures: new Map(),
    headers: {},
    credentials: 'pair',
    override: undefined,
    expectedStatus: undefined,
    origin: 'made',
    exercises: [],
    ...told.testCase,
  };
  return {
    contract,
    operation,
    testCase,
    requestProblems: told.requestProblems ?? [],
    isMock: told.isMock ?? false,
    isFresh: told.isFresh ?? true,
    hasAccepted: told.hasAccepted ?? false,
    maxResponseTimeMs: told.maxResponseTimeMs,
    secretValues: told.secretValues ?? [],
    exchange: {
      id: '1',
      side: 'egress',
      consumer: 'client',
      provider: 'shop',
      operation: operation.id,
      connectionId: '',
      receivedFirstAtMs: 1_000,
      receivedLastAtMs: 1_000,
      respondedFirstAtMs: 1_000 + durationMs,
      respondedLastAtMs: 1_000 + durationMs,
      request: {
        method: request.method ?? operation.method,
        target: request.target ?? operation.path,
        headers: request.headers ?? [],
        body: request.body,
      },
      response: { status, headers, body },
      fault: undefined,
      problems: [],
      outcome: 'answered',
    },
  };
}
