import type { Operation } from '../../contract/contract.js';
import type { TestCase } from '../test-case.js';
import type { BaseRequest } from './base-request.js';
import { requestCase } from './coverage-case.js';
import type { Draft } from './draft.js';
import type { RequestContext } from './request-context.js';

/**
 * The path of an operation asked by methods that it does not have. The first operation of a path that the pair uses asks for all of them.
 *
 * @param base - of the operation
 * @param context - whose contract has the other operations of the path
 * @see RFC 9110 §15.5.6
 */
export function* undeclaredMethodCases(base: BaseRequest, context: RequestContext): Iterable<TestCase> {
  const { operation } = base.plan.frame;
  if (!isFirstOfPath(operation, context)) return;
  const path: Draft = new Map([...base.required].filter(([{ part }]) => part.kind === 'parameter' && part.parameter.in === 'path'));
  for (const method of METHODS) {
    yield requestCase(base, path, {
      name: `${method}, which its path does not have`,
      intent: { kind: 'undeclared-method' },
      override: { method },
    });
  }
}

function isFirstOfPath({ id, path }: Operation, { contract, pair }: RequestContext): boolean {
  const first = contract.operations.find((entry) => entry.path === path && (pair.uses === undefined || pair.uses.includes(entry.id)));
  return first?.id === id;
}

/** The mildest first; what every server has of its own (HEAD, OPTIONS) and what opens tunnels or echoes (CONNECT, TRACE) is left alone. */
const METHODS: readonly string[] = ['GET', 'PATCH', 'PUT', 'POST', 'DELETE'];
