import type { Contract } from '../contract/contract.js';

/**
 * What stands between a provider's URL and the paths of its contract: the first base path of the contract, or nothing when the URL has a
 * path of its own, for then it is the whole server URL.
 *
 * @param contract - of the provider
 * @param url - absolute, where the provider answers
 */
export function basePathFor(contract: Contract, url: string): string {
  const ownPath = /^[a-z][a-z0-9+.-]*:\/\/[^/]*(\/[^?#]*)?/i.exec(url)?.[1] ?? '';
  return ownPath.replace(/\/+$/, '') === '' ? (contract.basePaths[0] ?? '') : '';
}
