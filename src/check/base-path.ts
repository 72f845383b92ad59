import type { Contract } from '../contract/contract.js';

/**
 * What stands between a provider's URL and the paths of its contract: the first base path of the contract, or nothing when the URL has a
 * path of its own, for then it is the whole server URL.
 *
 * @param contract - of the provider
 * @param url - absolute, where the provider answers
 */
export function basePathFor(contract: Contract, url: string): string {
  return pathOfUrl(url) === '' ? (contract.basePaths[0] ?? '') : '';
}

/**
 * The path of a URL, which stands before every target that is sent there; without a trailing slash.
 *
 * @param url - absolute, where a provider answers
 */
export function pathOfUrl(url: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(\/[^?#]*)?/i.exec(url)?.[1] ?? '';
  return path.replace(/\/+$/, '');
}
