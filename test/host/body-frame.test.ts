import { assert, array, boolean, constantFrom, nat, property, tuple, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBodyFrame } from '../../src/host/body-frame.js';
import type { BodyFraming } from '../../src/host/message-head.js';

const content = array(uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 6 });
const extension = constantFrom('', ';a=b', ' ', ';x="y"');
const trailers = constantFrom('', 'X-Sum: 1\r\n', 'A: 1\r\nB: 2\r\n');

describe('a body frame', () => {
  it('finds the end of a chunked body, and its content, however the bytes are cut', () => {
    assert(
      property(
        tuple(content, extension, trailers, boolean()),
        uint8Array({ maxLength: 8 }),
        array(nat(20), { maxLength: 20 }),
        (made, after, cuts) => {
          const wire = chunked(...made);
          const [pieces] = made;
          const { taken, heard, frame } = feed({ kind: 'chunked' }, Buffer.concat([wire, after]), cuts);
          expect(frame.isWhole).toBe(true);
          expect(taken).toBe(wire.length);
          expect(heard.equals(Buffer.concat(pieces))).toBe(true);
        },
      ),
      { seed: 1 },
    );
  });

  it('takes as many bytes as were announced, and no more', () => {
    assert(
      property(uint8Array({ maxLength: 60 }), nat(60), array(nat(20), { maxLength: 10 }), (bytes, length, cuts) => {
        const { taken, heard, frame } = feed({ kind: 'length', bytes: length }, Buffer.from(bytes), cuts);
        expect(taken).toBe(Math.min(length, bytes.length));
        expect(heard.equals(Buffer.from(bytes.subarray(0, length)))).toBe(true);
        expect(frame.isWhole).toBe(bytes.length >= length);
      }),
      { seed: 1 },
    );
  });

  it('takes everything until the connection ends, and nothing where there is no body', () => {
    expect(feed({ kind: 'untilClose' }, Buffer.from('abc'), [])).toMatchObject({ taken: 3, frame: { isWhole: false } });
    expect(feed({ kind: 'none' }, Buffer.from('abc'), [])).toMatchObject({ taken: 0, frame: { isWhole: true } });
  });

  it.each(['x\r\n', '-1\r\n', `${'1'.repeat(5_000)}`, '3\r\nabcd', '\r\n\r\n'])('gives up on %j, and keeps none of it back', (wire) => {
    const bytes = Buffer.from(wire);
    expect(feed({ kind: 'chunked' }, bytes, [])).toMatchObject({ taken: bytes.length, frame: { isBroken: true, isWhole: false } });
  });
});

/** In lines that end in CRLF, or in bare line feeds. */
function chunked(pieces: readonly Uint8Array[], extended: string, trailer: string, isBare: boolean): Buffer {
  const end = isBare ? '\n' : '\r\n';
  const chunks = pieces.flatMap((piece) => [Buffer.from(`${piece.length.toString(16)}${extended}${end}`), piece, Buffer.from(end)]);
  return Buffer.concat([...chunks, Buffer.from(`0${extended}${end}${trailer}${end}`)]);
}

function feed(framing: BodyFraming, bytes: Buffer, cuts: readonly number[]) {
  const heard: Uint8Array[] = [];
  const frame = createBodyFrame(framing, (piece) => heard.push(piece));
  let taken = 0;
  let offset = 0;
  for (const cut of [...cuts, bytes.length]) {
    const piece = bytes.subarray(offset, offset + cut);
    if (frame.isWhole || piece.length === 0) continue;
    taken += frame.take(piece);
    offset += piece.length;
  }
  return { taken, heard: Buffer.concat(heard), frame };
}
