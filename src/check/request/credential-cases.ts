import type { Contract, Operation } from '../../contract/contract.js';
import type { CaseCredentials, TestCase } from '../test-case.js';
import type { BaseRequest } from './base-request.js';
import { requestCase } from './coverage-case.js';
import type { RequestContext } from './request-context.js';

/**
 * The plain request with no credentials, with wrong ones, with those of another scheme, and with wrong ones for each alternative of several;
 * none where the contract lets strangers in.
 *
 * @param base - of the operation
 * @param context - names the security schemes
 */
export function* credentialCases(base: BaseRequest, { contract }: RequestContext): Iterable<TestCase> {
  const { operation } = base.plan.frame;
  if (!requiresCredentials(operation, contract)) return;
  for (const [credentials, name] of [...KINDS, ...wrongOfEach(operation)]) {
    yield requestCase(base, base.required, { name, intent: { kind: 'unauthorised' }, credentials });
  }
}

/** Whoever looks at one scheme may let in whatever comes by another. That of the pair is among them, and is withheld where its turn comes. */
function wrongOfEach({ security }: Operation): readonly NamedKind[] {
  if (security.length < 2) return [];
  return security
    .slice(0, MAX_ALTERNATIVE_COUNT)
    .map((requirement, index) => [`wrong ${index}`, `wrong credentials for ${[...requirement.keys()].join(' and ')}`]);
}

/** A client certificate is not ours to leave out, and a scheme that is not understood is not ours to break. */
function requiresCredentials({ security }: Operation, contract: Contract): boolean {
  if (security.length === 0) return false;
  return security.every((requirement) => {
    const kinds = [...requirement.keys()].map((name) => contract.securitySchemes.get(name)?.kind ?? 'unknown');
    return kinds.length > 0 && kinds.every((kind) => kind !== 'mutualTLS' && kind !== 'unknown');
  });
}

type NamedKind = readonly [credentials: CaseCredentials, name: string];

const KINDS: readonly NamedKind[] = [
  ['none', 'no credentials'],
  ['wrong', 'wrong credentials'],
  ['other-scheme', 'credentials of another scheme'],
];
const MAX_ALTERNATIVE_COUNT = 5;
