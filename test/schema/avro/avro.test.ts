import avsc from 'avsc';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { planArbitrary } from '../../../src/schema/arbitrary/arbitrary-from-schema.js';
import { drawValue } from '../../../src/schema/arbitrary/draw.js';
import { jsonSchemaFromAvro } from '../../../src/schema/avro/avro-json-schema.js';
import { avroFromBytes } from '../../../src/schema/avro/avro-reader.js';
import type { AvroType } from '../../../src/schema/avro/avro-type.js';
import { bytesFromAvro } from '../../../src/schema/avro/avro-writer.js';
import { parseAvro } from '../../../src/schema/avro/parse-avro.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { isValid } from '../../../src/schema/validate.js';

const LEDGER: JsonValue = {
  type: 'record',
  name: 'Entry',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'count', type: 'int' },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'rate', type: 'double' },
    { name: 'open', type: 'boolean' },
    { name: 'raw', type: 'bytes' },
    { name: 'digest', type: { type: 'fixed', name: 'Digest', size: 4 } },
    { name: 'state', type: { type: 'enum', name: 'State', symbols: ['NEW', 'PAID'] } },
    { name: 'tags', type: { type: 'array', items: 'string' } },
    { name: 'marks', type: { type: 'map', values: ['null', 'int', 'State'] } },
    { name: 'parent', type: ['null', 'Entry'], default: null },
    { name: 'other', type: ['shop.Digest', 'string'] },
  ],
};

function typeOf(schema: JsonValue): AvroType {
  const parsed = parseAvro(schema);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.type;
}

/** Values of the strict JSON encoding, drawn from its schema. */
function drawnValues(type: AvroType, count: number): readonly JsonValue[] {
  const plan = planArbitrary(schemaFromValue(jsonSchemaFromAvro(type, 'strict'), 'draft-07'));
  if (plan.kind !== 'arbitrary') throw new Error('there are no values');
  return Array.from({ length: count }, (_, index) => drawValue(plan.arbitrary, 'avro', index).value);
}

const PLAIN: readonly JsonValue[] = [
  'null',
  'boolean',
  'int',
  'long',
  'double',
  'bytes',
  'string',
  { type: 'array', items: 'null' },
  ['null', 'long'],
  LEDGER,
];

describe('Avro', () => {
  it.each(PLAIN)('is read as it was written: %j', (schema) => {
    const type = typeOf(schema);
    for (const value of drawnValues(type, 60)) {
      const bytes = bytesFromAvro(type, value);
      expect(bytes).toBeDefined();
      if (bytes !== undefined) expect(avroFromBytes(type, bytes)).toEqual({ ok: true, value: numbersAsRead(value) });
    }
  });

  it.each(PLAIN)('is written as avsc writes it: %j', (schema) => {
    const type = typeOf(schema);
    const other = avsc.Type.forSchema(schema as avsc.Schema, { wrapUnions: true });
    for (const value of drawnValues(type, 60)) {
      const text = JSON.stringify(value);
      // avsc knows no number beyond 2^53, and no NaN in JSON.
      if (/NaN|Infinity/.test(text) || /\d{16,}|e\+/.test(text)) continue;
      expect(Buffer.from(bytesFromAvro(type, value) ?? []).toString('hex')).toBe(other.toBuffer(other.fromString(text)).toString('hex'));
    }
  });

  it('is never read from junk without an answer, nor does reading throw', () => {
    const type = typeOf(LEDGER);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const read = avroFromBytes(type, bytes);
        if (read.ok) expect(isValid(schemaFromValue(jsonSchemaFromAvro(type, 'strict'), 'draft-07'), read.value)).toBe(true);
      }),
      { seed: 9 },
    );
  });

  it('ends at a count of items that takes no bytes', () => {
    const type = typeOf({ type: 'array', items: 'null' });
    expect(avroFromBytes(type, Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0x0f, 0))).toEqual({
      ok: false,
      reason: 'is not Avro: it has too many values',
    });
  });

  it('ends at a value that is nested without end', () => {
    const type = typeOf({ type: 'record', name: 'R', fields: [{ name: 'r', type: ['null', 'R'] }] });
    expect(avroFromBytes(type, new Uint8Array(5000).fill(2))).toEqual({ ok: false, reason: 'is not Avro: it is nested too deep' });
  });

  it.each<readonly [JsonValue, string]>([
    ['Money', 'nobody defines "Money"'],
    [{ type: 'record', name: 'R' }, 'the record "R" has no fields'],
    [['null', 'null'], 'a union has the same type twice'],
    [[], 'a union has no branches'],
    [{ type: 'enum', name: 'E', symbols: [] }, 'the enum "E" has no symbols'],
    [{ type: 'fixed', name: 'F', size: -1 }, 'the fixed "F" has no size'],
    [{ type: 'array' }, 'nothing is no type'],
    [5, '5 is no type'],
    [[['null']], 'a union stands inside of a union'],
  ])('tells why %j is no schema', (schema, reason) => {
    expect(parseAvro(schema)).toEqual({ ok: false, reason });
  });

  it('writes a value of a union that does not name its branch, and none that the type does not have', () => {
    expect(bytesFromAvro(typeOf(['null', 'string']), 'a')).toEqual(Buffer.from([2, 2, 0x61]));
    expect(bytesFromAvro(typeOf('int'), 2 ** 31)).toBeUndefined();
    expect(bytesFromAvro(typeOf(LEDGER), { id: 'x' })).toBeUndefined();
  });
});

/** Minus zero is zero as a whole number, and JSON has only one zero anyway. */
function numbersAsRead(value: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
