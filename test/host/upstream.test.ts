import { describe, expect, it } from 'vitest';
import { headFor, targetFromUrl } from '../../src/host/upstream.js';

const HEAD = Buffer.from('GET / HTTP/1.1\r\nhOsT: here:1\r\nX: host: no\r\n\r\n');

describe('the address of a provider', () => {
  it.each([
    ['http://127.0.0.1:4010', { isTls: false, host: '127.0.0.1', port: 4010 }],
    ['http://example.com', { isTls: false, host: 'example.com', port: 80 }],
    ['https://example.com/ignored', { isTls: true, host: 'example.com', port: 443 }],
    ['http://[::1]:8080', { isTls: false, host: '::1', port: 8080 }],
  ])('is read from %s', (url, target) => {
    expect(targetFromUrl(url)).toEqual(target);
  });

  it('takes the place of Host only on another machine, and nothing else changes', () => {
    expect(headFor(targetFromUrl('http://localhost:1'), HEAD)).toBe(HEAD);
    expect(headFor(targetFromUrl('http://[::1]:1'), HEAD)).toBe(HEAD);
    expect(headFor(targetFromUrl('https://api.example.com'), HEAD).toString()).toBe(
      'GET / HTTP/1.1\r\nhOsT: api.example.com\r\nX: host: no\r\n\r\n',
    );
    expect(headFor(targetFromUrl('http://api.example.com:81'), HEAD).toString()).toContain('hOsT: api.example.com:81\r\n');
  });
});
