import type { Contract, Operation } from '../../../src/contract/contract.js';
import type { RequestContext } from '../../../src/check/request/request-context.js';
import type { WiredCase, Wiring } from '../../../src/check/request/wire-case.js';
import { wireCase } from '../../../src/check/request/wire-case.js';
import { isAboutPart } from '../../../src/check/request/wire-case.js';
import type { TestCase } from '../../../src/check/test-case.js';
import type { Mock } from '../../../src/mock/mock.js';
import { createMock } from '../../../src/mock/mock.js';
import { DEFAULT_RULES, parseRules } from '../../../src/mock/rules.js';
import { pairFromJson } from '../../../src/workspace/pair-from-json.js';
import type { Pair } from '../../../src/workspace/workspace.js';

/** A pair that says nothing. */
export function pairOf(fields: Partial<Pair> = {}): Pair {
  return { ...pairFromJson({ consumer: 'web', provider: 'api' }, ''), ...fields };
}

export function contextOf(contract: Contract, fields: Partial<RequestContext> = {}): RequestContext {
  return { contract, pair: pairOf(), suggest: () => [], basePath: '', ...fields };
}

/** Wiring without credentials: nobody asks for them here. */
export function wiringOf(context: RequestContext, fields: Partial<Wiring> = {}): Wiring {
  const { contract, basePath, pair } = context;
  return { contract, basePath, headers: pair.headers, captured: () => undefined, credential: (request) => request, ...fields };
}

const parsed = parseRules('security=off,response=off');
const RULES = parsed.kind === 'rules' ? parsed.rules : DEFAULT_RULES;

/** A reader of requests that shares nothing with the gate but the contract: the mock, which answers 4xx to what breaks it. */
export function serverOf(contract: Contract): Mock {
  return createMock(contract, { rules: RULES });
}

/** What the law has against a case; `undefined` when it holds. */
export function faultOf(testCase: TestCase, context: RequestContext, mock: Mock): string | undefined {
  const wired: WiredCase = wireCase(testCase, wiringOf(context));
  const label = `${testCase.operation.id} (${testCase.name})`;
  if (wired.kind === 'withheld') return `${label} withheld: ${wired.reason}`;
  const { request, problems } = wired;
  const answer = mock.answer(request, { seed: 'law', callIndex: () => 0 });
  const found = answer.problems.filter(({ on, kind }) => on === 'request' && kind !== 'security');
  switch (testCase.intent.kind) {
    case 'undeclared-method':
      return answer.response.status === 405 ? undefined : `${label} was answered ${answer.response.status}`;
    case 'invalid': {
      const { breach } = testCase.intent;
      const elsewhere = problems.find((problem) => !isAboutPart(problem, breach));
      if (elsewhere !== undefined) return `${label} breaks ${elsewhere.message} as well`;
      if (!problems.some(({ code }) => code === breach.keyword))
        return `${label} does not break ${breach.keyword} at ${breach.location.join(' ')}`;
      return found.length > 0 ? undefined : `${label} was let in: ${request.target}`;
    }
    default:
      if (problems.length > 0) return `${label} breaks ${problems[0]?.message}`;
      return found.length === 0 ? undefined : `${label} was refused: ${found[0]?.message}`;
  }
}

/** What tells two cases apart. */
export function shownCase(testCase: TestCase): string {
  const { intent, parameters, body, headers, credentials, override, name } = testCase;
  return JSON.stringify([name, intent, [...parameters], body?.mediaType.name, body?.value, headers, credentials, override]);
}

export function operationsOf(contract: Contract, count: number): readonly Operation[] {
  const step = Math.max(1, Math.floor(contract.operations.length / count));
  return contract.operations
    .filter((_, index) => index % step === 0)
    .slice(0, count)
    .map((entry) => entry.read())
    .filter((operation) => operation.unusable === undefined);
}
