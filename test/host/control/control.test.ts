import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/base/errors.js';
import { createInjector } from '../../../src/fault/create-injector.js';
import type { FaultRule } from '../../../src/fault/fault-rule.js';
import { createControl } from '../../../src/host/control/control.js';
import { recordedControlJournal } from '../../../src/host/control/recorded-control-journal.js';
import { createRenewableRecorder } from '../../../src/host/renewable-recorder.js';
import { runJournalFromLines } from '../../../src/journal/run-journal-lines.js';
import { exchangeWith } from '../../support/exchange-arbitrary.js';

const LOCAL = ['host', '127.0.0.1:4010', 'content-type', 'application/json'];

function desk() {
  const injector = createInjector({ seed: '1', provider: 'shop' });
  const clock = { nowMs: () => 1_000, sleep: async () => undefined };
  const assertFit = (rules: readonly FaultRule[]): void => {
    if (rules.some(({ fault }) => fault.kind.group === 'tls'))
      throw new InputError({ code: 'E_FAULT_INVALID', args: { problem: 'no TLS' } });
  };
  const recorded = createRenewableRecorder(1_000_000);
  const journal = recordedControlJournal({ recorded, clock, secretNames: new Set() });
  const faults = { injector, assertFit };
  const system = { name: 'shop', contract: undefined, clock, faults, scopes: undefined, state: undefined, journal };
  const control = createControl({ systems: () => [system], own: 'shop' });
  const call = async (method: string, target: string, body?: unknown, headers: readonly string[] = LOCAL, from = '127.0.0.1') => {
    const bytes = body === undefined ? undefined : new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
    const response = await control({ method, target: `/_mortise/api/${target}`, headers, body: bytes }, from);
    if ('follow' in response) throw new Error('it goes on');
    return { ...response, json: () => JSON.parse(String(response.body)) as Record<string, unknown> };
  };
  return { injector, call, recorder: recorded.recorder };
}

describe('the control API', () => {
  it('replaces, adds, shows and removes faults', async () => {
    const { injector, call } = desk();
    expect((await call('PUT', 'faults', [{ fault: 'status', status: 503 }])).status).toBe(200);
    expect((await call('POST', 'faults', { fault: 'stall', label: 'a.b' })).status).toBe(201);
    expect((await call('GET', 'faults')).json()).toEqual({
      faults: [
        { fault: 'status', status: 503, label: 'status', setAtMs: 1_000, appliedCount: 0 },
        { fault: 'stall', label: 'a.b', setAtMs: 1_000, appliedCount: 0 },
      ],
    });
    expect((await call('GET', 'faults/a%2Eb')).json()).toMatchObject({ fault: 'stall' });
    expect((await call('DELETE', 'faults/a%2Eb')).status).toBe(204);
    expect((await call('DELETE', 'faults/a%2Eb')).status).toBe(404);
    expect((await call('DELETE', 'faults')).status).toBe(204);
    expect(injector.isIdle).toBe(true);
  });

  it('sets the named state that rules wait for', async () => {
    const { injector, call } = desk();
    await call('PUT', 'faults', [{ fault: 'down', while: 'dark' }]);
    expect(injector.connectionsAreRefused(1_000)).toBeUndefined();
    expect((await call('PUT', 'fault-state', { state: 'dark' })).status).toBe(204);
    expect(injector.connectionsAreRefused(1_000)).toEqual({ label: 'down' });
    expect((await call('PUT', 'fault-state', { state: null })).status).toBe(204);
    expect(injector.connectionsAreRefused(1_000)).toBeUndefined();
    expect((await call('PUT', 'fault-state', { state: 7 })).status).toBe(422);
  });

  it('gives the journal as lines, and clears it', async () => {
    const { call, recorder } = desk();
    recorder.append(exchangeWith());
    const lines = await call('GET', 'journal', undefined, [...LOCAL, 'accept', 'application/jsonl']);
    expect(runJournalFromLines(String(lines.body)).exchanges).toHaveLength(1);
    expect((await call('DELETE', 'journal')).status).toBe(204);
    expect((await call('GET', 'journal')).json()).toEqual({ entries: [], lostCount: 0 });
  });

  it.each([
    ['a rule that is none', 'PUT', 'faults', [{ fault: 'statos' }], 422, { pointer: '/0/fault', error: 'E_FAULT_INVALID' }],
    ['a setting that is wrong', 'POST', 'faults', { fault: 'status', status: 'x' }, 422, { pointer: '/status' }],
    ['a rule that cannot hold here', 'PUT', 'faults', [{ fault: 'noop' }, { fault: 'certificate' }], 422, { error: 'E_FAULT_INVALID' }],
    ['what is no JSON', 'PUT', 'faults', '{', 422, { pointer: '' }],
    ['another method', 'POST', 'journal', {}, 405, {}],
    ['another path', 'GET', 'nothing', undefined, 404, {}],
    ['a deeper path', 'GET', 'faults/a/b', undefined, 404, {}],
  ])('refuses %s as a problem, and changes nothing', async (_what, method, target, body, status, members) => {
    const { injector, call } = desk();
    const seen = await call(method, target, body);
    expect(seen.status).toBe(status);
    expect(seen.headers).toContain('application/problem+json');
    expect(seen.json()).toMatchObject(members);
    expect(injector.isIdle).toBe(true);
  });

  it('takes no orders from another machine', async () => {
    const { injector, call } = desk();
    expect((await call('PUT', 'faults', [{ fault: 'down' }], LOCAL, '192.0.2.7')).status).toBe(403);
    expect(injector.isIdle).toBe(true);
    expect((await call('GET', 'faults', undefined, LOCAL, '::ffff:127.0.0.1')).status).toBe(200);
  });

  it.each([
    ['a name that was made to lead here', ['host', 'evil.example', 'content-type', 'application/json'], 403],
    ['a page of another origin', [...LOCAL, 'origin', 'http://evil.example'], 403],
    ['a request that needs no preflight', ['host', 'localhost', 'content-type', 'text/plain'], 415],
  ])('takes no orders by %s', async (_what, headers, status) => {
    const { injector, call } = desk();
    expect((await call('PUT', 'faults', [{ fault: 'down' }], headers)).status).toBe(status);
    expect(injector.isIdle).toBe(true);
  });
});
