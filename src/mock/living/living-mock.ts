import type { Contract } from '../../contract/contract.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { RequestProblem } from '../../wire/request-problem.js';
import type { Answer } from '../answer.js';
import { createCallCounter } from '../call-counter.js';
import type { Mock } from '../mock.js';
import { createCurrentOperationFinder } from '../operation-finder.js';
import type { StateStore } from '../state/state-store.js';
import type { CredentialVerifier, Issuer } from '../tokens/issuer.js';
import type { MockScope, MockScopes } from './mock-scope.js';
import { type ScopedRequest, scopedRequest } from './scoped-request.js';

/** A mock that remembers, takes orders and lets people in: what several calls have to do with each other. */
export interface LivingMock {
  readonly contract: Contract;
  /** @returns a promise only where something has to be waited for */
  answer(request: HttpRequest): LivingAnswer | Promise<LivingAnswer>;
}

export interface LivingAnswer extends Answer {
  /** Of the request, where scopes are kept apart. */
  readonly scope?: string | undefined;
}

export interface LivingMockParts {
  readonly mock: Mock;
  /** What varied values are drawn from. */
  readonly seed: string;
  readonly nowMs: () => number;
  /** What goes on around the mock. */
  readonly life?: MockLife | undefined;
}

/** What a mock has that its contract does not say; each absent where nobody asked for it. */
export interface MockLife {
  readonly scopes?: MockScopes | undefined;
  readonly state?: StateStore | undefined;
  readonly issuer?: Issuer | undefined;
  readonly verifier?: CredentialVerifier | undefined;
}

/**
 * Puts a mock into its life. A request goes through scope, issuer, verification, state and the mock, and what it changes is kept before its answer is given.
 *
 * @param parts - the mock, and what goes on around it
 */
export function createLivingMock(parts: LivingMockParts): LivingMock {
  const { mock, life = {} } = parts;
  const plain: MockScope = { name: '', seed: parts.seed, callIndex: createCallCounter(), overrides: undefined };

  const operationOf = life.verifier === undefined ? () => undefined : createCurrentOperationFinder(mock);

  const answerIn = (scope: MockScope, request: HttpRequest): LivingAnswer | Promise<LivingAnswer> => {
    const operation = operationOf(request);
    const verified = operation === undefined ? undefined : life.verifier?.verify(operation, request);
    const refreshed = life.state?.refresh(scope.name);
    if (verified === undefined && refreshed === undefined) return answerNow(scope, request, undefined);
    return Promise.all([verified, refreshed]).then(([problems]) => answerNow(scope, request, problems));
  };

  const answerNow = (scope: MockScope, request: HttpRequest, credentialProblems: Problems): LivingAnswer | Promise<LivingAnswer> => {
    const state = life.state?.view(scope.name);
    const { name, seed, callIndex, overrides } = scope;
    const answer = {
      ...mock.answer(request, { seed, callIndex, nowMs: parts.nowMs(), overrides, state, credentialProblems }),
      scope: name,
    };
    const { changes } = answer;
    if (state === undefined || life.state === undefined || changes === undefined || changes.length === 0) return answer;
    const kept = life.state.commit(name, changes, state.changeCount);
    if (kept === true) return answer;
    return Promise.resolve(kept).then((isKept) => (isKept ? answer : answerIn(scope, request)));
  };

  const answer = (incoming: HttpRequest): LivingAnswer | Promise<LivingAnswer> => {
    if (parts.life === undefined) return mock.answer(incoming, plain);
    const { scope: name, request, prefix } = life.scopes === undefined ? unscoped(incoming) : scopedRequest(incoming);
    const issued = life.issuer?.answer(request, name, prefix);
    if (issued !== undefined) return issued.then((answer) => ({ ...answer, scope: name }));
    return answerIn(life.scopes?.scope(name) ?? plain, request);
  };

  return {
    get contract() {
      return mock.contract;
    },
    answer,
  };
}

function unscoped(request: HttpRequest): ScopedRequest {
  return { scope: '', request, prefix: '' };
}

type Problems = readonly RequestProblem[] | undefined;
