import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { createInjector } from '../../../src/fault/create-injector.js';
import type { FaultedRequest } from '../../../src/fault/fault.js';
import { corrupt } from '../../../src/fault/framing/corrupt.js';
import { faultRulesFromJson } from '../../../src/fault/fault-rules-from-json.js';
import type { Reply } from '../../../src/fault/reply.js';
import { wholeReply } from '../../../src/fault/reply.js';
import { bodyOf } from '../../../src/fault/reply-body.js';
import { isValid } from '../../../src/schema/validate.js';
import { headerValue } from '../../../src/wire/http-message.js';
import { faulted } from '../../support/faulted.js';
import { operationOf } from '../../support/operation-of.js';
import { textPort } from '../../support/text-port.js';

const JSON_TYPE = ['content-type', 'application/json'];
const REPLY = wholeReply({ status: 200, headers: JSON_TYPE, body: '{"id":1}' });
const HEAD = REPLY.steps[0];

describe('steps of framing faults', () => {
  it.each<[string, JsonObject, readonly unknown[]]>([
    ['slow-first-byte', { delay: '2s' }, [{ kind: 'wait', durationMs: 2_000 }, ...REPLY.steps]],
    ['dribble', { chunk: 5, every: '9ms' }, [HEAD, wait(9), body('{"id"'), wait(9), body(':1}'), { kind: 'end' }]],
    ['stall', {}, [HEAD, body('{"id'), { kind: 'stall' }]],
    ['stall', { bytes: 0 }, [HEAD, { kind: 'stall' }]],
    ['truncate', { ratio: 1 }, [HEAD, body('{"id":1'), { kind: 'cut', how: 'fin' }]],
    ['truncate', { bytes: 1, how: 'rst' }, [HEAD, body('{'), { kind: 'cut', how: 'rst' }]],
    ['empty-reply', {}, [{ kind: 'cut', how: 'fin' }]],
  ])('%s %j', (fault, settings, steps) => {
    expect(changed({ fault, ...settings }).steps).toEqual(steps);
  });

  it.each(['dribble', 'stall', 'truncate', 'corrupt', 'bad-gzip', 'malformed-json', 'schema-invalid'])(
    '%s leaves an answer without a body alone',
    (fault) => {
      const empty = wholeReply({ status: 204, headers: JSON_TYPE, body: undefined });
      expect(changed({ fault }, empty)).toBe(empty);
    },
  );
});

describe('bad-chunk', () => {
  it('says that chunks follow, sends a good one, and then no size', () => {
    const { steps } = changed({ fault: 'bad-chunk' });
    expect(steps).toEqual([
      { kind: 'head', status: 200, headers: [...JSON_TYPE, 'transfer-encoding', 'chunked'] },
      body('{"id'),
      { kind: 'raw', bytes: new TextEncoder().encode('not-a-size\r\n') },
      { kind: 'cut', how: 'fin' },
    ]);
  });
});

describe('garbage', () => {
  it('is as long as it was told to be and never looks like HTTP', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 200 }), (seed, bytes) => {
        const [first] = changed({ fault: 'garbage', bytes }, REPLY, {}, seed).steps;
        const sent = first?.kind === 'raw' ? first.bytes : new Uint8Array();
        expect(sent).toHaveLength(bytes);
        expect(sent.every((byte) => byte >= 0x80)).toBe(true);
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});

describe('corrupt', () => {
  it('changes at least one byte and at most as many as it was told to, and no length', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (seed, bytes, count) => {
        const sent = bodyOf(changed({ fault: 'corrupt', bytes: count }, wholeReply({ ...REPLY.response, body: bytes }), {}, seed));
        const differentCount = sent.filter((byte, index) => byte !== bytes[index]).length;
        expect(sent).toHaveLength(bytes.length);
        expect(differentCount).toBeGreaterThanOrEqual(1);
        expect(differentCount).toBeLessThanOrEqual(count);
      }),
      { seed: 2 },
    );
  });
});

describe('corrupt, whatever chance brings', () => {
  it.each([0, 0.5, 1 - 2 ** -32])('drawing %f', (drawn) => {
    const step = { settings: 1, state: undefined, nowMs: 1, sinceMs: 0, untilMs: undefined, request: faulted(), reply: REPLY };
    const changedReply = corrupt.onReply?.({ ...step, random: { next: () => drawn } }).effect;
    expect(changedReply === undefined ? undefined : bodyOf(changedReply)).not.toEqual(bodyOf(REPLY));
  });
});

describe('malformed-json', () => {
  it('is never JSON, whatever it was made from, and has a length that is right', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const reply = changed({ fault: 'malformed-json' }, wholeReply({ ...REPLY.response, body: ` ${JSON.stringify(value)}\n` }));
        const sent = bodyOf(reply);
        expect(() => JSON.parse(new TextDecoder().decode(sent))).toThrow(SyntaxError);
        expect(lengthHeader(reply)).toBe(String(sent.length));
      }),
      { seed: 3 },
    );
  });
});

describe('schema-invalid', () => {
  const contract = `
openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      responses:
        '200':
          description: one
          content:
            application/json:
              schema: { type: object, required: [id], properties: { id: { type: integer, minimum: 1 } } }
`;

  it('is JSON that breaks the schema of the operation, whatever the seed', async () => {
    const operation = operationOf(await readContract('openapi.yaml', textPort({ 'openapi.yaml': contract })), 'getOrder');
    const schema = operation.responses[0]?.content[0]?.schema;
    if (schema === undefined) throw new Error('the contract has a schema');
    const texts = new Set<string>();
    for (let seed = 0; seed < 30; seed += 1) {
      const reply = changed({ fault: 'schema-invalid' }, REPLY, { operation }, String(seed));
      const text = new TextDecoder().decode(bodyOf(reply));
      expect(isValid(schema, JSON.parse(text))).toBe(false);
      expect(lengthHeader(reply)).toBe(String(bodyOf(reply).length));
      texts.add(text);
    }
    expect(texts.size).toBeGreaterThan(3);
  });

  it.each([
    ['{"id":1}', '[]'],
    ['[1]', '{}'],
    ['7', '{}'],
  ])('without a contract %s becomes %s', (from, to) => {
    expect(new TextDecoder().decode(bodyOf(changed({ fault: 'schema-invalid' }, wholeReply({ ...REPLY.response, body: from }))))).toBe(to);
  });
});

describe('headers that lie', () => {
  it('wrong-content-type: another type, the same body', () => {
    const reply = changed({ fault: 'wrong-content-type', type: 'text/csv' });
    expect(headerValue(reply.response.headers, 'content-type')).toBe('text/csv');
    expect(bodyOf(reply)).toEqual(bodyOf(REPLY));
  });

  it('bad-gzip: begins like gzip, with the length that is sent', () => {
    const reply = changed({ fault: 'bad-gzip' });
    expect([...bodyOf(reply).subarray(0, 3)]).toEqual([0x1f, 0x8b, 8]);
    expect(headerValue(reply.response.headers, 'content-encoding')).toBe('gzip');
    expect(lengthHeader(reply)).toBe(String(bodyOf(reply).length));
  });
});

describe('close-idle', () => {
  it('resets a connection that was used before, and no other', () => {
    const injector = createInjector({ seed: 's', provider: 'shop' });
    injector.set(faultRulesFromJson({ fault: 'close-idle' }), 0);
    const effectAt = (connectionUseCount: number) => injector.onRequest(faulted({}, { connectionUseCount }), 1).effect;
    expect([effectAt(0), effectAt(1)]).toEqual([{ kind: 'pass' }, { kind: 'end', how: 'rst' }]);
  });
});

function changed(rule: JsonObject, reply: Reply = REPLY, beside: Partial<FaultedRequest> = {}, seed = 'seed'): Reply {
  const injector = createInjector({ seed, provider: 'shop' });
  injector.set(faultRulesFromJson(rule), 0);
  return injector.onRequest(faulted({}, beside), 1).onReply(reply, 1);
}

function lengthHeader({ steps }: Reply): string | undefined {
  const head = steps.find((step) => step.kind === 'head');
  return head?.kind === 'head' ? headerValue(head.headers, 'content-length') : undefined;
}

function body(text: string) {
  return { kind: 'body', bytes: new TextEncoder().encode(text) };
}

function wait(durationMs: number) {
  return { kind: 'wait', durationMs };
}
