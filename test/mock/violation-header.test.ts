import { describe, expect, it } from 'vitest';
import { violationHeaders } from '../../src/mock/violation-header.js';

const problem = (message: string) => ({ on: 'request', kind: 'body', location: ['body', 'a'], code: 'type', message }) as const;

describe('violationHeaders', () => {
  it('says nothing when nothing is wrong', () => {
    expect(violationHeaders([])).toEqual([]);
  });

  it('is a JSON array in printable ASCII whatever the request held', () => {
    const [name, value = ''] = violationHeaders([problem('\u00fc \u{1f600} \r\n "x"')]);
    expect(name).toBe('mortise-violations');
    expect(value).toMatch(/^[ -~]*$/);
    expect(JSON.parse(value)).toEqual([{ on: 'request', location: 'body.a', code: 'type', message: '\u00fc \u{1f600} \r\n "x"' }]);
  });

  it('stays below the size that clients accept, keeps whole entries, and counts the rest', () => {
    const headers = violationHeaders(Array.from({ length: 500 }, (_, index) => problem(`number ${index} ${'x'.repeat(100)}`)));
    const kept = JSON.parse(headers[1] ?? '') as unknown[];
    expect((headers[1] ?? '').length).toBeLessThanOrEqual(4_096);
    expect(headers.slice(2)).toEqual(['mortise-violations-omitted', String(500 - kept.length)]);
  });
});
