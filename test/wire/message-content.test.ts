import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { bytesFromPayload, jsonBytesBetween, payloadCodingOf, payloadFromBytes } from '../../src/wire/message-content.js';
import { avroMessageOf, bytesOf, messageOf } from '../support/message-of.js';

/** JSON has one zero, and `__proto__` is no member that an object literal can have. */
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);

describe('payloads', () => {
  it('are read as they were written: JSON', () => {
    const message = messageOf({});
    fc.assert(
      fc.property(json, (value) => {
        expect(payloadFromBytes(bytesFromPayload(value, message), message)).toEqual({ ok: true, value });
      }),
      { seed: 3 },
    );
  });

  it('are read as they were written: text', () => {
    const message = messageOf({ type: 'string' }, { contentType: 'text/plain' });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        expect(payloadFromBytes(bytesFromPayload(value, message), message)).toEqual({ ok: true, value });
      }),
      { seed: 3 },
    );
  });

  it('are read as they were written: bytes', () => {
    const message = messageOf({ type: 'string' }, { contentType: 'application/octet-stream' });
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const read = payloadFromBytes(bytes, message);
        expect(read.ok && [...bytesFromPayload(read.value, message)]).toEqual([...bytes]);
      }),
      { seed: 3 },
    );
  });

  it.each([
    ['application/json', 'json'],
    ['application/cloudevents+json; charset=utf-8', 'json'],
    ['json', 'json'],
    ['text/plain', 'text'],
    ['text/xml', 'opaque'],
    ['image/png', 'opaque'],
  ])('of %s are %s', (contentType, coding) => {
    expect(payloadCodingOf(messageOf({}, { contentType }))).toBe(coding);
  });

  it('say why they cannot be read', () => {
    expect(payloadFromBytes(bytesOf('{"a":'), messageOf({}))).toEqual({ ok: false, reason: 'is not JSON: it ends too early' });
    expect(payloadFromBytes(Uint8Array.of(0xff), messageOf({}))).toEqual({ ok: false, reason: 'is not text in UTF-8' });
    expect(payloadFromBytes(bytesOf('['.repeat(2000)), messageOf({}))).toMatchObject({ ok: false });
    expect(payloadFromBytes(Uint8Array.of(2), avroMessageOf('string'))).toEqual({ ok: false, reason: 'is not Avro: it ends too early' });
  });

  it('of Avro may have the header of a schema registry before them', () => {
    const message = avroMessageOf('string');
    const bytes = bytesFromPayload('ana', message);
    expect(payloadFromBytes(Uint8Array.of(0, 0, 0, 0, 9, ...bytes), message)).toEqual({ ok: true, value: 'ana' });
  });

  it('of Avro are JSON where the content type says so', () => {
    const message = avroMessageOf('string', 'application/vnd.apache.avro+json');
    expect(bytesFromPayload('ana', message)).toEqual(bytesOf('"ana"'));
  });
});

describe('JSON between pieces that are always the same', () => {
  it('has the bytes that it has when it is written whole, whatever stands in it', () => {
    const value = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('a"b', 'a\\b', 'a\nb', 'é', 'x'.repeat(1_100)),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), fc.string({ maxLength: 40 }), (values, text) => {
        const plain = values.map((one) => (typeof one === 'number' && !Number.isFinite(one) ? 0 : one));
        const whole = JSON.stringify([text, ...plain]);
        const ends = plain.map((_, index) => UTF_8.encode(index === plain.length - 1 ? ']' : ','));
        const first = UTF_8.encode(`[${JSON.stringify(text)}${plain.length === 0 ? ']' : ','}`);
        expect(new TextDecoder().decode(jsonBytesBetween([first, ...ends], plain))).toBe(whole);
      }),
      { seed: 31, numRuns: 60 },
    );
  });
});

const UTF_8 = new TextEncoder();
