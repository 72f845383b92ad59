import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkBytes, joinedBytes, responseHeadBytes } from '../../../src/scenario/simulated/message-bytes.js';
import type { ResponseEvent } from '../../../src/scenario/simulated/response-reader.js';
import { createResponseReader } from '../../../src/scenario/simulated/response-reader.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What a reader makes of the bytes, cut at these places; the parts of the body joined. */
function read(bytes: Uint8Array, cuts: readonly number[], method = 'GET'): readonly unknown[] {
  const reader = createResponseReader(method);
  const places = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((left, right) => left - right), bytes.length];
  const events = places.slice(1).flatMap((to, index) => reader.push(bytes.subarray(places[index], to)));
  return shown([...events, ...reader.close()]);
}

function shown(events: readonly ResponseEvent[]): readonly unknown[] {
  const body = joinedBytes(events.flatMap((event) => (event.kind === 'body' ? [event.bytes] : [])));
  const others = events.filter(({ kind }) => kind !== 'body');
  return [
    ...others.map((event) => (event.kind === 'failure' ? `${event.error.name} ${(event.error as { code?: string }).code}` : event)),
    Buffer.from(body).toString('latin1'),
  ];
}

const anyBody = fc.uint8Array({ maxLength: 200 });
const anyCuts = fc.array(fc.nat(), { maxLength: 8 });

describe('a reader of responses', () => {
  it('reads back what is sent, wherever the bytes are cut, by length and by chunks', () => {
    fc.assert(
      fc.property(anyBody, fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 5 }), anyCuts, (body, sizes, cuts) => {
        const text = Buffer.from(body).toString('latin1');
        const length = ['content-length', String(body.length)];
        const whole = joinedBytes([responseHeadBytes(200, length), body]);
        expect(read(whole, cuts)).toEqual([{ kind: 'head', status: 200, headers: length }, { kind: 'end', isReusable: true }, text]);

        const chunks: Uint8Array[] = [];
        let offset = 0;
        for (const size of [...sizes, body.length]) {
          const part = body.subarray(offset, offset + size);
          offset += part.length;
          if (part.length > 0) chunks.push(chunkBytes(part));
        }
        const headers = ['transfer-encoding', 'chunked'];
        const chunked = joinedBytes([responseHeadBytes(200, headers), ...chunks, chunkBytes(new Uint8Array(0))]);
        expect(read(chunked, cuts)).toEqual([{ kind: 'head', status: 200, headers }, { kind: 'end', isReusable: true }, text]);
      }),
      { seed: 1 },
    );
  });

  it('never takes what was cut off for the whole', () => {
    fc.assert(
      fc.property(anyBody, fc.boolean(), fc.nat(), anyCuts, (body, isChunked, cut, cuts) => {
        const headers = isChunked ? ['transfer-encoding', 'chunked'] : ['content-length', String(body.length)];
        const parts = isChunked ? [...(body.length > 0 ? [chunkBytes(body)] : []), chunkBytes(new Uint8Array(0))] : [body];
        const whole = joinedBytes([responseHeadBytes(200, headers), ...parts]);
        const events = read(whole.subarray(0, cut % whole.length), cuts);
        expect(events).toContain('SocketError UND_ERR_SOCKET');
        expect(events).not.toContainEqual(expect.objectContaining({ kind: 'end' }));
      }),
      { seed: 1 },
    );
  });

  it('never fails on bytes of any kind, and says how it ended once', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 100 }),
          fc.string().map((text) => bytesOf(`HTTP/1.1 200 \r\n${text}`)),
        ),
        anyCuts,
        (bytes, cuts) => {
          const ends = read(bytes, cuts)
            .slice(0, -1)
            .filter((event) => typeof event === 'string' || (event as ResponseEvent).kind === 'end');
          expect(ends).toHaveLength(1);
        },
      ),
      { seed: 1 },
    );
  });

  it.each([
    ['HTTP/1.1 200 OK\r\n\r\nall of it', 'GET', [{ kind: 'end', isReusable: false }, 'all of it']],
    ['HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n', 'GET', [{ kind: 'end', isReusable: true }, '']],
    ['HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n', 'HEAD', [{ kind: 'end', isReusable: true }, '']],
    ['HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokay', 'GET', [{ kind: 'end', isReusable: false }, 'ok']],
    ['HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok', 'GET', [{ kind: 'end', isReusable: false }, 'ok']],
    [
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;x=y\r\nok\r\n0\r\nsum: 1\r\n\r\n',
      'GET',
      [{ kind: 'end', isReusable: true }, 'ok'],
    ],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n', 'GET', ['HTTPParserError HPE_INVALID_CHUNK_SIZE', '']],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nokay', 'GET', ['HTTPParserError HPE_STRICT', 'ok']],
  ])('ends %j rightly', (text, method, expected) => {
    expect(read(bytesOf(text), [], method).slice(1)).toEqual(expected);
  });

  it.each([
    ['SSH-2.0-OpenSSH\r\n', 'HPE_INVALID_CONSTANT'],
    ['HTTP/1.1 abc\r\n\r\n', 'HPE_INVALID_STATUS'],
    ['HTTP/1.1 200 OK\r\nno colon\r\n\r\n', 'HPE_INVALID_HEADER_TOKEN'],
    ['HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n', 'HPE_INVALID_CONTENT_LENGTH'],
    [`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(70_000)}`, 'HPE_HEADER_OVERFLOW'],
  ])('refuses %j', (text, code) => {
    expect(read(bytesOf(text), [])).toEqual([`HTTPParserError ${code}`, '']);
  });
});
