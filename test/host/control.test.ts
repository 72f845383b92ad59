import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.js';
import { createInjector } from '../../src/fault/create-injector.js';
import { createControl } from '../../src/host/control.js';

const LOCAL = ['host', '127.0.0.1:4010', 'content-type', 'application/json'];

function desk() {
  const injector = createInjector({ seed: '1', provider: 'shop' });
  let clearCount = 0;
  const clock = { nowMs: () => 1_000, sleep: async () => undefined };
  const control = createControl({
    injector,
    clock,
    assertFit: (rules) => {
      if (rules.some(({ fault }) => fault.kind.group === 'tls'))
        throw new InputError({ code: 'E_FAULT_INVALID', args: { problem: 'no TLS' } });
    },
    journalLines: () => ['{"type":"run"}', '{"type":"exchange"}'],
    clearJournal: () => {
      clearCount += 1;
    },
  });
  const call = (method: string, target: string, body?: unknown, headers: readonly string[] = LOCAL, from = '127.0.0.1') => {
    const bytes = body === undefined ? undefined : new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
    const response = control({ method, target: `/_mortise/${target}`, headers, body: bytes }, from);
    return { ...response, json: () => JSON.parse(String(response.body)) as Record<string, unknown> };
  };
  return { injector, call, cleared: () => clearCount };
}

describe('the control API', () => {
  it('replaces, adds, shows and removes faults', () => {
    const { injector, call } = desk();
    expect(call('PUT', 'faults', [{ fault: 'status', status: 503 }]).status).toBe(200);
    expect(call('POST', 'faults', { fault: 'stall', label: 'a.b' }).status).toBe(201);
    expect(call('GET', 'faults').json()).toEqual({
      faults: [
        { fault: 'status', status: 503, label: 'status', setAtMs: 1_000, appliedCount: 0 },
        { fault: 'stall', label: 'a.b', setAtMs: 1_000, appliedCount: 0 },
      ],
    });
    expect(call('GET', 'faults/a%2Eb').json()).toMatchObject({ fault: 'stall' });
    expect(call('DELETE', 'faults/a%2Eb').status).toBe(204);
    expect(call('DELETE', 'faults/a%2Eb').status).toBe(404);
    expect(call('DELETE', 'faults').status).toBe(204);
    expect(injector.isIdle).toBe(true);
  });

  it('sets the named state that rules wait for', () => {
    const { injector, call } = desk();
    call('PUT', 'faults', [{ fault: 'down', while: 'dark' }]);
    expect(injector.connectionsAreRefused(1_000)).toBeUndefined();
    expect(call('PUT', 'state', { state: 'dark' }).status).toBe(204);
    expect(injector.connectionsAreRefused(1_000)).toEqual({ label: 'down' });
    expect(call('PUT', 'state', { state: null }).status).toBe(204);
    expect(injector.connectionsAreRefused(1_000)).toBeUndefined();
    expect(call('PUT', 'state', { state: 7 }).status).toBe(422);
  });

  it('gives the journal as lines, and clears it', () => {
    const { call, cleared } = desk();
    expect(call('GET', 'journal')).toMatchObject({ status: 200, body: '{"type":"run"}\n{"type":"exchange"}\n' });
    expect(call('DELETE', 'journal').status).toBe(204);
    expect(cleared()).toBe(1);
  });

  it.each([
    ['a rule that is none', 'PUT', 'faults', [{ fault: 'statos' }], 422, { pointer: '/0/fault', error: 'E_FAULT_INVALID' }],
    ['a setting that is wrong', 'POST', 'faults', { fault: 'status', status: 'x' }, 422, { pointer: '/status' }],
    ['a rule that cannot hold here', 'PUT', 'faults', [{ fault: 'noop' }, { fault: 'certificate' }], 422, { error: 'E_FAULT_INVALID' }],
    ['what is no JSON', 'PUT', 'faults', '{', 422, { pointer: '' }],
    ['another method', 'POST', 'journal', {}, 405, {}],
    ['another path', 'GET', 'nothing', undefined, 404, {}],
    ['a deeper path', 'GET', 'faults/a/b', undefined, 404, {}],
  ])('refuses %s as a problem, and changes nothing', (_what, method, target, body, status, members) => {
    const { injector, call } = desk();
    const seen = call(method, target, body);
    expect(seen.status).toBe(status);
    expect(seen.headers).toContain('application/problem+json');
    expect(seen.json()).toMatchObject(members);
    expect(injector.isIdle).toBe(true);
  });

  it('takes no orders from another machine', () => {
    const { injector, call } = desk();
    expect(call('PUT', 'faults', [{ fault: 'down' }], LOCAL, '192.0.2.7').status).toBe(403);
    expect(injector.isIdle).toBe(true);
    expect(call('GET', 'faults', undefined, LOCAL, '::ffff:127.0.0.1').status).toBe(200);
  });

  it.each([
    ['a name that was made to lead here', ['host', 'evil.example', 'content-type', 'application/json'], 403],
    ['a page of another origin', [...LOCAL, 'origin', 'http://evil.example'], 403],
    ['a request that needs no preflight', ['host', 'localhost', 'content-type', 'text/plain'], 415],
  ])('takes no orders by %s', (_what, headers, status) => {
    const { injector, call } = desk();
    expect(call('PUT', 'faults', [{ fault: 'down' }], headers).status).toBe(status);
    expect(injector.isIdle).toBe(true);
  });
});
