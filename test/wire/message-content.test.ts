import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { bytesFromPayload, payloadCodingOf, payloadFromBytes } from '../../src/wire/message-content.js';
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
