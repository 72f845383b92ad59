import type { Contract } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { HttpRequest } from '../../src/wire/http-message.js';
import type { Answer } from '../../src/mock/answer.js';
import { createLivingMock } from '../../src/mock/living/living-mock.js';
import type { MockOptions } from '../../src/mock/mock-options.js';
import { createMock } from '../../src/mock/mock.js';
import { createMemoryStore } from '../../src/mock/state/memory-store.js';
import type { StateStore } from '../../src/mock/state/state-store.js';
import { textPort } from './text-port.js';

/** What is seen of an answer. */
export interface RememberedAnswer {
  readonly status: number;
  /** Parsed; `undefined` when there is none. */
  readonly json: unknown;
  readonly text: string;
  readonly header: (name: string) => string | undefined;
  readonly answer: Answer;
}

export interface RememberedCall {
  readonly headers?: readonly string[];
  /** Sent as JSON, unless `headers` say otherwise. */
  readonly body?: unknown;
}

/** A mock that remembers, as a function from a call to what is seen of its answer. */
export type RememberingMock = (method: string, target: string, call?: RememberedCall) => Promise<RememberedAnswer>;

export interface RememberingOptions {
  readonly store?: StateStore;
  readonly seed?: string;
  readonly options?: Partial<MockOptions>;
  readonly nowMs?: () => number;
}

/**
 * A mock that remembers.
 *
 * @param contract - the contract, or its text
 */
export async function rememberingMock(contract: Contract | string, given: RememberingOptions = {}): Promise<RememberingMock> {
  const { store = createMemoryStore(), seed = 'test', options = {}, nowMs = () => NOW_MS } = given;
  const read = typeof contract === 'string' ? await readContract('openapi.yaml', textPort({ 'openapi.yaml': contract })) : contract;
  const living = createLivingMock({ mock: createMock(read, options), seed, nowMs, life: { state: store } });
  return async (method, target, { headers = [], body } = {}) => {
    const hasType = headers.some((name) => name.toLowerCase() === 'content-type');
    const request: HttpRequest = {
      method,
      target,
      headers: [...(body === undefined || hasType ? [] : ['content-type', 'application/json']), ...headers],
      body: body === undefined ? undefined : new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)),
    };
    return shown(await living.answer(living.scoped(request)));
  };
}

function shown(answer: Answer): RememberedAnswer {
  const { status, headers, body } = answer.response;
  const text = body === undefined ? '' : typeof body === 'string' ? body : new TextDecoder().decode(body);
  return {
    status,
    text,
    get json() {
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    },
    header: (name) => {
      const index = headers.findIndex((candidate, position) => position % 2 === 0 && candidate.toLowerCase() === name);
      return index === -1 ? undefined : headers[index + 1];
    },
    answer,
  };
}

/** 2023-11-14T22:13:20Z. */
export const NOW_MS = 1_700_000_000_000;
