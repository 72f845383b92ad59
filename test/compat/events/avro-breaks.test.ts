import avsc from 'avsc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import type { AvroBreak } from '../../../src/compat/events/avro-breaks.js';
import { avroBreaks } from '../../../src/compat/events/avro-breaks.js';
import type { AvroType } from '../../../src/schema/avro/avro-type.js';
import { parseAvro } from '../../../src/schema/avro/parse-avro.js';

function typeOf(schema: JsonValue): AvroType {
  const parsed = parseAvro(schema);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.type;
}

function breaksOf(writer: JsonValue, reader: JsonValue): readonly AvroBreak[] {
  return avroBreaks(typeOf(writer), typeOf(reader));
}

/** What the library of Avro for Node says. */
function isReadByAvsc(writer: JsonValue, reader: JsonValue): boolean {
  const [written, read] = [writer, reader].map((schema) => avsc.Type.forSchema(schema as avsc.Schema, { wrapUnions: true }));
  if (written === undefined || read === undefined) throw new Error('two schemas are there');
  try {
    read.createResolver(written);
    return true;
  } catch {
    // That it cannot be read is an answer here.
    return false;
  }
}

const PRIMITIVE = fc.constantFrom<JsonValue>('null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string');
const ENUM = fc
  .subarray(['NEW', 'PAID', 'SENT'], { minLength: 1 })
  .map((symbols): JsonObject => ({ type: 'enum', name: 'State', symbols }));
const FIXED = fc.integer({ min: 1, max: 3 }).map((size): JsonObject => ({ type: 'fixed', name: 'Digest', size }));
/** Without names, since a name may be defined once only. */
const PLAIN = fc.oneof(
  PRIMITIVE,
  PRIMITIVE.map((items): JsonValue => ({ type: 'array', items })),
  PRIMITIVE.map((values): JsonValue => ({ type: 'map', values })),
  fc.uniqueArray(PRIMITIVE, { minLength: 1, maxLength: 3 }),
);
const FIELD = fc.record({ type: PLAIN, hasDefault: fc.boolean() });
const RECORD = fc
  .record({ fields: fc.dictionary(fc.constantFrom('id', 'total', 'note'), FIELD, { maxKeys: 3, noNullPrototype: true }) })
  .map(
    ({ fields }): JsonObject => ({
      type: 'record',
      name: 'Entry',
      fields: Object.entries(fields).map(([name, { type, hasDefault }]) => ({ name, type, ...(hasDefault ? defaultOf(type) : {}) })),
    }),
  );
const TYPE: fc.Arbitrary<JsonValue> = fc.oneof(PLAIN, ENUM, FIXED, { weight: 3, arbitrary: RECORD });

/** Of a union, of its first branch. */
function defaultOf(type: JsonValue): JsonObject {
  const first = Array.isArray(type) ? type[0] : type;
  if (first === 'null') return { default: null };
  if (first === 'boolean') return { default: true };
  if (first === 'bytes' || first === 'string') return { default: 'x' };
  if (typeof first === 'string') return { default: 1 };
  return { default: (first as JsonObject)['type'] === 'array' ? [] : {} };
}

describe('data of one Avro schema', () => {
  it('may be a text for bytes, and bytes for a text', () => {
    expect(breaksOf('string', 'bytes')).toEqual([]);
    expect(breaksOf('bytes', 'string')).toEqual([]);
  });

  it('fits no branch by what another branch took for granted', () => {
    const record = (name: string, namespace: string, next: JsonValue): JsonObject => ({
      type: 'record',
      name,
      namespace,
      fields: [{ name: 'next', type: next }],
    });
    const writer = record('Order', 'a', record('Line', 'a', 'long'));
    // Both branches are called alike and hold the same record, which cannot be read.
    const reader = [record('Order', 'a', record('Line', 'a', 'int')), record('Order', 'b', 'a.Line')];
    expect(breaksOf(writer, reader).map(({ rule }) => rule)).toEqual(['union']);
  });

  it('can be read by another one just where avsc can', () => {
    const counts = { readable: 0, refused: 0 };
    fc.assert(
      fc.property(TYPE, TYPE, (writer, reader) => {
        const isReadable = breaksOf(writer, reader).length === 0;
        counts[isReadable ? 'readable' : 'refused'] += 1;
        expect(isReadable).toBe(isReadByAvsc(writer, reader));
      }),
      { seed: 61, numRuns: 400 },
    );
    expect(Math.min(counts.readable, counts.refused)).toBeGreaterThan(40);
  });

  it('can be read by the same schema, and by one that only has fields less or fields with defaults more', () => {
    fc.assert(
      fc.property(RECORD, RECORD, (entry, other) => {
        const fields = entry['fields'] as readonly JsonObject[];
        const more = (other['fields'] as readonly JsonObject[]).filter(
          (field) => field['default'] !== undefined && !fields.some(({ name }) => name === field['name']),
        );
        expect(breaksOf(entry, entry)).toEqual([]);
        expect(breaksOf(entry, { ...entry, fields: [...fields.slice(1), ...more] })).toEqual([]);
      }),
      { seed: 62, numRuns: 60 },
    );
  });

  it('that nests in itself is compared to the end, and a break below is told once', () => {
    const tree = (type: string): JsonValue => ({
      type: 'record',
      name: 'Node',
      fields: [
        { name: 'value', type },
        { name: 'next', type: ['null', 'Node'], default: null },
        { name: 'others', type: { type: 'array', items: 'Node' } },
      ],
    });
    expect(breaksOf(tree('int'), tree('long'))).toEqual([]);
    const [first, ...others] = breaksOf(tree('long'), tree('int'));
    expect(first).toEqual({ location: ['value'], rule: 'type', clause: 'must be int', seen: 'long' });
    expect(others.every(({ rule }) => rule === 'union')).toBe(true);
  });

  it.each<[string, JsonValue, JsonValue, AvroBreak]>([
    [
      'a symbol nobody knows',
      { type: 'enum', name: 'State', symbols: ['NEW', 'PAID'] },
      { type: 'enum', name: 'State', symbols: ['NEW'] },
      { location: [], rule: 'symbols', clause: 'must be one of NEW', seen: 'PAID' },
    ],
    [
      'a field without a default',
      { type: 'record', name: 'Entry', fields: [] },
      { type: 'record', name: 'Entry', fields: [{ name: 'id', type: 'string' }] },
      { location: ['id'], rule: 'default', clause: 'must be written, or have a default', seen: 'nothing' },
    ],
    [
      'a branch that no other takes',
      { type: 'array', items: ['null', 'string'] },
      { type: 'array', items: ['null', 'int'] },
      { location: ['*'], rule: 'union', clause: 'must be one of null, int', seen: 'string' },
    ],
    [
      'another name',
      { type: 'record', name: 'shop.Entry', fields: [] },
      { type: 'record', name: 'shop.Line', fields: [] },
      { location: [], rule: 'name', clause: 'must be the record shop.Line', seen: 'shop.Entry' },
    ],
    [
      'another size',
      { type: 'map', values: { type: 'fixed', name: 'Digest', size: 4 } },
      { type: 'map', values: { type: 'fixed', name: 'Digest', size: 8 } },
      { location: ['*'], rule: 'size', clause: 'must be Digest of 8 bytes', seen: 'Digest of 4 bytes' },
    ],
  ])('is refused for %s, at its place', (_, writer, reader, expected) => {
    expect(breaksOf(writer, reader)).toEqual([expected]);
  });

  it('of a record that only moved to another namespace can be read', () => {
    const entry = (name: string): JsonValue => ({ type: 'record', name, fields: [] });
    expect(breaksOf(entry('shop.Entry'), entry('ledger.Entry'))).toEqual([]);
  });
});
