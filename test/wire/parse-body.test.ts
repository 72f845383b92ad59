import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMediaType } from '../../src/base/media-type.js';
import type { JsonValue } from '../../src/base/json.js';
import type { MediaType } from '../../src/contract/contract.js';
import { parseBody } from '../../src/wire/parse-body.js';
import { serialiseBody } from '../../src/wire/serialise-body.js';
import { mediaTypeOf } from './operation-from.js';

function read(body: string | Uint8Array, mediaType: MediaType, contentType = mediaType.name) {
  return parseBody(body, mediaType, parseMediaType(contentType));
}

function bodyValue(body: string | Uint8Array, mediaType: MediaType, contentType?: string): JsonValue | undefined {
  const parsed = read(body, mediaType, contentType);
  return parsed.kind === 'value' ? parsed.value : undefined;
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Written and read again, as a sender and a receiver of the same contract would. */
function roundTrip(mediaType: MediaType, value: JsonValue): JsonValue | undefined {
  const written = serialiseBody(mediaType, value);
  return written.kind === 'content' ? bodyValue(written.body, mediaType, written.contentType) : undefined;
}

const JSON_TYPE = mediaTypeOf('application/json');

describe('JSON bodies', () => {
  it('may be in any JSON media type, with a byte order mark, in UTF-8 or UTF-16', () => {
    expect(bodyValue(bytes('{"a":1}'), JSON_TYPE, 'application/problem+json')).toEqual({ a: 1 });
    expect(bodyValue(bytes('\ufeff{"a":"é"}'), JSON_TYPE, 'application/json; charset=utf-8')).toEqual({ a: 'é' });
    expect(bodyValue(bytes('{"a":1}'), JSON_TYPE, 'application/json; charset=iso-8859-1')).toEqual({ a: 1 });
    const littleEndian = Uint8Array.from([0xff, 0xfe, 0x5b, 0, 0x31, 0, 0x5d, 0]);
    expect(bodyValue(littleEndian, JSON_TYPE)).toEqual([1]);
    expect(bodyValue(littleEndian.subarray(2), JSON_TYPE, 'application/json; charset=UTF-16LE')).toEqual([1]);
    expect(bodyValue(Uint8Array.from([0xfe, 0xff, 0, 0x31]), JSON_TYPE, 'application/json; charset=utf-16')).toBe(1);
  });

  it('in bytes of no charset, or of one nobody knows, are malformed', () => {
    expect(read(Uint8Array.from([0x22, 0xff, 0x22]), JSON_TYPE)).toEqual({ kind: 'malformed', message: 'is not text in UTF-8' });
    expect(read(bytes('a'), mediaTypeOf('text/plain'), 'text/plain; charset=klingon')).toEqual({
      kind: 'malformed',
      message: 'is not text in klingon',
    });
  });

  it('keep a member named __proto__ as a member', () => {
    const value = bodyValue('{"__proto__":{"x":1}}', JSON_TYPE);
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('are read as they are written', () => {
    fc.assert(
      fc.property(fc.jsonValue() as fc.Arbitrary<JsonValue>, (value) => {
        expect(roundTrip(JSON_TYPE, value)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 20261121 },
    );
  });
});

describe('rows of JSON', () => {
  it.each(['application/jsonl', 'application/x-ndjson', 'application/json-seq', 'application/geo+json-seq'])('%s are arrays', (name) => {
    const mediaType = mediaTypeOf(name, undefined, { itemSchema: { type: 'object' } });
    expect(roundTrip(mediaType, [{ a: 1 }, { b: '\n' }])).toEqual([{ a: 1 }, { b: '\n' }]);
    expect(roundTrip(mediaType, [])).toEqual([]);
  });

  it('tell which item is malformed', () => {
    expect(read('{"a":1}\r\n\n{"a":', mediaTypeOf('application/jsonl'))).toEqual({
      kind: 'malformed',
      message: 'item 1 is not JSON: it ends too early',
    });
  });
});

describe('forms', () => {
  const schema = {
    type: 'object',
    properties: {
      name: { type: 'string' },
      age: { type: 'integer' },
      tags: { type: 'array', items: { type: 'string' } },
      ids: { type: 'array', items: { type: 'integer' } },
      address: { type: 'object', properties: { street: { type: 'string' }, number: { type: 'integer' } } },
    },
  };
  const form = mediaTypeOf('application/x-www-form-urlencoded', schema, { encoding: { ids: { style: 'pipeDelimited', explode: false } } });

  it('get the types of their properties', () => {
    expect(bodyValue('name=a+b%26&age=5&tags=x&tags=y&ids=1|2&other=7', form)).toEqual({
      name: 'a b&',
      age: 5,
      tags: ['x', 'y'],
      ids: [1, 2],
      other: '7',
    });
  });

  it('take an object in brackets or as JSON', () => {
    expect(bodyValue('address[street]=s&address[number]=5', form)).toEqual({ address: { street: 's', number: 5 } });
    expect(bodyValue('address=%7B%22number%22%3A5%7D', form)).toEqual({ address: { number: 5 } });
    expect(bodyValue('tags[]=x&tags[]=y', form)).toEqual({ tags: ['x', 'y'] });
  });

  it('with a property written in deepObject or form style follow it', () => {
    const deep = mediaTypeOf(form.name, schema, {
      encoding: { address: { style: 'deepObject', explode: true }, tags: { style: 'form', explode: false } },
    });
    expect(bodyValue('address[street]=s&tags=a,b', deep)).toEqual({ address: { street: 's' }, tags: ['a', 'b'] });
  });

  it('follow additionalProperties for the rest, and the alternative that fits', () => {
    expect(bodyValue('a=1&b=2', mediaTypeOf(form.name, { type: 'object', additionalProperties: { type: 'integer' } }))).toEqual({
      a: 1,
      b: 2,
    });
    const either = {
      oneOf: [
        { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } },
        { type: 'object', required: ['b'], properties: { b: { type: 'integer' } } },
      ],
    };
    expect(bodyValue('b=2', mediaTypeOf(form.name, either))).toEqual({ b: 2 });
  });

  it('that are broken or endless are malformed', () => {
    expect(read('name=%zz', form)).toEqual({ kind: 'malformed', message: 'property "name" has a "%" that starts no valid escape' });
    expect(read('x=%zz', form)).toMatchObject({ kind: 'malformed' });
    expect(read('a=1&'.repeat(100_000), form)).toMatchObject({ kind: 'malformed' });
  });

  it('keep __proto__ as a field', () => {
    expect(JSON.stringify(bodyValue('__proto__=1&__proto__[x]=2', form))).toContain('"__proto__":"1"');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('are read as they are written', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    const value = fc.record(
      {
        name: text,
        age: fc.integer(),
        tags: fc.array(text, { minLength: 1 }),
        ids: fc.array(fc.integer(), { minLength: 1 }),
        address: fc.record({ street: text, number: fc.integer() }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(value, (fields) => {
        expect(roundTrip(form, fields)).toEqual({ ...fields });
      }),
      { seed: 20261121 },
    );
  });
});

describe('multipart bodies', () => {
  const schema = {
    type: 'object',
    properties: {
      name: { type: 'string' },
      age: { type: 'integer' },
      meta: { type: 'object', properties: { a: { type: 'integer' } } },
      files: { type: 'array', items: { type: 'string', format: 'binary' } },
      tags: { type: 'array', items: { type: 'string' } },
      avatar: { type: 'string', contentMediaType: 'image/png' },
    },
  };
  const form = mediaTypeOf('multipart/form-data', schema);
  const contentType = 'multipart/form-data; boundary="x y"';

  it('become an object of their parts, typed and grouped by name', () => {
    const body = [
      'a preamble',
      '--x y',
      'Content-Disposition: form-data; name="name"',
      '',
      'line\r\nline --x y\r\n--x yz',
      '--x y',
      'content-disposition: form-data; name=age',
      '',
      '5',
      '--x y  ',
      'Content-Disposition: form-data; name="meta"; filename="blob"',
      'Content-Type: application/json',
      '',
      '{"a":1}',
      '--x y',
      'Content-Disposition: form-data; name="files"; filename="a;b.txt"',
      'Content-Type: text/plain',
      '',
      'one',
      '--x y',
      'Content-Disposition: form-data; name="other"',
      '',
      '',
      '--x y--',
      'an epilogue',
    ].join('\r\n');
    expect(bodyValue(body, form, contentType)).toEqual({
      name: 'line\r\nline --x y\r\n--x yz',
      age: 5,
      meta: { a: 1 },
      files: ['one'],
      other: '',
    });
  });

  it('hold files with one character for each byte', () => {
    const head = bytes('--b\r\nContent-Disposition: form-data; name="avatar"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n');
    const file = Uint8Array.from([0x89, 0x50, 0x0d, 0x0a, 0xff, 0x00]);
    const body = new Uint8Array([...head, ...file, ...bytes('\r\n--b--')]);
    const value = bodyValue(body, form, 'multipart/form-data; boundary=b') as { avatar: string };
    expect(value.avatar).toHaveLength(6);
  });

  it.each([
    ['multipart/form-data', 'x', 'has no boundary in its Content-Type'],
    [`multipart/form-data; boundary=${'b'.repeat(300)}`, 'x', 'has a boundary of more than 200 characters'],
    ['multipart/form-data; boundary=b', 'x', 'holds no boundary'],
    ['multipart/form-data; boundary=b', '', 'holds no boundary'],
    ['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx', 'ends before its closing boundary'],
    ['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="a"\r\n--b--', 'part 0 has no end of its headers'],
    ['multipart/form-data; boundary=b', '--b', 'ends before its closing boundary'],
    ['multipart/form-data; boundary=b', `--b\r\nx: ${'y'.repeat(20_000)}\r\n\r\nx\r\n--b--`, 'part 0 has no end of its headers'],
    ['multipart/form-data; boundary=b', `${'--b\r\n\r\n\r\n'.repeat(1001)}--b--`, 'must not have more than 1000 parts'],
    [
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n{\r\n--b--',
      'part "meta" is not JSON: it ends too early',
    ],
  ])('that are broken are malformed: %s', (type, body, message) => {
    expect(read(body, form, type)).toEqual({ kind: 'malformed', message });
  });

  it('of a list are their parts in order', () => {
    const mixed = mediaTypeOf('multipart/mixed', { type: 'array', items: { type: 'object' } });
    expect(roundTrip(mixed, [{ a: 1 }, { b: 2 }])).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it('are read as they are written, and written alike each time', () => {
    const text = fc.string({ unit: 'grapheme' });
    const ascii = fc.string({ unit: 'grapheme-ascii' });
    const value = fc.record(
      {
        name: text,
        age: fc.integer(),
        meta: fc.record({ a: fc.integer() }),
        files: fc.array(ascii, { minLength: 1 }),
        tags: fc.array(text, { minLength: 1 }),
        avatar: ascii,
        'an "odd"\r\nname': text,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(value, (fields) => {
        expect(roundTrip(form, fields)).toEqual({ ...fields });
        expect(serialiseBody(form, fields)).toEqual(serialiseBody(form, fields));
      }),
      { seed: 20261121 },
    );
  });

  it('follow the alternative that fits, and tell one text from a list of one', () => {
    const either = {
      anyOf: [
        { properties: { n: { type: 'string', maxLength: 1 } } },
        {
          properties: {
            n: { type: 'integer' },
            ids: {
              oneOf: [
                { type: 'string', pattern: '^x' },
                { type: 'array', items: { type: 'string' } },
              ],
            },
          },
        },
      ],
    };
    const mediaType = mediaTypeOf('multipart/form-data', either);
    expect(roundTrip(mediaType, { n: 55, ids: 'xy' })).toEqual({ n: 55, ids: 'xy' });
    expect(roundTrip(mediaType, { n: 55, ids: ['a'] })).toEqual({ n: 55, ids: ['a'] });
  });

  it('get a boundary that their parts do not hold', () => {
    expect(roundTrip(form, { name: '\r\n--mortise-0\r\n--mortise-1--' })).toEqual({ name: '\r\n--mortise-0\r\n--mortise-1--' });
  });

  it('of any bytes are read without throwing', () => {
    const piece = fc.constantFrom(
      '--b',
      '\r\n',
      '\n',
      '--',
      'Content-Disposition: form-data; name="a"',
      ': ',
      'x',
      '"',
      '\u0000',
      'Content-Type: application/json',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        read(pieces.join(''), form, 'multipart/form-data; boundary=b');
      }),
      { seed: 20261121, numRuns: 500 },
    );
  });
});

describe('other bodies', () => {
  it('of text get the type their schema asks for', () => {
    expect(bodyValue('5', mediaTypeOf('text/plain', { type: 'integer' }))).toBe(5);
    expect(bodyValue('5', mediaTypeOf('text/plain', { type: 'string' }))).toBe('5');
    expect(roundTrip(mediaTypeOf('text/csv', { type: 'string' }), 'a,b')).toBe('a,b');
  });

  it('of text have no form for an object', () => {
    expect(serialiseBody(mediaTypeOf('text/plain'), { a: 1 })).toEqual({
      kind: 'problem',
      message: 'text/plain has no form for an object',
    });
  });

  it('of bytes, events and XML pass as they are', () => {
    for (const name of [
      'application/octet-stream',
      'image/png',
      'application/xml',
      'application/soap+xml',
      'text/event-stream',
      'application/pdf',
    ]) {
      expect(read('<a>', mediaTypeOf(name, { type: 'object' }))).toEqual({ kind: 'opaque' });
    }
  });

  it('in a range are written in a usual type of it', () => {
    expect(serialiseBody(mediaTypeOf('*/*'), { a: 1 })).toMatchObject({ contentType: 'application/json', body: '{"a":1}' });
    expect(serialiseBody(mediaTypeOf('text/*'), 'a')).toMatchObject({ contentType: 'text/plain', body: 'a' });
    expect(serialiseBody(mediaTypeOf('image/*'), 'a', 'image/gif')).toMatchObject({ contentType: 'image/gif', body: 'a' });
  });

  it('in XML are written by the names of the schema', () => {
    const schema = {
      type: 'object',
      xml: { name: 'pet' },
      properties: {
        id: { type: 'integer', xml: { attribute: true } },
        tags: { type: 'array', xml: { wrapped: true }, items: { type: 'string', xml: { name: 'tag' } } },
        'bad name': { type: 'string' },
      },
    };
    expect(serialiseBody(mediaTypeOf('application/xml', schema), { id: 5, tags: ['a<', 'b'], 'bad name': '\u0001' })).toMatchObject({
      body: '<?xml version="1.0" encoding="UTF-8"?><pet id="5"><tags><tag>a&#60;</tag><tag>b</tag></tags><bad_name>\ufffd</bad_name></pet>',
    });
  });
});
