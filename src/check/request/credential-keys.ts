import type { Contract, Operation } from '../../contract/contract.js';

/**
 * The parameters, by `in:name`, that are there to carry an API key: their values are credentials, not data.
 *
 * @param operation - with its effective requirements
 * @param contract - names the schemes
 */
export function credentialKeys(operation: Operation, contract: Contract): ReadonlySet<string> {
  const schemes = operation.security.flatMap((requirement) => [...requirement.keys()].map((name) => contract.securitySchemes.get(name)));
  const names = new Set(schemes.flatMap((scheme) => (scheme?.kind === 'apiKey' ? [keyOfHeader(scheme.in, scheme.name)] : [])));
  const carriers = operation.parameters.filter(({ in: location, name }) => names.has(keyOfHeader(location, name)));
  return new Set(carriers.map(({ in: location, name }) => `${location}:${name}`));
}

/** Header names have no case. */
function keyOfHeader(location: string, name: string): string {
  return `${location}:${location === 'header' ? name.toLowerCase() : name}`;
}
