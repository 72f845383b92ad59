import { describe, expect, it } from 'vitest';
import type { FaultText } from '../../../src/fault/fault-rule.js';
import type { Exchange } from '../../../src/journal/exchange.js';
import type { RunJournal } from '../../../src/journal/run-journal.js';
import { ask, openShop } from '../../support/simulated-shop.js';

/** What a program saw of one call: `200 {"id":"a"}`, or how it failed, and where. */
async function seenBy(
  faults: readonly FaultText[],
  init: RequestInit = {},
  patienceMs?: number,
): Promise<{ readonly seen: string; readonly journal: RunJournal; readonly last: Exchange | undefined }> {
  let seen = 'nothing';
  const world = await openShop({
    faults,
    consumer: ({ fetch, env, clock }) => ({
      handle: async () => {
        const signal = patienceMs === undefined ? undefined : abortedAfter(clock, patienceMs);
        seen = await outcomeOf(() => fetch(`${env['MORTISE_URL_STOCK']}/items/a`, signal === undefined ? init : { ...init, signal }));
        return new Response(seen);
      },
    }),
  });
  await world.send('shop', ask('/'), 1_000_000);
  await world.close();
  const journal = world.journal();
  return { seen, journal, last: journal.exchanges.findLast(({ side }) => side === 'egress') };
}

function abortedAfter(clock: { setTimeout: (callback: () => void, delayMs: number) => unknown }, delayMs: number): AbortSignal {
  const controller = new AbortController();
  clock.setTimeout(() => controller.abort(new Error('enough')), delayMs);
  return controller.signal;
}

async function outcomeOf(call: () => Promise<Response>): Promise<string> {
  let response: Response;
  try {
    response = await call();
  } catch (error) {
    return `call: ${textOf(error)}`;
  }
  try {
    return `${response.status} ${await response.text()}`;
  } catch (error) {
    return `body: ${textOf(error)}`;
  }
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const reason = cause instanceof Error ? ` < ${cause.name} ${(cause as { code?: string }).code ?? ''}` : '';
  return `${error.name} ${error.message}${reason}`;
}

describe('fetch in a simulated world', () => {
  it('answers as the provider does', async () => {
    const { seen, journal, last } = await seenBy([]);
    expect(seen).toBe('200 {"id":"a","count":3}');
    expect(last).toMatchObject({ outcome: 'answered', operation: 'getItem', consumer: 'shop', provider: 'stock', fault: undefined });
    expect(journal.exchanges.map(({ side }) => side)).toEqual(['ingress', 'egress']);
  });

  it('is not touched by a fault that does nothing', async () => {
    const plain = await seenBy([]);
    const { seen, journal } = await seenBy([{ fault: 'noop' }]);
    expect(seen).toBe(plain.seen);
    expect(journal.exchanges).toEqual(plain.journal.exchanges);
  });

  it.each<readonly [FaultText, string, Partial<Exchange>]>([
    [{ fault: 'status', status: 503 }, '503 ', { outcome: 'answered' }],
    [{ fault: 'outage', mode: 'refuse' }, 'call: TypeError fetch failed < Error ECONNREFUSED', { outcome: 'refused' }],
    [{ fault: 'outage', mode: 'reset' }, 'call: TypeError fetch failed < Error ECONNRESET', { outcome: 'reset' }],
    [
      { fault: 'outage', mode: 'silence' },
      'call: TypeError fetch failed < HeadersTimeoutError UND_ERR_HEADERS_TIMEOUT',
      { outcome: 'aborted' },
    ],
    [{ fault: 'lost-response' }, 'call: TypeError fetch failed < Error ECONNRESET', { outcome: 'reset' }],
    [{ fault: 'truncate' }, 'body: TypeError terminated < SocketError UND_ERR_SOCKET', { outcome: 'reset' }],
    [{ fault: 'stall' }, 'body: TypeError terminated < BodyTimeoutError UND_ERR_BODY_TIMEOUT', { outcome: 'aborted' }],
    [{ fault: 'empty-reply' }, 'call: TypeError fetch failed < SocketError UND_ERR_SOCKET', { outcome: 'reset' }],
    [{ fault: 'garbage' }, 'call: TypeError fetch failed < HTTPParserError HPE_INVALID_CONSTANT', {}],
    [{ fault: 'bad-chunk' }, 'body: TypeError terminated < HTTPParserError HPE_INVALID_CHUNK_SIZE', {}],
    [{ fault: 'bad-gzip' }, 'body: TypeError terminated < Error Z_', {}],
    [{ fault: 'dribble' }, '200 {"id":"a","count":3}', { outcome: 'answered' }],
    [{ fault: 'slow-first-byte' }, '200 {"id":"a","count":3}', { outcome: 'answered' }],
    [{ fault: 'malformed-json' }, '200 {', { outcome: 'answered' }],
    [{ fault: 'redirect-loop' }, 'call: TypeError fetch failed < Error', {}],
    [{ fault: 'down' }, 'call: TypeError fetch failed < Error ECONNREFUSED', { outcome: 'refused' }],
    [{ fault: 'blackhole' }, 'call: TypeError fetch failed < HeadersTimeoutError UND_ERR_HEADERS_TIMEOUT', { outcome: 'aborted' }],
    [{ fault: 'accept-reset' }, 'call: TypeError fetch failed < Error ECONNRESET', { outcome: 'reset' }],
    [{ fault: 'latency', latency: '200ms' }, '200 {"id":"a","count":3}', { outcome: 'answered' }],
    [{ fault: 'slicer' }, '200 {"id":"a","count":3}', { outcome: 'answered' }],
  ])('sees %o as %s', async (fault, expected, exchange) => {
    const { seen, last } = await seenBy([{ ...fault, label: 'planned' }]);
    expect(seen.startsWith(expected), `${seen} instead of ${expected}`).toBe(true);
    expect(last).toMatchObject({ ...exchange, fault: 'planned' });
  });

  it('is given up on by a signal, before the head and in the middle of the body', async () => {
    const before = await seenBy([{ fault: 'outage', mode: 'silence', label: 'planned' }], {}, 2_500);
    expect(before.seen).toBe('call: Error enough');
    expect(before.last).toMatchObject({ outcome: 'aborted', fault: 'planned', respondedFirstAtMs: undefined });
    expect((before.last?.respondedLastAtMs ?? 0) - (before.last?.receivedFirstAtMs ?? 0)).toBe(2_500);
    const within = await seenBy([{ fault: 'stall' }], {}, 2_500);
    expect(within.seen).toBe('body: Error enough');
    expect(within.last).toMatchObject({ outcome: 'aborted', response: { status: 200 } });
  });

  it('waits for a slow head as long as it takes, and for nothing else', async () => {
    const { seen, last } = await seenBy([{ fault: 'slow-first-byte', delay: '7s' }]);
    expect(seen).toBe('200 {"id":"a","count":3}');
    expect((last?.respondedFirstAtMs ?? 0) - (last?.receivedFirstAtMs ?? 0)).toBe(7_001);
  });

  it('follows a redirect, with the body when the status says so, and leaves it when it is told to', async () => {
    const world = await openShop({
      provider: () => ({
        handle: async (request) => {
          const { pathname } = new URL(request.url);
          const seen = `${request.method} ${pathname} ${await request.text()} ${request.headers.get('authorization')}`;
          const [, status] = /^\/to\/(\d+)$/.exec(pathname) ?? [];
          return status === undefined
            ? new Response(seen)
            : new Response(null, { status: Number(status), headers: { location: '/end?x=1' } });
        },
      }),
      consumer: ({ fetch, env }) => ({
        handle: async (request) => {
          const [, status, redirect] = new URL(request.url).pathname.split('/');
          const response = await fetch(`${env['MORTISE_URL_STOCK']}/to/${status}`, {
            method: 'POST',
            body: 'text',
            headers: { authorization: 'secret' },
            redirect: redirect as RequestRedirect,
          });
          return new Response(`${response.status} ${response.redirected} ${new URL(response.url).pathname} ${await response.text()}`);
        },
      }),
    });
    const seen: string[] = [];
    for (const path of ['/303/follow', '/302/follow', '/307/follow', '/307/manual']) {
      const { response } = await world.send('shop', ask(path), 10_000);
      seen.push(new TextDecoder().decode(response?.body as Uint8Array));
    }
    expect(seen).toEqual([
      '200 true /end GET /end  secret',
      '200 true /end GET /end  secret',
      '200 true /end POST /end text secret',
      '307 false /to/307 ',
    ]);
    await world.close();
  });

  it('sends whatever can be a body', async () => {
    const form = new FormData();
    form.set('name', 'value');
    const bodies: readonly (readonly [BodyInit, string])[] = [
      ['text', 'text/plain;charset=UTF-8 text'],
      [new URLSearchParams({ a: '1' }), 'application/x-www-form-urlencoded;charset=UTF-8 a=1'],
      [new Uint8Array([111, 107]), 'null ok'],
      [new Blob(['blob'], { type: 'text/css' }), 'text/css blob'],
      [new Blob(['stream']).stream(), 'null stream'],
      [form, 'multipart/form-data; boundary='],
    ];
    for (const [body, expected] of bodies) {
      const { journal, seen } = await seenBy([], { method: 'POST', body, duplex: 'half' } as RequestInit);
      const request = journal.exchanges.at(-1)?.request;
      const type =
        request?.headers[(request.headers.findIndex((part) => part.toLowerCase() === 'content-type') + 1 || Number.NaN) as number] ??
        'null';
      expect(`${type} ${new TextDecoder().decode(request?.body as Uint8Array)}`.startsWith(expected), seen).toBe(true);
    }
  });

  it('cannot reach who is not there', async () => {
    const world = await openShop({
      consumer: ({ fetch }) => ({ handle: async () => new Response(await outcomeOf(() => fetch('http://nowhere.test/'))) }),
    });
    const { response } = await world.send('shop', ask('/'), 10_000);
    expect(new TextDecoder().decode(response?.body as Uint8Array)).toBe('call: TypeError fetch failed < Error ENOTFOUND');
    await world.close();
  });
});
