import type { Contract } from '../contract/contract.js';

/**
 * The names under which a contract's API keys travel, in lower case: their values are not written anywhere.
 *
 * @param contract - its security schemes
 */
export function secretNamesOfContract(contract: Contract): ReadonlySet<string> {
  const names = new Set<string>();
  for (const scheme of contract.securitySchemes.values()) {
    if (scheme.kind === 'apiKey') names.add(scheme.name.toLowerCase());
  }
  return names;
}
