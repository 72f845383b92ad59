import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../src/mock/state/memory-store.js';
import { sharedStores } from '../../support/shared-stores.js';
import { CALLBACK, SHOP, sharingTokenMock, type TokenMock } from '../../support/token-mock.js';

const SEED = 7;

async function replicas(onCommit?: () => Promise<void>): Promise<readonly [TokenMock, TokenMock]> {
  const nextStore = sharedStores(onCommit);
  return [await sharingTokenMock(SHOP, nextStore()), await sharingTokenMock(SHOP, nextStore())];
}

const codeForm = (code: string): Readonly<Record<string, string>> => ({
  grant_type: 'authorization_code',
  client_id: 'app',
  redirect_uri: CALLBACK,
  code,
});

describe('mocks that share what they remember', () => {
  it('are one issuer: whichever is asked, a code and a refresh token work once, and what is revoked is revoked everywhere', async () => {
    const which = fc.constantFrom(0, 1);
    await fc.assert(
      fc.asyncProperty(fc.tuple(which, which, which, which, which), async ([login, exchange, refresh, revoke, look]) => {
        const mocks = await replicas();
        const code = await mocks[login === 0 ? 0 : 1].code();
        const first = await mocks[exchange === 0 ? 0 : 1].token(codeForm(code));
        expect(first).toMatchObject({ status: 200 });
        for (const mock of mocks) {
          expect((await mock.ask({ target: '/_mortise/oidc/userinfo', bearer: String(first.json['access_token']) })).status).toBe(200);
        }
        const refreshed = { grant_type: 'refresh_token', client_id: 'app', refresh_token: String(first.json['refresh_token']) };
        const second = await mocks[refresh === 0 ? 0 : 1].token(refreshed);
        expect(second.status).toBe(200);
        const token = String(second.json['access_token']);
        await mocks[revoke === 0 ? 0 : 1].ask({ target: '/_mortise/oidc/revoke', form: { token } });
        const shown = await mocks[look === 0 ? 0 : 1].ask({ target: '/_mortise/oidc/introspect', form: { token } });
        expect(shown.json).toEqual({ active: false });
        // What is shown twice ends what came of it, at both.
        expect((await mocks[look === 0 ? 0 : 1].token(refreshed)).status).toBe(400);
        for (const mock of mocks) {
          expect((await mock.ask({ target: '/me', bearer: String(first.json['access_token']) })).status).toBe(401);
        }
      }),
      { seed: SEED, numRuns: 12 },
    );
  });

  it('sign with one key, also when both are asked for it first at the same time', async () => {
    const mocks = await replicas();
    const published = await Promise.all(mocks.map((mock) => mock.ask({ target: '/_mortise/oidc/jwks' })));
    expect(published[0]?.body).toBe(published[1]?.body);
    expect(published[0]?.json['keys']).toHaveLength(1);
    expect(published[0]?.body).not.toContain('"d"');
  });

  it('let one of two in who show the same code at the same moment, and then take it back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), async (one, other) => {
        const mocks = await replicas();
        const code = await mocks[0].code();
        const both = await Promise.all([
          later(one, () => mocks[0].token(codeForm(code))),
          later(other, () => mocks[1].token(codeForm(code))),
        ]);
        const statuses = both.map(({ status }) => status).toSorted((left, right) => left - right);
        expect(statuses).toEqual([200, 400]);
        const taken = String(both.find(({ status }) => status === 200)?.json['access_token']);
        for (const mock of mocks) expect((await mock.ask({ target: '/me', bearer: taken })).status).toBe(401);
      }),
      { seed: SEED, numRuns: 15 },
    );
  });

  it('never give out the same text, though they draw from one seed', async () => {
    const mocks = await replicas();
    const codes = await Promise.all(Array.from({ length: 12 }, (_, index) => mocks[index % 2 === 0 ? 0 : 1].code()));
    expect(new Set(codes).size).toBe(12);
    for (const [index, code] of codes.entries()) expect((await mocks[index % 2 === 0 ? 1 : 0].token(codeForm(code))).status).toBe(200);
  });

  it('know a browser that logged in at the other one until it logs out', async () => {
    const mocks = await replicas();
    const query = new URLSearchParams({ client_id: 'app', redirect_uri: CALLBACK, response_type: 'code', scope: 'openid' });
    const login = await mocks[0].ask({ target: `/_mortise/oidc/authorize?${query}&login_hint=admin` });
    const headers = ['cookie', (login.header('set-cookie') ?? '').split(';')[0] ?? '', 'accept', 'text/html'];
    const again = await mocks[1].ask({ target: `/_mortise/oidc/authorize?${query}&prompt=none`, headers });
    const code = new URL(again.header('location') ?? '').searchParams.get('code') ?? '';
    const { json } = await mocks[0].token(codeForm(code));
    const { json: user } = await mocks[1].ask({ target: '/_mortise/oidc/userinfo', bearer: String(json['access_token']) });
    expect(user['sub']).toBe('admin-1');
    await mocks[1].ask({ target: '/_mortise/oidc/logout', headers });
    const late = await mocks[0].ask({ target: `/_mortise/oidc/authorize?${query}&prompt=none`, headers });
    expect(late.header('location')).toContain('error=login_required');
  });

  it('keep nothing of a step that could not be kept, and take the next one', async () => {
    let isBroken = false;
    const mocks = await replicas(async () => {
      if (isBroken) throw new Error('the store is away');
    });
    const code = await mocks[0].code();
    isBroken = true;
    await expect(mocks[0].token(codeForm(code))).rejects.toThrow('the store is away');
    isBroken = false;
    expect((await mocks[1].token(codeForm(code))).status).toBe(200);
    expect((await mocks[0].token(codeForm(await mocks[0].code()))).status).toBe(200);
  });
});

describe('a mock that is started anew on what it remembered', () => {
  it('knows its tokens, codes and key, and gives out new ones', async () => {
    const store = createMemoryStore();
    const before = await sharingTokenMock(SHOP, store);
    const [code, other] = [await before.code(), await before.code()];
    const { json } = await before.token(codeForm(code));
    const after = await sharingTokenMock(SHOP, store);
    expect((await after.ask({ target: '/_mortise/oidc/jwks' })).body).toBe((await before.ask({ target: '/_mortise/oidc/jwks' })).body);
    expect((await after.ask({ target: '/me', bearer: String(json['access_token']) })).status).toBe(200);
    expect((await after.token(codeForm(other))).status).toBe(200);
    expect((await after.token(codeForm(code))).json['error']).toBe('invalid_grant');
    expect([code, other]).not.toContain(await after.code());
  });

  it('forgets what stands for a user who is no more', async () => {
    const store = createMemoryStore();
    const users = (...names: readonly string[]) => ({ users: names.map((sub) => ({ sub })) });
    const before = await sharingTokenMock(SHOP, store, users('ann', 'bob'));
    const code = await before.code({ login_hint: 'ann' });
    const login = await before.token(codeForm(await before.code({ login_hint: 'ann' })));
    const after = await sharingTokenMock(SHOP, store, users('bob'));
    expect((await after.token(codeForm(code))).json['error']).toBe('invalid_grant');
    const refreshed = await after.token({
      grant_type: 'refresh_token',
      client_id: 'app',
      refresh_token: String(login.json['refresh_token']),
    });
    expect(refreshed.json['error']).toBe('invalid_grant');
  });
});

/** Begins so many turns later. */
async function later<Result>(turnCount: number, act: () => Promise<Result>): Promise<Result> {
  for (let turn = 0; turn < turnCount; turn += 1) await undefined;
  return act();
}
