import { readContract } from '../../src/contract/read-contract.js';
import type { Answer } from '../../src/mock/answer.js';
import { createCallCounter } from '../../src/mock/call-counter.js';
import { createMock } from '../../src/mock/mock.js';
import type { MockOptions } from '../../src/mock/mock-options.js';
import { textPort } from './text-port.js';

export interface Call {
  /** `GET` when absent. */
  readonly method?: string;
  readonly target: string;
  readonly headers?: readonly string[];
  readonly body?: string | Uint8Array;
}

/** An answer with its body as text and its headers to ask. */
export interface ShownAnswer {
  readonly status: number;
  readonly body: string;
  readonly json: unknown;
  readonly header: (name: string) => string | undefined;
  readonly answer: Answer;
}

/**
 * The mock of a document given as text, as a function from a call to what is seen of its answer.
 *
 * @param text - OpenAPI in YAML or JSON
 */
export async function mockFromText(text: string, options: Partial<MockOptions> = {}, seed = 'test'): Promise<(call: Call) => ShownAnswer> {
  const mock = createMock(await readContract('openapi.yaml', textPort({ 'openapi.yaml': text })), options);
  const context = { seed, callIndex: createCallCounter() };
  return ({ method = 'GET', target, headers = [], body }) => {
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    return shown(mock.answer({ method, target, headers, body: bytes }, context));
  };
}

function shown(answer: Answer): ShownAnswer {
  const { status, headers, body } = answer.response;
  const text = body === undefined ? '' : typeof body === 'string' ? body : new TextDecoder().decode(body);
  return {
    status,
    body: text,
    get json() {
      return JSON.parse(text) as unknown;
    },
    header: (name) => {
      const index = headers.findIndex((candidate, position) => position % 2 === 0 && candidate.toLowerCase() === name);
      return index === -1 ? undefined : headers[index + 1];
    },
    answer,
  };
}
