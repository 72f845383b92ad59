import { InputError } from '../../base/errors.js';
import type { Exchange } from '../../journal/exchange.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { TestCase } from '../test-case.js';
import type { CallContext, HookContext, Hooks } from './hooks.js';

/**
 * Calls `beforeAll` or `afterAll`, where there is one.
 *
 * @param hooks - of the user
 * @param name - which
 * @param context - where
 * @throws InputError `E_HOOKS_INVALID` when it throws
 */
export async function callAroundAll(hooks: Hooks | undefined, name: 'beforeAll' | 'afterAll', context: HookContext): Promise<void> {
  const hook = hooks?.[name];
  if (hook !== undefined) await guarded(name, () => hook(context));
}

/**
 * The request that is sent: what `beforeCall` gives, else the one it was given.
 *
 * @param hooks - of the user
 * @param request - as it would be sent
 * @param context - for which case
 * @throws InputError `E_HOOKS_INVALID` when it throws, or gives what is no request
 */
export async function requestFromHook(hooks: Hooks | undefined, request: HttpRequest, context: CallContext): Promise<HttpRequest> {
  const hook = hooks?.beforeCall;
  if (hook === undefined || context.testCase.credentials !== 'pair') return request;
  const given: unknown = await guarded('beforeCall', () => hook(request, context));
  if (given === undefined) return request;
  const problem = problemOfRequest(given);
  if (problem !== undefined) throw hookError('beforeCall', problem);
  return given as HttpRequest;
}

/**
 * Calls `afterCall`, where there is one.
 *
 * @param hooks - of the user
 * @param exchange - what was sent and answered
 * @param context - for which case
 * @throws InputError `E_HOOKS_INVALID` when it throws
 */
export async function callAfterCall(hooks: Hooks | undefined, exchange: Exchange, context: CallContext): Promise<void> {
  const hook = hooks?.afterCall;
  if (hook !== undefined) await guarded('afterCall', () => hook(exchange, context));
}

/**
 * Whether `filterCase` lets a case through; without one all pass.
 *
 * @param hooks - of the user
 * @param testCase - that would be sent
 * @param context - where
 * @throws InputError `E_HOOKS_INVALID` when it throws, or answers neither yes nor no
 */
export async function passesFilter(hooks: Hooks | undefined, testCase: TestCase, context: HookContext): Promise<boolean> {
  const hook = hooks?.filterCase;
  if (hook === undefined) return true;
  const answer: unknown = await guarded('filterCase', () => hook(testCase, context));
  // A forgotten `return` would leave every case out, and a run that tests nothing looks well.
  if (typeof answer !== 'boolean') throw hookError('filterCase', `it gave ${nameOf(answer)} where true or false is wanted`);
  return answer;
}

async function guarded<Result>(name: keyof Hooks, call: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (cause) {
    throw hookError(name, `it threw: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

function hookError(hook: keyof Hooks, reason: string, cause?: unknown): InputError {
  return new InputError({ code: 'E_HOOKS_INVALID', args: { hook, problem: `${hook}: ${reason}` }, cause });
}

function problemOfRequest(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null) return `it gave ${nameOf(given)} where a request is wanted`;
  const { method, target, headers, body } = given as Partial<Record<keyof HttpRequest, unknown>>;
  if (typeof method !== 'string' || method === '') return 'its request has no "method"';
  if (typeof target !== 'string' || !target.startsWith('/')) return 'its request needs a "target" that begins with "/"';
  if (!isHeaderPairs(headers)) return "the \"headers\" of its request must be names and values in turn: ['x-signature', '…']";
  if (body !== undefined && !(body instanceof Uint8Array)) return 'the "body" of its request must be bytes (a Uint8Array), or undefined';
  return undefined;
}

function isHeaderPairs(headers: unknown): boolean {
  return Array.isArray(headers) && headers.length % 2 === 0 && headers.every((part) => typeof part === 'string');
}

function nameOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  return value === null ? 'null' : `a value of type ${typeof value}`;
}
