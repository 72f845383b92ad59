import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.js';
import type { JsonObject } from '../../src/base/json.js';
import { isJsonObject } from '../../src/base/json.js';
import { randomFromSeed } from '../../src/base/random.js';
import type { FaultKind } from '../../src/fault/fault.js';
import { FAULT_KINDS } from '../../src/fault/fault-kinds.js';
import { faultRulesFromJson } from '../../src/fault/fault-rules-from-json.js';
import type { Reply } from '../../src/fault/reply.js';
import { wholeReply } from '../../src/fault/reply.js';
import { bodyLength } from '../../src/fault/reply-body.js';
import { arbitraryFromSchema } from '../../src/schema/arbitrary/arbitrary-from-schema.js';
import { schemaFromValue } from '../../src/schema/schema-from-value.js';
import { FAULT_EXAMPLES } from '../support/fault-examples.js';
import { faulted } from '../support/faulted.js';

const named = FAULT_KINDS.map((kind) => [kind.kind, kind] as const);

describe('FAULT_KINDS', () => {
  it('has every kind once, and an example of each', () => {
    expect(Object.keys(FAULT_EXAMPLES)).toEqual(FAULT_KINDS.map(({ kind }) => kind));
    expect(FAULT_KINDS).toHaveLength(55);
  });

  it('says of each in one line what it does, and where it stands', () => {
    for (const { summary, group } of FAULT_KINDS) {
      expect(summary).toMatch(/^[A-Z].{10,140}[^.]$/);
      expect(['meaning', 'framing', 'message', 'tcp', 'tls']).toContain(group);
    }
  });
});

describe.each(named)('the fault %s', (name, kind) => {
  const example = FAULT_EXAMPLES[name] ?? {};

  it('takes its documented example', () => {
    const [rule] = faultRulesFromJson({ fault: name, ...example });
    expect(rule?.label).toBe(name);
    expect(rule?.written).toEqual({ fault: name, ...example });
  });

  it('knows no setting that it has not, and keeps none of its settings undocumented', () => {
    const properties = isJsonObject(kind.schema['properties']) ? kind.schema['properties'] : {};
    const documented = Object.keys(example);
    const optional = new Set(['retryAfter', 'retryIn', 'ratio', 'bytes', 'status']);
    expect(Object.keys(properties).filter((key) => !documented.includes(key) && !optional.has(key))).toEqual([]);
    expect(() => faultRulesFromJson({ fault: name, ...example, unknownSetting: 1 })).toThrow(InputError);
  });

  it('makes settings of whatever its schema lets through, and steps that are decided by what they are given', () => {
    fc.assert(
      fc.property(settingsOf(kind), replies, fc.nat(1_000_000), (json, reply, nowMs) => {
        const first = stepsOf(kind, json, { reply, nowMs });
        expect(stepsOf(kind, json, { reply, nowMs })).toEqual(first);
      }),
      { seed: 1, numRuns: 15 },
    );
  });

  it('sends no more of a body than there was, unless it says so', () => {
    const extraBytes = { 'bad-gzip': 11, 'schema-invalid': 100_000 }[name] ?? 0;
    fc.assert(
      fc.property(settingsOf(kind), replies, (json, reply) => {
        const { replied } = stepsOf(kind, json, { reply, nowMs: 5_000 });
        if (replied !== undefined) expect(bodyLength(replied)).toBeLessThanOrEqual(bodyLength(reply) + extraBytes);
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  it('ends every reply that it changes, once and last', () => {
    fc.assert(
      fc.property(settingsOf(kind), replies, (json, reply) => {
        const steps = stepsOf(kind, json, { reply, nowMs: 5_000 }).replied?.steps ?? reply.steps;
        const ends = steps.map((step) => step.kind === 'end' || step.kind === 'cut' || step.kind === 'stall');
        expect(ends.indexOf(true)).toBe(steps.length - 1);
      }),
      { seed: 3, numRuns: 40 },
    );
  });

  it('lets no byte come out of a connection that did not go in, and none twice', () => {
    fc.assert(
      fc.property(
        settingsOf(kind),
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.constantFrom('up', 'down'),
        (json, bytes, direction) => {
          const settings = kind.settingsFrom(json);
          const moment = { nowMs: 2_000, sinceMs: 1_000, untilMs: undefined, random: randomFromSeed('s'), openedAtMs: 1_500 };
          const step = { settings, state: kind.initialState(settings), connectionId: 'c', direction, bytes, offsetBytes: 0, ...moment };
          const written = (kind.onBytes?.(step).effect ?? []).flatMap((one) => (one.kind === 'write' ? [...one.bytes] : []));
          expect(written).toEqual([...bytes.subarray(0, written.length)]);
        },
      ),
      { seed: 4, numRuns: 40 },
    );
  });
});

/** Values that the schema of the settings accepts; what has no settings has one. */
function settingsOf(kind: FaultKind): fc.Arbitrary<JsonObject> {
  return arbitraryFromSchema(schemaFromValue(kind.schema)).map((value) => (isJsonObject(value) ? value : {}));
}

const replies: fc.Arbitrary<Reply> = fc
  .record({ status: fc.constantFrom(200, 201, 204, 404, 500), json: fc.json(), type: fc.constantFrom('application/json', 'text/plain') })
  .map(({ status, json, type }) => wholeReply({ status, headers: ['content-type', type], body: status === 204 ? undefined : json }));

function stepsOf(kind: FaultKind, json: JsonObject, { reply, nowMs }: { readonly reply: Reply; readonly nowMs: number }) {
  const settings = kind.settingsFrom(json);
  const step = { settings, nowMs, sinceMs: 1_000, untilMs: undefined, random: randomFromSeed('steps'), request: faulted() };
  const asked = kind.onRequest?.({ ...step, state: kind.initialState(settings) });
  const state = asked === undefined ? kind.initialState(settings) : asked.state;
  const answered = kind.onReply?.({ ...step, state, reply });
  return { asked: asked?.effect, replied: answered?.effect };
}
