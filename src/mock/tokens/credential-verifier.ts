import type { JsonObject } from '../../base/json.js';
import type { Contract, Operation, SecurityScheme } from '../../contract/contract.js';
import type { HttpRequest } from '../../wire/http-message.js';
import { apiKeysOf, isSatisfied } from '../../wire/judge-security.js';
import { type ParameterSource, parameterSource } from '../../wire/parse-parameter.js';
import type { RequestProblem } from '../../wire/request-problem.js';
import { bearerTokenOf, type JudgedToken } from './bearer-token.js';
import { textsOf } from './claim-problem.js';
import type { CredentialVerifier } from './issuer.js';
import { bearerChallenge, type OAuthRefusal, refusal } from './oauth-response.js';

export interface CredentialVerifierParts {
  /** Whose contract names the schemes; it may change while tokens are looked into. */
  readonly mock: { readonly contract: Contract };
  /** The API keys that were given out; none: any is taken. */
  readonly apiKeys: readonly string[];
  readonly judge: (token: string, request: HttpRequest) => Promise<JudgedToken>;
}

/**
 * Verifies the bearer tokens of requests: of `oauth2`, `openIdConnect` and `http` `bearer` schemes. Any one requirement whose credentials are there and
 * hold lets a request in. API keys are among those that were given out, where any were named; passwords and certificates are asked for by form only, as no
 * contract says which ones are right.
 *
 * @param parts - the mock, and who knows a token
 * @see OpenAPI 3.1.1 §4.8.30 (Security Requirement Object)
 */
export function createCredentialVerifier({ mock, apiKeys, judge }: CredentialVerifierParts): CredentialVerifier {
  const plans = new WeakMap<Operation, readonly Alternative[]>();
  const planOf = (operation: Operation): readonly Alternative[] => {
    const known = plans.get(operation);
    if (known !== undefined) return known;
    const plan = alternativesOf(operation, mock.contract);
    plans.set(operation, plan);
    return plan;
  };

  const verify = (operation: Operation, request: HttpRequest): Promise<readonly RequestProblem[]> | undefined => {
    const alternatives = planOf(operation);
    if (alternatives.length === 0) return undefined;
    const source = parameterSource(request, NO_PATH_VALUES);
    const shown = alternatives.filter((schemes) => schemes.every(({ scheme }) => isSatisfied(scheme, source)));
    // Without credentials of any kind it is the contract's own judge that refuses, or the operation that lets everybody in.
    if (shown.length === 0) return undefined;
    const held = shown.filter((schemes) => schemes.every(({ scheme }) => isGivenOut(scheme, source)));
    if (held.length === 0) return Promise.resolve(shown.flat().flatMap(({ scheme }) => keyProblems(scheme, source)));
    if (held.some((schemes) => schemes.every(({ scheme }) => !isToken(scheme)))) return undefined;
    return problemsOf(held, request);
  };

  const isGivenOut = (scheme: SecurityScheme, source: ParameterSource): boolean =>
    scheme.kind !== 'apiKey' || apiKeys.length === 0 || apiKeysOf(scheme, source).every((key) => apiKeys.includes(key));

  const keyProblems = (scheme: SecurityScheme, source: ParameterSource): readonly RequestProblem[] => {
    if (scheme.kind !== 'apiKey' || isGivenOut(scheme, source)) return [];
    const { name, in: place } = scheme;
    return [
      { kind: 'security', location: [place, name], code: 'security', message: `the key in the ${place} "${name}" is unknown`, schemes: [] },
    ];
  };

  const problemsOf = async (shown: readonly Alternative[], request: HttpRequest): Promise<readonly RequestProblem[]> => {
    const token = bearerTokenOf(request);
    const judged = token === undefined ? refusal('invalid_token', 'the header Authorization holds no token') : await judge(token, request);
    if (judged.kind === 'refused') return [problemOf(judged, [])];
    const lacking = shown.map((schemes) => schemes.flatMap((one) => missingRights(one, judged.claims)));
    const [least] = lacking.toSorted((one, other) => one.length - other.length);
    if (least === undefined || least.length === 0) return [];
    const asked = shown.flatMap((schemes) => schemes.flatMap(({ names }) => names));
    return [problemOf(refusal('insufficient_scope', `the token lacks ${least.join(', ')}`), [...new Set(asked)])];
  };

  return { verify };
}

/** All of these together let a request in. */
type Alternative = readonly NamedScheme[];

interface NamedScheme {
  readonly scheme: SecurityScheme;
  /** Scopes of `oauth2` and `openIdConnect`, roles of all others. */
  readonly names: readonly string[];
}

/** The requirement that asks for nothing is left out: who shows credentials means to be known. */
function alternativesOf({ security }: Operation, contract: Contract): readonly Alternative[] {
  return security
    .map((requirement) =>
      [...requirement].map(([name, names]) => ({
        scheme: contract.securitySchemes.get(name) ?? { kind: 'unknown' as const, type: 'undeclared' },
        names,
      })),
    )
    .filter((schemes) => schemes.length > 0);
}

function isToken(scheme: SecurityScheme): boolean {
  return (
    scheme.kind === 'oauth2' || scheme.kind === 'openIdConnect' || (scheme.kind === 'http' && scheme.scheme.toLowerCase() === 'bearer')
  );
}

function missingRights({ scheme, names }: NamedScheme, claims: JsonObject): readonly string[] {
  if (!isToken(scheme)) return [];
  const held = scheme.kind === 'http' ? rolesOf(claims) : scopesOfClaims(claims);
  return names.filter((name) => !held.has(name));
}

/** `scope` is one text (RFC 9068 §2.2.3), `scp` a list at Okta and a text at Microsoft. */
function scopesOfClaims({ scope, scp }: JsonObject): ReadonlySet<string> {
  return new Set([...textsOf(scope), ...textsOf(scp)].flatMap((text) => text.split(' ')));
}

/** Roles, and permissions as well: a contract says neither which of them it means (OpenAPI 3.1.1 §4.8.30). */
function rolesOf(claims: JsonObject): ReadonlySet<string> {
  return new Set([...textsOf(claims['roles']), ...textsOf(claims['permissions']), ...scopesOfClaims(claims)]);
}

function problemOf(refused: OAuthRefusal, wanted: readonly string[]): RequestProblem {
  return {
    kind: 'security',
    location: ['header', 'authorization'],
    code: refused.error,
    message: refused.description,
    schemes: [bearerChallenge(refused, wanted)],
  };
}

const NO_PATH_VALUES: ReadonlyMap<string, string> = new Map();
