import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageKeyOf } from '../../src/wire/message-key.js';
import { bytesOf } from '../support/message-of.js';

type Headers = readonly (readonly [string, string])[];

function keyOf(text: string, headers: Headers = [], messageId?: string): string {
  return messageKeyOf({ payload: bytesOf(text), headers, messageId });
}

describe('messageKeyOf', () => {
  it.each<readonly [string, Headers]>([
    [
      '{}',
      [
        ['ce-id', '1'],
        ['ce-source', '/a'],
      ],
    ],
    [
      '{}',
      [
        ['ce_source', '/a'],
        ['ce_id', '1'],
      ],
    ],
    [
      '{}',
      [
        ['cloudEvents:id', '1'],
        ['cloudEvents:source', '/a'],
      ],
    ],
    ['{"specversion":"1.0","id":"1","source":"/a"}', []],
    [' \n{"specversion":"1.0","id":"1","source":"/a"}', [['x', 'y']]],
  ])('knows a CloudEvent by its source and id in every mode: %s %j', (text, headers) => {
    expect(keyOf(text, headers, 'of the broker')).toBe('/a 1');
  });

  it('knows a message by the id that the broker carries before its envelope', () => {
    expect(keyOf('{"event_id":"e"}', [], 'b')).toBe('b');
    expect(keyOf('{"event_id":"e","note":"specversion"}', [], 'b')).toBe('b');
  });

  it.each([
    '{"event_id":"e"}',
    '{"messageId":"e"}',
    '{"header":{"messageId":"e"}}',
    '{"metadata":{"event_id":"e"}}',
    '{"eventId":"e","event_id":""}',
  ])('knows an envelope: %s', (text) => {
    expect(keyOf(text)).toBe('e');
  });

  it('is the same for the same content, whatever brokers and tracers add and in whatever order headers come', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.uniqueArray(fc.tuple(fc.stringMatching(/^h[a-z]{1,5}$/), fc.string()), { selector: ([name]) => name }),
        (text, own) => {
          const headers: Headers = own;
          const added: Headers = [['x-death', '1'], ['traceparent', 'z'], ['Nats-Msg-Id', '9'], ...headers.toReversed()];
          expect(keyOf(text, added)).toBe(keyOf(text, headers));
        },
      ),
      { seed: 2 },
    );
  });

  it('differs for different content', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (left, right) => {
        const isSame = Buffer.compare(left, right) === 0;
        const keys = [left, right].map((payload) => messageKeyOf({ payload, headers: [], messageId: undefined }));
        expect(keys[0] === keys[1]).toBe(isSame);
      }),
      { seed: 2 },
    );
    expect(keyOf('x', [['a', '1']])).not.toBe(keyOf('x', [['a', '2']]));
    expect(keyOf('x', [['a', '1']])).not.toBe(keyOf('x'));
  });
});
