import type { SecurityRequirement, SecurityScheme } from '../../contract/contract.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { AuthTarget } from './credentials.js';
import { carries } from './credentials.js';

/** Whether the pair has a credential for a scheme, fetched already or not. */
export type HasCredential = (name: string, scheme: SecurityScheme) => boolean;

/**
 * The schemes of the alternative that a request is to meet: the first one that can be met wholly, else none at all where that is allowed,
 * else one that can be met in part, else one whose schemes are known, so that placeholders have a form.
 *
 * @param target - the operation
 * @param has - what the pair can give
 * @param request - what it already carries counts as given; `undefined` when it is not built yet
 * @returns by name; empty when nothing is asked for
 * @see OpenAPI 3.1.1 §4.8.30 (Security Requirement Object)
 */
export function chosenSchemes(target: AuthTarget, has: HasCredential, request?: HttpRequest): ReadonlyMap<string, SecurityScheme> {
  const { operation, contract } = target;
  const alternatives = operation.security.map((requirement) => schemesOf(requirement, contract.securitySchemes));
  const isGiven = ([name, scheme]: NamedScheme): boolean =>
    scheme !== undefined && (has(name, scheme) || (request !== undefined && carries(request, scheme)));
  const chosen =
    alternatives.find((schemes) => schemes.length > 0 && schemes.every((one) => isGiven(one) || one[1]?.kind === 'mutualTLS')) ??
    alternatives.find((schemes) => schemes.length === 0) ??
    alternatives.find((schemes) => schemes.some(isGiven)) ??
    alternatives.find((schemes) => schemes.every(([, scheme]) => scheme !== undefined)) ??
    alternatives[0] ??
    [];
  return new Map(chosen.flatMap(([name, scheme]) => (scheme === undefined ? [] : [[name, scheme] as const])));
}

/**
 * The schemes of one alternative, `undefined` when there is none of that place, or not all of its schemes are known.
 *
 * @param target - the operation
 * @param index - of the alternative in its `security`, from 0
 */
export function schemesOfAlternative({ operation, contract }: AuthTarget, index: number): ReadonlyMap<string, SecurityScheme> | undefined {
  const requirement = operation.security[index];
  if (requirement === undefined) return undefined;
  const known = schemesOf(requirement, contract.securitySchemes).flatMap(([name, scheme]) =>
    scheme === undefined ? [] : [[name, scheme] as const],
  );
  return known.length === requirement.size ? new Map(known) : undefined;
}

/**
 * Whether a request without good credentials must be refused: every alternative asks for something that is seen on the wire, so that what
 * gets in without it was let in by mistake. A client certificate, and a scheme that nobody knows, may be what lets a request in.
 *
 * @param target - the operation
 */
export function isGuarded({ operation, contract }: AuthTarget): boolean {
  const alternatives = operation.security.map((requirement) => schemesOf(requirement, contract.securitySchemes));
  return alternatives.length > 0 && alternatives.every((schemes) => schemes.some(([, scheme]) => isOnWire(scheme)));
}

type NamedScheme = readonly [name: string, scheme: SecurityScheme | undefined];

function schemesOf(requirement: SecurityRequirement, schemes: ReadonlyMap<string, SecurityScheme>): readonly NamedScheme[] {
  return [...requirement.keys()].map((name) => [name, schemes.get(name)] as const);
}

function isOnWire(scheme: SecurityScheme | undefined): boolean {
  return scheme !== undefined && scheme.kind !== 'mutualTLS' && scheme.kind !== 'unknown';
}
