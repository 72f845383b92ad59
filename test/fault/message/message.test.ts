import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { isJsonObject } from '../../../src/base/json.js';
import type { Message } from '../../../src/contract/channel.js';
import { createInjector } from '../../../src/fault/create-injector.js';
import type { FaultedMessage, FaultKind } from '../../../src/fault/fault.js';
import { FAULT_KINDS } from '../../../src/fault/fault-kinds.js';
import { faultRuleFromText } from '../../../src/fault/fault-rule-from-text.js';
import { faultRulesFromJson } from '../../../src/fault/fault-rules-from-json.js';
import type { FaultInjector, MessageDecision } from '../../../src/fault/injector.js';
import { arbitraryFromSchema } from '../../../src/schema/arbitrary/arbitrary-from-schema.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { isValid, validate } from '../../../src/schema/validate.js';
import { faultedMessage } from '../../support/faulted.js';

const MESSAGE_KINDS = FAULT_KINDS.filter(({ group }) => group === 'message');
const WAYS = ['publish', 'delivery'] as const;

describe.each(MESSAGE_KINDS.map((kind) => [kind.kind, kind] as const))('the fault %s', (name, kind) => {
  it('decides the same by the same seed, whatever its settings', () => {
    fc.assert(
      fc.property(settingsOf(kind), fc.string(), fc.array(messages, { maxLength: 12 }), (settings, seed, list) => {
        expect(told({ fault: name, ...settings }, seed, list)).toEqual(told({ fault: name, ...settings }, seed, list));
      }),
      { seed: 91, numRuns: 30 },
    );
  });

  it('changes nothing but what it says: channel, key, ids and headers stay', () => {
    fc.assert(
      fc.property(settingsOf(kind), messages, (settings, message) => {
        const injector = injectorOf([{ fault: name, ...settings }]);
        for (const way of WAYS) {
          for (const { content, delayMs } of injector.onMessage(way, message, 1).passages) {
            const { payload, ...rest } = content;
            const { payload: own, ...expected } = message.content;
            expect(rest).toEqual(expected);
            if (!CHANGING.has(name)) expect(payload).toBe(own);
            expect(delayMs).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      { seed: 92, numRuns: 30 },
    );
  });
});

describe('noop', () => {
  it('changes nothing of any message, and leaves no label', () => {
    fc.assert(
      fc.property(messages, fc.constantFrom(...WAYS), (message, way) => {
        const injector = injectorOf([{ fault: 'noop', channel: '**' }]);
        const decision = injector.onMessage(way, message, 1);
        expect(decision.passages).toEqual([{ content: message.content, delayMs: 0 }]);
        expect(decision.passages[0]?.content).toBe(message.content);
        expect(decision).toMatchObject({ isConfirmed: true, putBackAfterMs: undefined });
        expect(decision.onSettle('ack', 2)).toEqual({ lostForMs: undefined, againAfterMs: [] });
        decision.onEnd(3);
        expect(decision.label()).toBeUndefined();
      }),
      { seed: 93, numRuns: 50 },
    );
  });
});

describe('a poisoned message', () => {
  const schema: JsonObject = {
    type: 'object',
    required: ['event_id', 'data'],
    properties: {
      event_id: { type: 'string', minLength: 3 },
      data: { type: 'object', required: ['amount'], properties: { amount: { type: 'integer', minimum: 1 } }, additionalProperties: false },
    },
  };

  it('breaks its schema, and mostly still says who it is', () => {
    const described = describedBy(schema);
    const own = { event_id: 'order-1', data: { amount: 5 } };
    let keptCount = 0;
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const poisoned = payloadOf(injectorOf([{ fault: 'poison' }], seed).onMessage('publish', jsonMessage(own, described), 1));
        expect(validate(schemaFromValue(schema), poisoned)).not.toEqual([]);
        if (isJsonObject(poisoned) && poisoned['event_id'] === 'order-1') keptCount += 1;
      }),
      { seed: 94, numRuns: 60 },
    );
    expect(keptCount).toBeGreaterThan(20);
  });

  it('is of another type without a schema, and no text where it was no JSON', () => {
    expect(payloadOf(injectorOf([{ fault: 'poison' }]).onMessage('publish', jsonMessage({ a: 1 }), 1))).toEqual([]);
    expect(payloadOf(injectorOf([{ fault: 'poison' }]).onMessage('publish', jsonMessage([1]), 1))).toEqual({});
    const bytes = injectorOf([{ fault: 'poison' }]).onMessage('publish', faultedMessage({ payload: Uint8Array.of(1, 2) }), 1);
    expect([...(bytes.passages[0]?.content.payload ?? [])]).toEqual([0xff, 0xff, 0xff, 0xff]);
  });
});

describe('a message of another version', () => {
  const schema: JsonObject = {
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'string' }, note: { type: 'string' }, state: { anyOf: [{ enum: ['open'] }, { type: 'string' }] } },
  };

  it('is always valid where the schema is known', () => {
    const values = arbitraryFromSchema(schemaFromValue(schema));
    fc.assert(
      fc.property(values, fc.constantFrom('newer', 'older'), fc.string(), (value, sender, seed) => {
        const decision = injectorOf([{ fault: 'version-skew', sender }], seed).onMessage(
          'publish',
          jsonMessage(value, describedBy(schema)),
          1,
        );
        expect(isValid(schemaFromValue(schema), payloadOf(decision))).toBe(true);
      }),
      { seed: 95, numRuns: 100 },
    );
  });

  it('has a member more from a newer sender, and an optional one less from an older', () => {
    const own = { id: '1', note: 'n' };
    const skewed = (sender: string): JsonValue =>
      payloadOf(
        injectorOf([{ fault: 'version-skew', sender }]).onMessage(
          'publish',
          jsonMessage(own, describedBy({ ...schema, properties: {} })),
          1,
        ),
      );
    expect(skewed('older')).toEqual({ id: '1' });
    expect(
      injectorOf([{ fault: 'version-skew' }])
        .onMessage('publish', jsonMessage(own), 1)
        .label(),
    ).toBe('version-skew');
  });

  it('is left alone where the schema is closed', () => {
    const closed = describedBy({ type: 'object', required: ['id'], properties: { id: { const: 'x1' } }, additionalProperties: false });
    for (const sender of ['newer', 'older']) {
      const decision = injectorOf([{ fault: 'version-skew', sender }]).onMessage('publish', jsonMessage({ id: 'x1' }, closed), 1);
      expect(payloadOf(decision)).toEqual({ id: 'x1' });
      expect(decision.label()).toBeUndefined();
    }
  });
});

describe('a rule for messages', () => {
  it('matches by operation, channel, key, header, consumer and provider, all of them together', () => {
    const rule = { fault: 'lose', channel: 'order.*', key: 'k', header: 'X-Tenant: a', consumer: 'stock', provider: 'orders' };
    const touches = (content: Partial<FaultedMessage['content']>, beside: Partial<FaultedMessage> = {}): boolean =>
      injectorOf([rule]).onMessage('publish', faultedMessage({ headers: [['x-tenant', 'a']], ...content }, beside), 1).passages.length ===
      0;
    expect(touches({})).toBe(true);
    expect(touches({ channel: 'stock.low' })).toBe(false);
    expect(touches({ key: undefined })).toBe(false);
    expect(touches({ headers: [['x-tenant', 'b']] })).toBe(false);
    expect(touches({}, { consumer: 'mail' })).toBe(false);
    expect(touches({}, { consumer: undefined })).toBe(false);
    expect(touches({}, { consumer: 'stock#2' })).toBe(true);
    expect(touches({}, { provider: 'payments' })).toBe(false);
  });

  it('counts within its scope: a key, a channel, a header', () => {
    const injector = injectorOf([{ fault: 'lose', nth: 2, scope: 'key' }]);
    const lost = ['a', 'b', 'a', 'b', 'a'].map((key) => injector.onMessage('publish', faultedMessage({ key }), 1).passages.length === 0);
    expect(lost).toEqual([false, false, true, true, false]);
  });

  it('of requests does not touch messages, and one of messages no requests', () => {
    const injector = injectorOf([
      { fault: 'status', status: 503, nth: 1 },
      { fault: 'lose', nth: 2 },
    ]);
    expect(injector.onMessage('publish', faultedMessage(), 1).label()).toBeUndefined();
    expect(injector.onMessage('publish', faultedMessage(), 1).label()).toBe('lose');
  });

  it('looks one way only, and counts no other', () => {
    const injector = injectorOf([{ fault: 'lose', at: 'delivery', nth: 1 }]);
    expect(injector.onMessage('publish', faultedMessage(), 1).passages).toHaveLength(1);
    expect(injector.onMessage('delivery', faultedMessage(), 1).passages).toHaveLength(0);
  });

  it('adds up with others: copies are late, and each is poisoned by itself', () => {
    const injector = injectorOf([
      { fault: 'duplicate', times: 1, delay: '10ms' },
      { fault: 'delay-message', delay: '1s' },
      { fault: 'truncate-payload', bytes: 1 },
    ]);
    const decision = injector.onMessage('publish', faultedMessage(), 1);
    expect(decision.passages.map(({ delayMs, content }) => [delayMs, content.payload.length])).toEqual([
      [1_000, 1],
      [1_010, 1],
    ]);
    expect(decision.label()).toBe('duplicate+delay-message+truncate-payload');
  });

  it('that is late is so by its delay, give or take its jitter, and never early', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 100, max: 400 }), (delayMs, jitterMs) => {
        const injector = injectorOf([{ fault: 'delay-message', delay: `${delayMs}ms`, jitter: `${jitterMs}ms` }]);
        const delays = Array.from({ length: 20 }, () => injector.onMessage('publish', faultedMessage(), 1).passages[0]?.delayMs ?? -1);
        expect(Math.min(...delays)).toBeGreaterThanOrEqual(Math.max(0, delayMs - jitterMs));
        expect(Math.max(...delays)).toBeLessThanOrEqual(delayMs + jitterMs);
        expect(new Set(delays).size).toBeGreaterThan(1);
      }),
      { seed: 94, numRuns: 20 },
    );
  });

  it('of settling is for an acknowledgement, and spares what comes again already', () => {
    const settled = (fault: string, how: 'ack' | 'requeue', attempt: number) =>
      injectorOf([{ fault }]).onMessage('delivery', faultedMessage({}, { attempt }), 1).onSettle(how, 2);
    const untouched = { lostForMs: undefined, againAfterMs: [] };
    expect(settled('drop-ack', 'ack', 1).lostForMs).toBe(0);
    expect(settled('drop-ack', 'ack', 2)).toEqual(untouched);
    expect(settled('drop-ack', 'requeue', 1)).toEqual(untouched);
    expect(settled('redeliver', 'ack', 1).againAfterMs).toEqual([0]);
    expect(settled('redeliver', 'requeue', 1)).toEqual(untouched);
    const put = (attempt: number) =>
      injectorOf([{ fault: 'nack' }]).onMessage('delivery', faultedMessage({}, { attempt }), 1).putBackAfterMs;
    expect([put(1), put(2)]).toEqual([0, undefined]);
  });

  it('that reorders holds one in turn, lets as many by as its depth says, and waits for them no longer than its time', () => {
    const heldAt = (depth: number, instantsMs: readonly number[]) => {
      const injector = injectorOf([{ fault: 'reorder', depth, atMost: '100ms' }]);
      return instantsMs.map((nowMs) => injector.onMessage('publish', faultedMessage(), nowMs).passages[0]?.overtaken !== undefined);
    };
    expect(heldAt(1, [1, 2, 3, 4])).toEqual([true, false, true, false]);
    expect(heldAt(2, [1, 2, 3, 4, 5, 6])).toEqual([true, false, false, true, false, false]);
    expect(heldAt(5, [1, 2, 101, 102])).toEqual([true, false, true, false]);
  });

  it('is read from a line, with channel and key as texts', () => {
    expect(faultRuleFromText('lose channel=orders/* key=17 nth=1-3')).toMatchObject({ match: { channel: 'orders/*', key: '17' } });
  });

  it.each([
    ['lose method=GET', 'unknown key "method"'],
    ['lose path=/x', 'unknown key "path"'],
    ['status status=500 channel=x', 'unknown key "channel"'],
    ['broker-down channel=x', 'does not go with a broker that is away'],
    ['broker-down probability=0.5', 'does not go with a broker that is away'],
    ['reorder depth=0', 'must be'],
  ])('is refused where it says what it cannot mean: %s', (text, problem) => {
    try {
      faultRuleFromText(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'E_FAULT_INVALID', args: { problem: expect.stringContaining(problem) } });
    }
  });
});

/** Kinds whose work is on the payload. */
const CHANGING: ReadonlySet<string> = new Set(['poison', 'truncate-payload', 'version-skew']);

const messages: fc.Arbitrary<FaultedMessage> = fc
  .record({
    json: fc.json(),
    channel: fc.constantFrom('a', 'b'),
    key: fc.option(fc.constantFrom('1', '2'), { nil: undefined }),
    attempt: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ json, channel, key, attempt }) => faultedMessage({ payload: new TextEncoder().encode(json), channel, key }, { attempt }));

function settingsOf(kind: FaultKind): fc.Arbitrary<JsonObject> {
  return arbitraryFromSchema(schemaFromValue(kind.schema)).map((value) => (isJsonObject(value) ? value : {}));
}

function injectorOf(rules: readonly JsonObject[], seed = 'seed'): FaultInjector {
  const injector = createInjector({ seed, provider: 'orders' });
  injector.set(faultRulesFromJson([...rules]), 0);
  return injector;
}

function told(rule: JsonObject, seed: string, list: readonly FaultedMessage[]): readonly unknown[] {
  const injector = injectorOf([rule], seed);
  return list.flatMap((message, index) =>
    WAYS.map((way) => {
      const decision = injector.onMessage(way, message, index);
      const settled = decision.onSettle('ack', index);
      decision.onEnd(index);
      return [
        decision.passages,
        decision.isConfirmed,
        decision.putBackAfterMs,
        settled,
        decision.label(),
        injector.brokerIsAway('stock', index),
      ];
    }),
  );
}

function describedBy(schema: JsonObject): Message {
  return {
    id: 'm',
    name: undefined,
    contentType: 'application/json',
    payload: { kind: 'json-schema', schema: schemaFromValue(schema) },
    headers: undefined,
    correlationId: undefined,
    key: undefined,
    examples: [],
    bindings: new Map(),
    deprecated: false,
    defects: [],
    file: 'events.yaml',
    pointer: '',
  };
}

function jsonMessage(value: JsonValue, described?: Message): FaultedMessage {
  return faultedMessage({ payload: new TextEncoder().encode(JSON.stringify(value)) }, { described });
}

function payloadOf({ passages }: MessageDecision): JsonValue {
  return JSON.parse(new TextDecoder().decode(passages[0]?.content.payload)) as JsonValue;
}
