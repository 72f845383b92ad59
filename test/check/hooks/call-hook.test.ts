import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/base/errors.js';
import { callAfterCall, callAroundAll, passesFilter, requestFromHook } from '../../../src/check/hooks/call-hook.js';
import type { CallContext, Hooks } from '../../../src/check/hooks/hooks.js';
import type { CaseCredentials, TestCase } from '../../../src/check/test-case.js';
import type { Exchange } from '../../../src/journal/exchange.js';
import { textFromError } from '../../../src/report/wording/error-wording.js';
import type { HttpRequest } from '../../../src/wire/http-message.js';

const REQUEST: HttpRequest = { method: 'GET', target: '/a', headers: ['accept', '*/*'], body: undefined };

describe('hooks', () => {
  it('change nothing where there are none', async () => {
    for (const hooks of [undefined, {}]) {
      await callAroundAll(hooks, 'beforeAll', contextWith('pair'));
      expect(await requestFromHook(hooks, REQUEST, contextWith('pair'))).toBe(REQUEST);
      await callAfterCall(hooks, {} as Exchange, contextWith('pair'));
      expect(await passesFilter(hooks, contextWith('pair').testCase, contextWith('pair'))).toBe(true);
    }
  });

  it('sign a request, at once or later, or leave it as it is', async () => {
    const signed = { ...REQUEST, headers: [...REQUEST.headers, 'x-signature', 's'] };
    expect(await requestFromHook({ beforeCall: () => signed }, REQUEST, contextWith('pair'))).toEqual(signed);
    expect(await requestFromHook({ beforeCall: async () => signed }, REQUEST, contextWith('pair'))).toEqual(signed);
    expect(await requestFromHook({ beforeCall: () => undefined }, REQUEST, contextWith('pair'))).toBe(REQUEST);
    // What only looks need not say that it changes nothing.
    const seen: string[] = [];
    const looking: Hooks = { beforeCall: ({ target }) => void seen.push(target) };
    expect(await requestFromHook(looking, REQUEST, contextWith('pair'))).toBe(REQUEST);
    expect(seen).toEqual(['/a']);
  });

  it('sign no request that is to be refused for want of credentials', async () => {
    const hooks: Hooks = { beforeCall: (request) => ({ ...request, headers: ['authorization', 'good'] }) };
    for (const credentials of ['none', 'wrong', 'other-scheme'] as const) {
      expect(await requestFromHook(hooks, REQUEST, contextWith(credentials))).toBe(REQUEST);
    }
  });

  it('leave cases out', async () => {
    const { testCase } = contextWith('pair');
    const hooks: Hooks = { filterCase: async ({ name }) => name !== 'case 1' };
    expect(await passesFilter(hooks, testCase, contextWith('pair'))).toBe(false);
    expect(await passesFilter(hooks, { ...testCase, name: 'case 2' }, contextWith('pair'))).toBe(true);
  });

  it.each<[what: string, hooks: unknown, problem: RegExp]>([
    [
      'throws',
      {
        beforeCall: () => {
          throw new Error('no key');
        },
      },
      /beforeCall: it threw: no key$/,
    ],
    ['is rejected', { beforeCall: async () => Promise.reject(new Error('no key')) }, /beforeCall: it threw: no key$/],
    ['throws what is no error', { beforeCall: () => Promise.reject('gone') }, /beforeCall: it threw: gone$/],
    ['gives a text', { beforeCall: () => 'x' }, /beforeCall: it gave a value of type string where a request is wanted/],
    ['gives null', { beforeCall: () => null }, /it gave null where a request is wanted/],
    ['gives a request without a method', { beforeCall: () => ({ ...REQUEST, method: undefined }) }, /no "method"/],
    ['gives a whole URL', { beforeCall: () => ({ ...REQUEST, target: 'http://a/b' }) }, /a "target" that begins with "\/"/],
    ['gives headers as an object', { beforeCall: () => ({ ...REQUEST, headers: { a: 'b' } }) }, /names and values in turn/],
    ['gives an odd list of headers', { beforeCall: () => ({ ...REQUEST, headers: ['a'] }) }, /names and values in turn/],
    ['gives a text for a body', { beforeCall: () => ({ ...REQUEST, body: 'text' }) }, /must be bytes/],
  ])('end the run with a clear error when one %s', async (_what, hooks, problem) => {
    const error = await requestFromHook(hooks as Hooks, REQUEST, contextWith('pair')).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).code).toBe('E_HOOKS_INVALID');
    expect((error as InputError).args['problem']).toMatch(problem);
    expect(textFromError(error as InputError)).toContain('the hooks cannot be used: ');
  });

  it('end the run when a filter forgets to answer, and when others throw', async () => {
    const { testCase } = contextWith('pair');
    const silent = { filterCase: () => undefined } as unknown as Hooks;
    await expect(passesFilter(silent, testCase, contextWith('pair'))).rejects.toThrow(InputError);
    const throwing: Hooks = {
      beforeAll: () => {
        throw new Error('x');
      },
      afterCall: () => Promise.reject(new Error('y')),
    };
    await expect(callAroundAll(throwing, 'beforeAll', contextWith('pair'))).rejects.toMatchObject({ args: { hook: 'beforeAll' } });
    await expect(callAfterCall(throwing, {} as Exchange, contextWith('pair'))).rejects.toMatchObject({ args: { hook: 'afterCall' } });
  });
});

function contextWith(credentials: CaseCredentials): CallContext {
  const testCase = { name: 'case 1', credentials } as TestCase;
  return { consumer: 'a', provider: 'b', baseUrl: 'http://b', signal: new AbortController().signal, testCase };
}
