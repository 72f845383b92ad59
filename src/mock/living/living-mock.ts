import type { Contract } from '../../contract/contract.js';
import type { HttpRequest, HttpResponse } from '../../wire/http-message.js';
import type { RequestProblem } from '../../wire/request-problem.js';
import { SCOPE_HEADER } from '../../wire/scope-header.js';
import type { Answer } from '../answer.js';
import type { Mock } from '../mock.js';
import { createCurrentOperationFinder } from '../operation-finder.js';
import { createOverrideBook } from '../override/override-book.js';
import { responseFromProblem } from '../problem.js';
import { createChangeFeeds } from '../stream/change-feed.js';
import type { StateStore } from '../state/state-store.js';
import { toldChanges } from '../state/told-changes.js';
import type { CredentialVerifier, Issuer } from '../tokens/issuer.js';
import type { MockScope } from './mock-scope.js';
import { createMockScope } from './mock-scope.js';
import type { MockScopes } from './mock-scopes.js';
import { isScopeName } from './scope-name.js';
import type { ScopedRequest } from './scoped-request.js';
import { scopedRequest } from './scoped-request.js';

/** A mock that remembers, takes orders and lets people in: what several calls have to do with each other. */
export interface LivingMock {
  readonly contract: Contract;
  /** The request, and the scope that it is of: always the common one where scopes are not kept apart. */
  scoped(request: HttpRequest): ScopedRequest;
  /**
   * @param scoped - as `scoped` gives it
   * @returns a promise only where something has to be waited for
   */
  answer(scoped: ScopedRequest): Answer | Promise<Answer>;
}

export interface LivingMockParts {
  readonly mock: Mock;
  /** What varied values are drawn from. */
  readonly seed: string;
  /** `undefined` where nobody tells the time: then no answer depends on it. */
  readonly nowMs: (() => number) | undefined;
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
  const common = life.scopes?.scope('') ?? createMockScope('', parts.seed);
  const feeds = createChangeFeeds(life.state?.follow);
  const isPlain = life.state === undefined && life.issuer === undefined && life.verifier === undefined;

  const operationOf = life.verifier === undefined && life.issuer === undefined ? () => undefined : createCurrentOperationFinder(mock);

  const answerIn = (scope: MockScope, request: HttpRequest): Answer | Promise<Answer> => {
    const operation = life.verifier === undefined ? undefined : operationOf(request);
    const verified = operation === undefined ? undefined : life.verifier?.verify(operation, request);
    const refreshed = life.state?.refresh(scope.name);
    if (verified === undefined && refreshed === undefined) return answerNow(scope, request, undefined);
    return Promise.all([verified, refreshed]).then(([problems]) => answerNow(scope, request, problems));
  };

  const answerNow = (scope: MockScope, request: HttpRequest, credentialProblems: Problems): Answer | Promise<Answer> => {
    const state = life.state?.view(scope.name);
    const { name, seed, callIndex, overrides } = scope;
    const feed = state === undefined ? undefined : feeds.of(name);
    const context = { seed, callIndex, nowMs: parts.nowMs?.(), overrides, state, changes: feed, credentialProblems };
    const answer = echoed(mock.answer(request, context), name);
    const { changes } = answer;
    if (state === undefined || life.state === undefined || changes === undefined || changes.length === 0) return answer;
    const told = feeds.isHeard(name) ? toldChanges(state, changes) : [];
    const kept = life.state.commit(name, changes, state.changeCount);
    const tell = (): Answer => {
      feeds.tell(name, told);
      return answer;
    };
    if (kept === true) return tell();
    // An order that was taken is not taken a second time, though it is answered anew.
    const again = { ...scope, overrides: createOverrideBook() };
    return Promise.resolve(kept).then(async (isKept) => {
      if (isKept) return tell();
      const { delayMs } = answer;
      return delayMs === undefined ? answerIn(again, request) : { ...(await answerIn(again, request)), delayMs };
    });
  };

  /** Who has logged out and is told so finds it done. */
  const whenEnded = (scope: MockScope, request: HttpRequest, given: Answer | Promise<Answer>): Answer | Promise<Answer> => {
    const { issuer } = life;
    if (issuer === undefined) return given;
    if (given instanceof Promise) return given.then((one) => whenEnded(scope, request, one));
    return issuer.ended(request, scope.name, given)?.then(() => given) ?? given;
  };

  const answer = ({ request, scope: name, prefix }: ScopedRequest): Answer | Promise<Answer> => {
    if (name !== '' && !isScopeName(name)) return NO_SCOPE;
    const scope = name === '' || life.scopes === undefined ? common : life.scopes.scope(name);
    // Nearly all mocks have nothing to remember: they answer in one step, and nothing is made for it.
    if (isPlain) return echoed(mock.answer(request, scope), scope.name);
    // What a test has ordered is the mock's to answer, at the issuer's addresses as well.
    const isOrdered = life.issuer !== undefined && scope.overrides?.fits(request, operationOf) === true;
    const issued = isOrdered ? undefined : life.issuer?.answer(request, scope.name, prefix);
    if (issued === undefined) return whenEnded(scope, request, answerIn(scope, request));
    return issued.then((one) => echoed({ ...one, reason: { by: 'issuer', status: one.response.status } }, scope.name));
  };

  const scoped = (request: HttpRequest): ScopedRequest =>
    life.scopes === undefined ? { scope: '', request, prefix: '' } : scopedRequest(request);

  return {
    get contract() {
      return mock.contract;
    },
    scoped,
    answer,
  };
}

type Problems = readonly RequestProblem[] | undefined;

/** Says in the answer which scope it is of. */
function echoed(answer: Answer, scope: string): Answer {
  if (scope === '') return answer;
  const { response } = answer;
  return { ...answer, response: { ...response, headers: [...response.headers, SCOPE_HEADER, scope] } };
}

const NO_SCOPE_RESPONSE: HttpResponse = responseFromProblem({
  code: 'SCOPE_INVALID',
  status: 400,
  detail: 'The name of a scope has 1 to 100 letters, digits and ".", "_", "-".',
});
const NO_SCOPE: Answer = {
  response: NO_SCOPE_RESPONSE,
  operation: undefined,
  problems: [],
  reason: { by: 'problem', status: 400, problem: 'SCOPE_INVALID' },
};
