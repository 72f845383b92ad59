import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { isJsonObject } from '../../../src/base/json.js';
import { bodyVariants } from '../../../src/check/stateful/body-variants.js';
import { freshId } from '../../../src/check/stateful/fresh-id.js';
import { leadsHere } from '../../../src/check/stateful/leads-here.js';
import { markedBody, marksIn } from '../../../src/check/stateful/mark.js';
import { projectedOnto } from '../../../src/check/stateful/projection.js';
import { isVolatileName } from '../../../src/check/stateful/volatile-member.js';
import type { Schema } from '../../../src/schema/schema.js';
import { isValid } from '../../../src/schema/validate.js';
import { exchangeWith } from '../../support/exchange-arbitrary.js';

function schemaOf(value: JsonValue): Schema {
  return { value, dialect: 'openapi-3.1', uri: 'a.json', pointer: '', documents: { get: () => undefined } };
}

const ORDER = schemaOf({
  type: 'object',
  required: ['sku'],
  properties: {
    id: { type: 'string', readOnly: true },
    sku: { type: 'string', pattern: '^[A-Z]{2}$' },
    email: { type: 'string', format: 'email' },
    note: { type: 'string', maxLength: 40 },
    status: { enum: ['open', 'paid'] },
    currency: { type: 'string' },
    gift: { type: 'boolean' },
    updatedAt: { type: 'string' },
  },
});

describe('markedBody', () => {
  it('keeps the schema, and is known again anywhere in an answer', () => {
    const body = fc.record(
      { sku: fc.constant('AB'), email: fc.constant('a@b.example'), note: fc.string({ maxLength: 40 }), currency: fc.constant('EUR') },
      { requiredKeys: ['sku'] },
    );
    fc.assert(
      fc.property(body, fc.stringMatching(/^[0-9a-z]{1,12}$/), (order, mark) => {
        const marked = markedBody(order, ORDER, mark);
        expect(marked === undefined).toBe(order.email === undefined && order.note === undefined);
        if (marked === undefined) return;
        expect(isValid(ORDER, marked)).toBe(true);
        expect(marksIn({ data: [{ order: marked }] })).toEqual([`mortise-${mark}`]);
        expect([marked['sku'], marked['currency']]).toEqual([order.sku, order.currency]);
      }),
      { seed: 20_260_811 },
    );
  });

  it('finds no place for a mark where every text is coded, short or refers to something', () => {
    expect(markedBody({ sku: 'AB', customerId: 'c', currency: 'EUR' }, ORDER, 'x')).toBeUndefined();
    expect(markedBody({ note: 'a' }, schemaOf({ properties: { note: { type: 'string', maxLength: 5 } } }), 'x')).toBeUndefined();
    expect(markedBody([{ note: 'a' }], ORDER, 'x')).toBeUndefined();
  });
});

describe('freshId', () => {
  it.each<readonly [JsonValue, JsonValue]>([
    [7, { type: 'integer', minimum: 1 }],
    [7, { type: 'integer', maximum: 100 }],
    ['7', { type: 'string' }],
    ['ord_7f3a', { type: 'string', pattern: '^ord_[0-9a-z]+$' }],
    ['efdbb9d1-02c2-4bc3-afb7-6788d8782b1e', { type: 'string', format: 'uuid' }],
    ['AB-123', { type: 'string', pattern: '^[A-Z]{2}-[0-9]{3}$' }],
  ])('is like %j, valid and another', (like, schema) => {
    fc.assert(
      fc.property(fc.string(), (mark) => {
        const id = freshId(like, schemaOf(schema), mark);
        expect(id).toEqual(freshId(like, schemaOf(schema), mark));
        expect(typeof id).toBe(typeof like);
        expect(isValid(schemaOf(schema), id)).toBe(true);
      }),
      { seed: 20_260_812 },
    );
    expect(freshId(like, schemaOf(schema), 'mark')).not.toEqual(like);
  });

  it('is the same where the schema knows only one', () => {
    expect(freshId('me', schemaOf({ const: 'me' }), 'x')).toBe('me');
  });
});

describe('bodyVariants', () => {
  const facts = { isClients: (name: string) => name !== 'id' && name !== 'updatedAt', isSendable: () => true, isDefault: () => false };
  const bodies: readonly JsonObject[] = [
    { sku: 'AB', note: 'as a present' },
    { sku: 'CD', gift: false, status: 'open', updatedAt: 'now' },
  ];

  it('sets what is optional to values that no provider puts there by itself, and leaves out exactly that', () => {
    expect(bodyVariants(ORDER, bodies, facts)).toEqual({
      full: { sku: 'AB', note: 'as a present', gift: true, status: 'paid', updatedAt: 'now' },
      slim: { sku: 'AB', updatedAt: 'now' },
      other: { sku: 'AB', note: 'as a present x', gift: false, status: 'open', updatedAt: 'now' },
    });
  });

  it('keeps what the schema does not let go', () => {
    const schema = schemaOf({ type: 'object', properties: { a: { type: 'integer' }, b: { type: 'integer' } }, minProperties: 1 });
    const variants = bodyVariants(schema, [{ a: 1, b: 1 }], facts);
    expect(Object.keys(variants?.slim ?? {})).toHaveLength(1);
  });

  it('is nothing where all is required', () => {
    expect(bodyVariants(schemaOf({ required: ['a'], properties: { a: {} } }), [{ a: 1 }], facts)).toBeUndefined();
  });
});

describe('projectedOnto', () => {
  it('shows of an answer what was sent, whatever the provider adds', () => {
    const sent = { items: [{ sku: 'a', quantity: 1 }], tags: ['x', 'y'] };
    const shown = { items: [{ quantity: 1, id: 3, sku: 'a', createdAt: 'now' }], tags: ['y', 'x'], total: 4 };
    expect(projectedOnto(sent, shown)).toEqual({ items: [{ quantity: 1, sku: 'a' }], tags: ['x', 'y'] });
  });

  it('shows all of what was sent when nothing is added', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^m[a-z]{3}$/), fc.oneof(fc.string(), fc.integer(), fc.constant(null))), (value) => {
        expect(projectedOnto(value, value)).toEqual({ ...value });
      }),
      { seed: 20_260_813 },
    );
  });

  it('ends in values of any depth', () => {
    let deep: JsonValue = 1;
    for (let level = 0; level < 5_000; level += 1) deep = { a: deep };
    expect(isJsonObject(projectedOnto(deep, deep))).toBe(true);
  });
});

describe('isVolatileName', () => {
  it.each(['updatedAt', 'created_at', '_links', 'etag', 'version', 'lastModifiedBy', 'viewCount', 'auditLog'])(
    'takes %s for the provider’s',
    (name) => {
      expect(isVolatileName(name)).toBe(true);
    },
  );

  it.each(['name', 'status', 'quantity', 'format', 'location', 'tags', 'price'])('leaves %s to clients', (name) => {
    expect(isVolatileName(name)).toBe(false);
  });
});

describe('leadsHere', () => {
  const provider = { baseUrl: 'http://localhost:8080/v1', basePath: '' };
  it.each([
    ['/v1/orders/7', provider, true],
    ['http://localhost:8080/v1/orders/7', provider, true],
    ['http://127.0.0.1:8080/v1/orders/7', provider, true],
    ['//LOCALHOST:8080/x', provider, true],
    ['http://localhost:9090/v1/orders/7', provider, false],
    ['https://localhost:8080/v1/orders/7', provider, false],
    ['https://api.example/orders/7', provider, false],
    ['/files/7', { baseUrl: 'http://localhost', basePath: '/v1' }, false],
    ['/v1/files/7', { baseUrl: 'http://localhost', basePath: '/v1' }, true],
    ['http://', provider, false],
  ])('%s', (location, at, expected) => {
    const request = { method: 'POST', target: '/v1/orders', headers: [], body: undefined };
    const exchange = exchangeWith({ request, response: { status: 201, headers: ['Location', location], body: undefined } });
    expect(leadsHere(exchange, at)).toBe(expected);
  });
});
