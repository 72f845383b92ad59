import { msFromDuration } from '../base/duration.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';

/** What the tokens of a mock are like, and who gets them: `mock.tokens` of a system. */
export interface MockTokens {
  /** The `iss` of its tokens; `undefined` for the address at which it was asked. */
  readonly issuer: string | undefined;
  /** The `aud` of its access tokens, which verification then insists on. */
  readonly audience: string | undefined;
  readonly lifetimeMs: number;
  readonly refreshLifetimeMs: number;
  /** How far `exp`, `nbf` and `iat` may be off. */
  readonly leewayMs: number;
  readonly algorithm: TokenAlgorithm;
  /** What access tokens look like. */
  readonly format: 'jwt' | 'opaque';
  /** Whether a browser that logs in is shown a page, or is the first user straight away. */
  readonly login: 'page' | 'auto';
  /** Who can log in; none: whoever says so. */
  readonly users: readonly TokenUser[];
  /** Who may ask for tokens; none: whoever does. */
  readonly clients: readonly TokenClient[];
  /** A private key, as PEM or JWK: a path, resolved. */
  readonly key: string | undefined;
  /** The keys of another issuer whose tokens are verified: a URL, or a path, resolved. */
  readonly jwks: string | undefined;
  /** Operations of the contract that the issuer answers, by what they are. */
  readonly endpoints: Readonly<Partial<Record<TokenEndpoint, string>>>;
  /** Operations of the contract that log in by a name and a password, and answer with a token. */
  readonly operations: readonly string[];
  /** Operations of the contract that log out. */
  readonly logout: readonly string[];
  /** Keys that were given out, which verification then insists on; none: any is taken. */
  readonly apiKeys: readonly string[];
}

/** @see RFC 7518 §3.1, RFC 8037 §3.1 */
export type TokenAlgorithm = 'RS256' | 'ES256' | 'EdDSA';

/** What an issuer answers. */
export type TokenEndpoint = (typeof TOKEN_ENDPOINTS)[number];

export interface TokenUser {
  readonly sub: string;
  readonly username: string | undefined;
  /** `undefined`: any will do. */
  readonly password: string | undefined;
  readonly email: string | undefined;
  readonly name: string | undefined;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  /** Further claims of the tokens. */
  readonly claims: JsonObject;
}

export interface TokenClient {
  readonly id: string;
  /** `undefined`: a public client. */
  readonly secret: string | undefined;
  /** Where users may come back to, besides this machine. */
  readonly redirectUris: readonly string[];
  /** `undefined`: all that the contract names. */
  readonly scopes: readonly string[] | undefined;
}

/**
 * The `mock.tokens` of a system.
 *
 * @param value - as the published schema has it; absent: what holds where nothing is said
 * @param resolved - a path of the file as one that holds from where the user stands; nothing here may need Node, for it runs in pages as well
 */
export function mockTokensFromJson(value: JsonObject, resolved: (path: string) => string): MockTokens {
  const text = (key: string): string | undefined => (value[key] === undefined ? undefined : String(value[key]));
  const path = (key: string): string | undefined => {
    const written = text(key);
    return written === undefined ? undefined : resolved(written);
  };
  const duration = (key: string, usual: string): number => msFromDuration(text(key) ?? usual) ?? 0;
  return {
    issuer: text('issuer'),
    audience: text('audience'),
    lifetimeMs: duration('lifetime', '1h'),
    refreshLifetimeMs: duration('refreshLifetime', '24h'),
    leewayMs: duration('leeway', '0s'),
    algorithm: ALGORITHMS.find((known) => known === value['algorithm']) ?? 'RS256',
    format: value['format'] === 'opaque' ? 'opaque' : 'jwt',
    login: value['login'] === 'auto' ? 'auto' : 'page',
    users: listOf(value['users']).map(userFromJson),
    clients: listOf(value['clients']).map(clientFromJson),
    key: path('key'),
    jwks: path('jwks'),
    endpoints: endpointsFromJson(value['endpoints']),
    operations: listOf(value['operations']).map(String),
    logout: listOf(value['logout']).map(String),
    apiKeys: listOf(value['apiKeys']).map(String),
  };
}

function userFromJson(value: JsonValue): TokenUser {
  const user = isJsonObject(value) ? value : {};
  const text = (key: string): string | undefined => (user[key] === undefined ? undefined : String(user[key]));
  return {
    sub: String(user['sub']),
    username: text('username'),
    password: text('password'),
    email: text('email'),
    name: text('name'),
    roles: listOf(user['roles']).map(String),
    permissions: listOf(user['permissions']).map(String),
    claims: isJsonObject(user['claims']) ? user['claims'] : {},
  };
}

function clientFromJson(value: JsonValue): TokenClient {
  const client = isJsonObject(value) ? value : {};
  return {
    id: String(client['id']),
    secret: client['secret'] === undefined ? undefined : String(client['secret']),
    redirectUris: listOf(client['redirectUris']).map(String),
    scopes: client['scopes'] === undefined ? undefined : listOf(client['scopes']).map(String),
  };
}

function endpointsFromJson(value: JsonValue | undefined): MockTokens['endpoints'] {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(TOKEN_ENDPOINTS.flatMap((name) => (value[name] === undefined ? [] : [[name, String(value[name])]])));
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** In the order in which they are told. */
export const TOKEN_ENDPOINTS = [
  'discovery',
  'jwks',
  'authorization',
  'token',
  'userinfo',
  'introspection',
  'revocation',
  'endSession',
] as const;
const ALGORITHMS: readonly TokenAlgorithm[] = ['RS256', 'ES256', 'EdDSA'];
