import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curlLine } from '../../src/journal/curl-line.js';

describe('a curl line', () => {
  it('is read by a shell as the words it was made of, whatever they hold', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab \'"$`\\!*?;&|<>(){}[]#~\n\té😀'), minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(text, text, (value, body) => {
        const line = curlLine({ method: 'POST', target: '/a', headers: ['X-Value', value], body }, 'http://h');
        const words = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' }).split('\0');
        expect(words).toEqual(['curl', '-sS', '-i', '-X', 'POST', 'http://h/a', '-H', `X-Value: ${value}`, '--data-raw', body, '']);
      }),
      { seed: 20261121, numRuns: 40 },
    );
  });

  it('says no more than it has to', () => {
    expect(curlLine({ method: 'GET', target: '/a?b=c', headers: ['Host', 'h', 'Content-Length', '0'], body: undefined }, 'http://h')).toBe(
      "curl -sS -i 'http://h/a?b=c'",
    );
  });

  it('tells bytes that are no text by their size', () => {
    expect(curlLine({ method: 'PUT', target: '/a', headers: [], body: Uint8Array.of(255, 0) }, 'http://h')).toBe(
      'curl -sS -i -X PUT http://h/a --data-binary @2-bytes',
    );
  });
});
