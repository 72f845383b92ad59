import type { Contract, Operation, SecurityScheme } from '../contract/contract.js';
import { headerValue } from './http-message.js';
import type { ParameterSource } from './parse-parameter.js';
import type { RequestProblem } from './request-problem.js';

/** The problem of a request that shows no sufficient credentials, `undefined` when it may pass. */
export type SecurityJudge = (source: ParameterSource) => RequestProblem | undefined;

interface NamedScheme {
  readonly name: string;
  readonly scheme: SecurityScheme;
}

/**
 * The judge of an operation's security, `undefined` when it lets everybody in. Any one requirement lets a request in, and of one all
 * schemes must be satisfied. Credentials are asked for by form only: whether they are the right ones is no matter of the contract.
 *
 * @param operation - with its effective requirements
 * @param contract - names the schemes
 * @see OpenAPI 3.1.1 §4.8.30 (Security Requirement Object)
 */
export function compileSecurityJudge(operation: Pick<Operation, 'security'>, contract: Contract): SecurityJudge | undefined {
  const alternatives = operation.security.map((requirement) => [...requirement.keys()].map((name) => schemeByName(contract, name)));
  const strict = alternatives.filter((schemes) => schemes.length > 0);
  if (strict.length === 0 || strict.some((schemes) => schemes.every(({ scheme }) => !isJudged(scheme)))) return undefined;
  const isOptional = strict.length < alternatives.length;
  const problem = problemFromSchemes(strict);
  return (source) => {
    for (const schemes of strict) if (schemes.every(({ scheme }) => isSatisfied(scheme, source))) return undefined;
    // Who sends credentials means to be known, so bad ones are told even where none are needed.
    if (isOptional && headerValue(source.headers, 'authorization') === undefined) return undefined;
    return problem;
  };
}

function schemeByName(contract: Contract, name: string): NamedScheme {
  return { name, scheme: contract.securitySchemes.get(name) ?? { kind: 'unknown', type: 'undeclared' } };
}

/** A client certificate is not seen here, and what is not understood must not refuse. */
function isJudged(scheme: SecurityScheme): boolean {
  return scheme.kind !== 'mutualTLS' && scheme.kind !== 'unknown';
}

/**
 * Whether a request shows the credentials of a scheme, by their form.
 *
 * @param source - of the request
 */
export function isSatisfied(scheme: SecurityScheme, source: ParameterSource): boolean {
  switch (scheme.kind) {
    case 'apiKey':
      return hasApiKey(scheme, source);
    case 'http':
      return hasCredentials(scheme.scheme.toLowerCase(), headerValue(source.headers, 'authorization'));
    case 'oauth2':
    case 'openIdConnect':
      return hasCredentials('bearer', headerValue(source.headers, 'authorization'));
    case 'mutualTLS':
    case 'unknown':
      return true;
  }
}

function hasApiKey(scheme: ApiKeyScheme, source: ParameterSource): boolean {
  return apiKeysOf(scheme, source).length > 0;
}

type ApiKeyScheme = Extract<SecurityScheme, { kind: 'apiKey' }>;

/**
 * The keys that a request shows where a scheme has them; more than one where a parameter comes several times.
 *
 * @param source - of the request
 */
export function apiKeysOf(scheme: ApiKeyScheme, source: ParameterSource): readonly string[] {
  if (scheme.in === 'header') {
    const value = headerValue(source.headers, scheme.name.toLowerCase());
    return value === undefined ? [] : [value];
  }
  const pairs = scheme.in === 'query' ? source.queryPairs() : source.cookiePairs();
  return pairs?.byName.get(scheme.name) ?? [];
}

/** @see RFC 9110 §11.6.2 */
function hasCredentials(wanted: string, authorization: string | undefined): boolean {
  if (authorization === undefined) return false;
  const [, scheme = '', credentials = ''] = /^\s*([^\s]+)[ \t]*(.*)$/s.exec(authorization) ?? [];
  if (scheme.toLowerCase() !== wanted) return false;
  if (wanted === 'basic') return isUserAndPassword(credentials.trim());
  if (wanted === 'digest') return DIGEST_KEYS.every((key) => new RegExp(`(?:^|[\\s,])${key}\\s*=`, 'i').test(credentials));
  return credentials.trim() !== '';
}

/** @see RFC 7617 §2 */
function isUserAndPassword(credentials: string): boolean {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(credentials)) return false;
  const base64 = credentials.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  // A length of 4n+1 is no base64, and `atob` throws on it.
  return base64.length % 4 !== 1 && atob(base64).includes(':');
}

function problemFromSchemes(alternatives: readonly (readonly NamedScheme[])[]): RequestProblem {
  const schemes = [
    ...new Set(
      alternatives
        .flat()
        .filter(({ scheme }) => isJudged(scheme))
        .map(challengeFromScheme),
    ),
  ];
  const wanted = alternatives.map((all) => all.map(({ scheme }) => textFromScheme(scheme)).join(' and '));
  const [first] = alternatives.flat().filter(({ scheme }) => isJudged(scheme));
  return {
    kind: 'security',
    location: first?.scheme.kind === 'apiKey' ? [first.scheme.in, first.scheme.name] : ['header', 'authorization'],
    code: 'security',
    message: `request must have ${[...new Set(wanted)].join(', or ')}`,
    schemes,
  };
}

function textFromScheme(scheme: SecurityScheme): string {
  if (scheme.kind === 'apiKey') return `an API key in the ${scheme.in === 'query' ? 'query parameter' : scheme.in} "${scheme.name}"`;
  if (scheme.kind === 'http') return `"Authorization: ${capitalised(scheme.scheme)} …"`;
  if (scheme.kind === 'mutualTLS') return 'a client certificate';
  return scheme.kind === 'unknown' ? `credentials of type "${scheme.type}"` : '"Authorization: Bearer …"';
}

/** `ApiKey` is registered nowhere, but a 401 must name some scheme. */
function challengeFromScheme({ scheme }: NamedScheme): string {
  if (scheme.kind === 'apiKey') return `ApiKey name="${quotable(scheme.name)}", in="${scheme.in}"`;
  if (scheme.kind === 'http' && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(scheme.scheme)) return `${capitalised(scheme.scheme)} realm="api"`;
  return 'Bearer realm="api"';
}

function quotable(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e]/g, '?').replaceAll(/["\\]/g, '\\$&');
}

function capitalised(scheme: string): string {
  return `${scheme.charAt(0).toUpperCase()}${scheme.slice(1).toLowerCase()}`;
}

/** @see RFC 7616 §3.4 */
const DIGEST_KEYS: readonly string[] = ['username', 'realm', 'nonce', 'uri', 'response'];
