import { array, assert, constantFrom, property, stringMatching, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  closesConnection,
  headEnd,
  parseRequestHead,
  parseResponseHead,
  requestFraming,
  responseFraming,
} from '../../src/host/message-head.js';

const field = tuple(stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,10}$/), stringMatching(/^(?:[!-~\u00a0-\u00ff](?:[ -~]{0,8}[!-~])?)?$/));

describe('the head of a message', () => {
  it('is read as it was written, name by name, in case and order', () => {
    assert(
      property(
        stringMatching(/^[A-Z]{1,8}$/),
        stringMatching(/^\/[!-~]{0,20}$/),
        array(field, { maxLength: 8 }),
        constantFrom('\r\n', '\n'),
        (method, target, fields, end) => {
          const lines = [`${method} ${target} HTTP/1.1`, ...fields.map(([name, value]) => `${name}: ${value}`), '', ''];
          const bytes = Buffer.from(lines.join(end), 'latin1');
          expect(headEnd(Buffer.concat([bytes, Buffer.from('body')]))).toBe(bytes.length);
          expect(parseRequestHead(bytes)).toEqual({ start: [method, target, 'HTTP/1.1'], headers: fields.flat() });
        },
      ),
      { seed: 1 },
    );
  });

  it.each([
    'GET / HTTP/2.0\r\n\r\n',
    'GET /\r\n\r\n',
    'GET / HTTP/1.1\r\nno colon\r\n\r\n',
    'GET / HTTP/1.1\r\nA: 1\r\n folded\r\n\r\n',
    'G(T / HTTP/1.1\r\n\r\n',
    '\r\n',
  ])('is none in %j', (text) => {
    expect(parseRequestHead(Buffer.from(text))).toBeUndefined();
    expect(parseResponseHead(Buffer.from(text))).toBeUndefined();
  });

  it('has not ended before its empty line', () => {
    expect(headEnd(Buffer.from('GET / HTTP/1.1\r\nA: 1\r\n'))).toBe(-1);
    expect(headEnd(Buffer.from('GET / HTTP/1.1\r\n\r'))).toBe(-1);
  });

  it('is that of a response with or without a reason', () => {
    expect(parseResponseHead(Buffer.from('HTTP/1.1 200 All is well\r\n\r\n'))?.start).toEqual(['HTTP/1.1', '200', 'All is well']);
    expect(parseResponseHead(Buffer.from('HTTP/1.0 404\r\n\r\n'))?.start).toEqual(['HTTP/1.0', '404', '']);
    expect(parseResponseHead(Buffer.from('HTTP/1.1 abc\r\n\r\n'))).toBeUndefined();
  });
});

describe('the framing of a body', () => {
  it.each([
    [[], { kind: 'none' }],
    [['Content-Length', '12'], { kind: 'length', bytes: 12 }],
    [['Content-Length', '12', 'content-length', '12'], { kind: 'length', bytes: 12 }],
    [['Content-Length', '12, 13'], undefined],
    [['Content-Length', '-1'], undefined],
    [['Transfer-Encoding', 'gzip, Chunked', 'Content-Length', '3'], { kind: 'chunked' }],
    [['Transfer-Encoding', 'gzip'], undefined],
  ])('of a request with %j', (headers, framing) => {
    expect(requestFraming(headers)).toEqual(framing);
  });

  it.each([
    ['HEAD', 200, ['Content-Length', '5'], { kind: 'none' }],
    ['GET', 204, ['Content-Length', '5'], { kind: 'none' }],
    ['GET', 304, [], { kind: 'none' }],
    ['GET', 200, ['Content-Length', '5'], { kind: 'length', bytes: 5 }],
    ['GET', 200, ['Transfer-Encoding', 'chunked'], { kind: 'chunked' }],
    ['GET', 200, ['Transfer-Encoding', 'gzip'], { kind: 'untilClose' }],
    ['GET', 200, [], { kind: 'untilClose' }],
    ['GET', 200, ['Content-Length', 'five'], { kind: 'untilClose' }],
  ])('of an answer to %s with %i and %j', (method, status, headers, framing) => {
    expect(responseFraming(method, status, headers)).toEqual(framing);
  });

  it('says whether the connection is used no further', () => {
    expect(closesConnection('HTTP/1.1', [])).toBe(false);
    expect(closesConnection('HTTP/1.1', ['Connection', 'keep-alive, Close'])).toBe(true);
    expect(closesConnection('HTTP/1.1', ['Connection', 'x-close'])).toBe(false);
    expect(closesConnection('HTTP/1.0', [])).toBe(true);
    expect(closesConnection('HTTP/1.0', ['Connection', 'Keep-Alive'])).toBe(false);
  });
});
