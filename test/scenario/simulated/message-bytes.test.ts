import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestByteCount, requestBytes } from '../../../src/scenario/simulated/message-bytes.js';

const text = fc.string({ unit: fc.integer({ min: 0x21, max: 0xff }).map((unit) => String.fromCharCode(unit)), maxLength: 12 });

describe('the bytes of a request that nobody looks at', () => {
  it('are counted as many as there would be', () => {
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'DELETE'),
      target: text.map((path) => `/${path}`),
      headers: fc.array(fc.tuple(text, text), { maxLength: 5 }).map((pairs) => pairs.flat()),
      body: fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(request, (one) => {
        expect(requestByteCount(one)).toBe(requestBytes(one).length);
      }),
      { seed: 11 },
    );
  });
});
