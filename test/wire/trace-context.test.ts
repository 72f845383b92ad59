import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headersOfTrace, headWithTrace, traceContextOf } from '../../src/wire/trace-context.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('the trace that a call belongs to', () => {
  it('is what was said of it', () => {
    const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`)).filter((text) => !/^0+$/.test(text));
    const state = fc.constantFrom('', 'congo=t61rcWkgMzE', 'a=1,b=2');
    fc.assert(
      fc.property(fc.record({ traceId: hex(32), spanId: hex(16), isSampled: fc.boolean(), state }), (context) => {
        expect(traceContextOf(headersOfTrace(context))).toEqual(context);
      }),
      { seed: 20261122 },
    );
  });

  it.each([
    ['of a later version, with more behind it', `cc-${TRACE}-${SPAN}-01-what-comes`, true],
    ['of this version', `00-${TRACE}-${SPAN}-00`, true],
    ['of this version with more behind it', `00-${TRACE}-${SPAN}-01-more`, false],
    ['of the version that is none', `ff-${TRACE}-${SPAN}-01`, false],
    ['in capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`, false],
    ['of no trace', `00-${'0'.repeat(32)}-${SPAN}-01`, false],
    ['of no span', `00-${TRACE}-${'0'.repeat(16)}-01`, false],
    ['that is cut', `00-${TRACE}-${SPAN}`, false],
    ['of two', `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`, false],
  ])('%s', (_what, text, isOne) => {
    expect(traceContextOf(['Traceparent', text, 'tracestate', 'a=1']) !== undefined).toBe(isOne);
  });

  it('is none where it is said twice, and what vendors said comes together from all fields', () => {
    const parent = `00-${TRACE}-${SPAN}-01`;
    expect(traceContextOf(['traceparent', parent, 'traceparent', parent])).toBeUndefined();
    expect(traceContextOf(['traceparent', parent, 'tracestate', 'a=1', 'tracestate', 'b=2'])?.state).toBe('a=1,b=2');
  });

  it('is put into a head whose other bytes stay as they are', () => {
    const head = 'GET /a HTTP/1.1\r\nHost: x\r\nTRACEPARENT: old\r\nX-Ü: \xff\r\ntracestate:old\r\n\r\n';
    const fields = ['traceparent', 'new'];
    expect(Buffer.from(headWithTrace(Buffer.from(head, 'latin1'), fields)).toString('latin1')).toBe(
      'GET /a HTTP/1.1\r\ntraceparent: new\r\nHost: x\r\nX-Ü: \xff\r\n\r\n',
    );
  });
});
