import { gunzipSync } from 'node:zlib';
import { Agent, type Dispatcher } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FAULT_KINDS } from '../../src/fault/fault-kinds.js';
import { judgeResponse } from '../../src/wire/judge-response.js';
import { type FaultBench, faultyMock, faultyProxy, petstoreContract } from '../support/fault-bench.js';

/** What a client saw of one call. */
interface Seen {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  readonly chunkCount: number;
  /** The code of the error that ended it, or its name. */
  readonly error: string | undefined;
  readonly tookMs: number;
}

/** It gives up so long after it began, or so long after the last of the body came. */
interface Patience {
  readonly giveUpAfterMs?: number;
  readonly giveUpAfterSilenceMs?: number;
}

type Call = (path: string, options?: Partial<Dispatcher.RequestOptions> & Patience) => Promise<Seen>;

interface Case {
  readonly fault: string;
  readonly sees: string;
  readonly check: (call: Call, bench: FaultBench) => Promise<void>;
}

const PET = {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-shelter-key': 'k' },
  body: '{"name":"Mia","species":"cat"}',
} as const;
const GIVE_UP = { giveUpAfterMs: 150 };
/** What undici says of a connection that ended, and of one that was reset. */
const ENDED = /^UND_ERR_SOCKET$/;
const RESET = /^(?:ECONNRESET|UND_ERR_SOCKET|EPIPE)$/;

const CASES: readonly Case[] = [
  {
    fault: 'noop',
    sees: 'what is there without a fault',
    check: async (call) => expect(await call('/pets/1')).toMatchObject({ status: 200, error: undefined }),
  },
  {
    fault: 'status status=503 retryAfter=seconds retryIn=7s headers.x-a=1 nth=1',
    sees: 'the status once, with its headers',
    check: async (call) => {
      expect(await call('/pets/1')).toMatchObject({ status: 503, headers: { 'retry-after': '7', 'x-a': '1' } });
      expect(await call('/pets/1')).toMatchObject({ status: 200 });
    },
  },
  {
    fault: 'burst failures=1 of=2 status=502',
    sees: 'every other request fail',
    check: async (call) => expect(await statuses(call, 4)).toEqual([502, 200, 502, 200]),
  },
  {
    fault: 'rate-limit limit=2 window=60s headers=both',
    sees: '429 beyond the limit, and when to come again',
    check: async (call) => {
      expect(await statuses(call, 3)).toEqual([200, 200, 429]);
      const refused = await call('/pets/1');
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(Object.keys(refused.headers).join()).toMatch(/ratelimit/);
    },
  },
  {
    fault: 'quota limit=1 period=1h',
    sees: 'the quota used up',
    check: async (call) => expect(await statuses(call, 2)).toEqual([200, 429]),
  },
  { fault: 'outage mode=503', sees: '503', check: async (call) => expect(await statuses(call, 2)).toEqual([503, 503]) },
  {
    fault: 'outage mode=reset',
    sees: 'a reset connection',
    check: async (call) => expect((await call('/pets/1')).error).toMatch(RESET),
  },
  {
    fault: 'outage mode=refuse',
    sees: 'a refused connection',
    check: async (call) => expect((await call('/pets/1')).error).toBe('ECONNREFUSED'),
  },
  {
    fault: 'outage mode=silence',
    sees: 'no answer at all',
    check: async (call) => expect(await call('/pets/1', GIVE_UP)).toMatchObject({ status: undefined, error: 'TimeoutError' }),
  },
  {
    fault: 'fail-first count=2 with=reset',
    sees: 'the first two fail',
    check: async (call) => {
      expect((await call('/pets/1')).error).toMatch(RESET);
      expect((await call('/pets/1')).error).toMatch(RESET);
      expect(await call('/pets/1')).toMatchObject({ status: 200 });
    },
  },
  {
    fault: 'degrade latency=60ms',
    sees: 'slow answers',
    check: async (call) => expect((await call('/pets/1')).tookMs).toBeGreaterThanOrEqual(59),
  },
  {
    fault: 'flap up=1ms down=1h',
    sees: 'it go down after it was up',
    check: async (call) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await statuses(call, 1)).toEqual([503]);
    },
  },
  {
    fault: 'brownout failRatio=1 status=500',
    sees: 'failures',
    check: async (call) => expect(await statuses(call, 2)).toEqual([500, 500]),
  },
  {
    fault: 'maintenance to=1h',
    sees: 'a page, and the date at which it ends',
    check: async (call) => {
      const seen = await call('/pets/1');
      expect(seen).toMatchObject({ status: 503, headers: { 'content-type': expect.stringMatching(/^text\/html/) } });
      expect(Date.parse(String(seen.headers['retry-after']))).toBeGreaterThan(Date.now());
    },
  },
  {
    fault: 'idempotency mode=replay',
    sees: 'the first answer again for the same key',
    check: async (call, { recorder }) => {
      const keyed = { ...PET, headers: { ...PET.headers, 'idempotency-key': 'a' } };
      const [first, second] = [await call('/pets', keyed), await call('/pets', keyed)];
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.body).toEqual(first.body);
      expect(second.headers['idempotency-replayed']).toBe('true');
      expect(recorder.journal().exchanges.filter(({ effect }) => effect !== undefined)).toHaveLength(1);
    },
  },
  {
    fault: 'idempotency mode=unprocessable',
    sees: '422 when the body of a key differs',
    check: async (call) => {
      const keyed = { ...PET, headers: { ...PET.headers, 'idempotency-key': 'a' } };
      expect((await call('/pets', keyed)).status).toBe(201);
      expect((await call('/pets', { ...keyed, body: '{"name":"Tom","species":"cat"}' })).status).toBe(422);
    },
  },
  {
    fault: 'stale-read',
    sees: 'what was true one read before',
    check: async (call) => {
      const [first, second] = [await call('/pets/1'), await call('/pets/1')];
      expect(second.body).toEqual(first.body);
    },
  },
  {
    fault: 'partial-success status=207 on=listPets',
    sees: '207 and a part of the list',
    check: async (call) => expect((await call('/pets', { headers: { prefer: 'dynamic=false' } })).status).toBe(207),
  },
  {
    fault: 'lost-response how=rst',
    sees: 'a reset, though it was done',
    check: async (call, { recorder }) => {
      expect((await call('/pets', PET)).error).toMatch(RESET);
      expect(recorder.journal().exchanges).toMatchObject([
        { effect: expect.any(String), outcome: 'reset', response: undefined, fault: 'lost-response' },
      ]);
    },
  },
  {
    fault: 'late-response delay=60ms',
    sees: 'the answer late',
    check: async (call) => {
      const seen = await call('/pets/1');
      expect(seen.status).toBe(200);
      expect(seen.tookMs).toBeGreaterThanOrEqual(59);
    },
  },
  {
    fault: 'auth-expiry',
    sees: '401 until it comes with a new token',
    check: async (call) => {
      const withToken = (token: string) => call('/pets/1', { headers: { authorization: `Bearer ${token}` } });
      expect(await withToken('old')).toMatchObject({ status: 401, headers: { 'www-authenticate': expect.stringContaining('Bearer') } });
      expect((await withToken('new')).status).toBe(200);
    },
  },
  {
    fault: 'redirect-loop status=307',
    sees: 'a redirect to where it was',
    check: async (call) =>
      expect(await call('/pets/1')).toMatchObject({ status: 307, headers: { location: expect.stringMatching(/\/pets\/1$/) } }),
  },
  {
    fault: 'overload rate=1 queue=0',
    sees: '503 beyond the capacity',
    check: async (call) => {
      const seen = await Promise.all([1, 2, 3].map(() => call('/pets/1', { giveUpAfterMs: 3_000 })));
      expect(seen.filter(({ status }) => status === 503).length).toBeGreaterThan(0);
    },
  },
  {
    fault: 'slow-first-byte delay=60ms',
    sees: 'the first byte late',
    check: async (call) => expect((await call('/pets/1')).tookMs).toBeGreaterThanOrEqual(59),
  },
  {
    fault: 'dribble chunk=5 every=2ms',
    sees: 'the body in small pieces, and whole',
    check: async (call) => {
      const seen = await call('/pets/1');
      expect(JSON.parse(seen.body.toString())).toBeTypeOf('object');
      expect(seen.chunkCount).toBeGreaterThan(2);
    },
  },
  {
    fault: 'stall bytes=5',
    sees: 'the beginning of the body and no end',
    check: async (call) => {
      const seen = await call('/pets/1', { giveUpAfterSilenceMs: 150 });
      expect(seen).toMatchObject({ status: 200, error: 'TimeoutError' });
      expect(seen.body).toHaveLength(5);
    },
  },
  {
    fault: 'truncate bytes=5 how=fin',
    sees: 'a body that ends early',
    check: async (call) => {
      const seen = await call('/pets/1');
      expect(seen).toMatchObject({ status: 200, error: expect.stringMatching(ENDED) });
      expect(seen.body).toHaveLength(5);
    },
  },
  {
    fault: 'truncate bytes=5 how=rst',
    sees: 'a body that is cut by a reset',
    check: async (call) => expect(await call('/pets/1')).toMatchObject({ error: expect.stringMatching(RESET) }),
  },
  {
    fault: 'bad-chunk',
    sees: 'a chunk whose size is no number',
    check: async (call) => expect((await call('/pets/1')).error).toMatch(/chunk size/i),
  },
  {
    fault: 'garbage',
    sees: 'no HTTP',
    check: async (call) => expect((await call('/pets/1')).error).toMatch(/HTTPParserError/),
  },
  {
    fault: 'empty-reply how=fin',
    sees: 'an end without an answer',
    check: async (call) => expect(await call('/pets/1')).toMatchObject({ status: undefined, error: expect.stringMatching(ENDED) }),
  },
  {
    fault: 'corrupt bytes=3',
    sees: 'other bytes of the same length',
    check: async (call, { injector }) => {
      const seen = await call('/pets', { headers: { prefer: 'dynamic=false' } });
      injector.set([], 0);
      const whole = await call('/pets', { headers: { prefer: 'dynamic=false' } });
      expect(seen.body).toHaveLength(whole.body.length);
      expect(seen.body.equals(whole.body)).toBe(false);
    },
  },
  {
    fault: 'malformed-json',
    sees: 'a whole body that is no JSON',
    check: async (call) => {
      const seen = await call('/pets/1');
      expect(seen).toMatchObject({ status: 200, error: undefined });
      expect(() => JSON.parse(seen.body.toString())).toThrow();
    },
  },
  {
    fault: 'schema-invalid',
    sees: 'JSON that the contract does not allow',
    check: async (call) => {
      const contract = await petstoreContract();
      const operation = contract.operations.find(({ id }) => id === 'getPet')?.read();
      const { body } = await call('/pets/1');
      if (operation === undefined) throw new Error('the pet store shows one pet');
      JSON.parse(body.toString());
      const response = { status: 200, headers: ['content-type', 'application/json'], body };
      expect(judgeResponse({ operation, contract, request: undefined, response })).not.toEqual([]);
    },
  },
  {
    fault: 'wrong-content-type',
    sees: 'JSON that is called otherwise',
    check: async (call) => {
      const seen = await call('/pets/1');
      expect(seen.headers['content-type']).not.toMatch(/json/);
      JSON.parse(seen.body.toString());
    },
  },
  {
    fault: 'bad-gzip',
    sees: 'what cannot be unpacked',
    check: async (call) => {
      const seen = await call('/pets/1');
      expect(seen).toMatchObject({ status: 200, headers: { 'content-encoding': 'gzip' } });
      expect(() => gunzipSync(seen.body)).toThrow();
    },
  },
  {
    fault: 'close-idle',
    sees: 'a reset when a connection is used again',
    check: async (call) => {
      expect((await call('/pets/1')).status).toBe(200);
      expect((await call('/pets/1')).error).toMatch(RESET);
      expect((await call('/pets/1')).status).toBe(200);
    },
  },
  {
    fault: 'down',
    sees: 'a refused connection',
    check: async (call) => expect((await call('/pets/1')).error).toBe('ECONNREFUSED'),
  },
  {
    fault: 'accept-reset',
    sees: 'a connection that is reset at once',
    check: async (call) => expect((await call('/pets/1')).error).toMatch(RESET),
  },
  {
    fault: 'blackhole',
    sees: 'a connection on which nothing ever comes',
    check: async (call) => expect(await call('/pets/1', GIVE_UP)).toMatchObject({ status: undefined, error: 'TimeoutError' }),
  },
];

describe.each([
  ['the mock', faultyMock],
  ['the proxy', faultyProxy],
] as const)('undici before %s', (_where, start) => {
  it.each(CASES)('sees of "$fault" $sees', async ({ fault, check }) => {
    const bench = await start([fault]);
    const agent = new Agent({ connections: fault.startsWith('overload') ? 4 : 1 });
    onTestFinished(async () => {
      await agent.destroy();
      await bench.close();
    });
    await check(callerOf(agent, bench.url), bench);
    expect(bench.troubles).toEqual([]);
  });
});

it('leaves out no fault of HTTP', () => {
  const seen = new Set(CASES.map(({ fault }) => fault.split(' ')[0]));
  const missing = FAULT_KINDS.filter(({ group, kind }) => (group === 'meaning' || group === 'framing') && !seen.has(kind));
  expect(missing.map(({ kind }) => kind)).toEqual([]);
});

function callerOf(agent: Agent, origin: string): Call {
  return async (path, { giveUpAfterMs, giveUpAfterSilenceMs, ...options } = {}) => {
    const beganAtMs = performance.now();
    let status: number | undefined;
    let headers: Seen['headers'] = {};
    const chunks: Buffer[] = [];
    let error: string | undefined;
    try {
      const silence = new AbortController();
      const signal = giveUpAfterMs === undefined ? silence.signal : AbortSignal.timeout(giveUpAfterMs);
      const answer = await agent.request({ origin, path, method: 'GET', signal, ...options });
      status = answer.statusCode;
      headers = answer.headers;
      for await (const chunk of answer.body) {
        chunks.push(chunk as Buffer);
        if (giveUpAfterSilenceMs !== undefined)
          AbortSignal.timeout(giveUpAfterSilenceMs).onabort = ({ target }) => silence.abort((target as AbortSignal).reason);
      }
    } catch (caught) {
      const { code, name, message } = caught as NodeJS.ErrnoException;
      error = typeof code === 'string' ? code : name === 'HTTPParserError' ? `${name}: ${message}` : name;
    }
    return { status, headers, body: Buffer.concat(chunks), chunkCount: chunks.length, error, tookMs: performance.now() - beganAtMs };
  };
}

async function statuses(call: Call, count: number): Promise<readonly (number | undefined)[]> {
  const seen: (number | undefined)[] = [];
  for (let index = 0; index < count; index += 1) seen.push((await call('/pets/1')).status);
  return seen;
}
