import { describe, expect, it } from 'vitest';
import { basePathFor, pathOfUrl } from '../../src/check/base-path.js';
import type { Contract } from '../../src/contract/contract.js';

describe('the base path of a provider', () => {
  const contract = { basePaths: ['/v1', ''] } as unknown as Contract;
  it.each([
    ['http://a', '/v1'],
    ['http://a/', '/v1'],
    ['http://a:80', '/v1'],
    ['http://a/v2', ''],
    ['https://a/api/', ''],
  ])('of %s is "%s"', (url, basePath) => expect(basePathFor(contract, url)).toBe(basePath));

  it('is nothing when the contract has none', () => {
    expect(basePathFor({ basePaths: [] } as unknown as Contract, 'http://a')).toBe('');
  });
});

describe('the path of a URL', () => {
  it.each([
    ['http://a', ''],
    ['http://a/', ''],
    ['http://a:80/v1', '/v1'],
    ['https://a/api/v1/?x=/y#z', '/api/v1'],
    ['https://a?x=/y', ''],
  ])('%s is "%s"', (url, path) => expect(pathOfUrl(url)).toBe(path));
});
