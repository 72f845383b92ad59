import type { Contract, OperationEntry } from '../../contract/contract.js';
import type { MockTokens, TokenEndpoint } from '../../workspace/mock-tokens.js';

/** What stands before the paths that the issuer has in every mock. */
export const ISSUER_PATH = '/_mortise/oidc';

/** A path that the issuer answers. */
export interface EndpointRoute {
  readonly endpoint: IssuerEndpoint;
  /** The path that issuer names end in: its discovery document stands below it. */
  readonly issuerPath: string;
  /** Of the contract, when it has one there. */
  readonly operation: OperationEntry | undefined;
}

/** `credentials` is an operation of the contract that logs in by itself. */
export type IssuerEndpoint = TokenEndpoint | 'login' | 'issue' | 'credentials';

/** The paths that callers are told. */
export type Endpoints = Readonly<Record<TokenEndpoint, string>>;

/** Every path of an issuer. */
export interface IssuerRoutes {
  /** By method and path: `POST /token`. */
  readonly byCall: ReadonlyMap<string, EndpointRoute>;
  /** What callers of an issuer are told, by its path. */
  endpointsOf(issuerPath: string): Endpoints;
}

/**
 * The paths of an issuer: those that the flows of a contract name, those that the workspace names, and always its own.
 *
 * @param contract - of the mock
 * @param settings - name operations by what they are
 */
export function issuerRoutes(contract: Contract, settings: Pick<MockTokens, 'endpoints' | 'operations'>): IssuerRoutes {
  const named = namedPaths(contract, settings);
  const discovery = named.find(({ endpoint, path }) => endpoint === 'discovery' && path.endsWith(DISCOVERY_SUFFIX))?.path;
  const contractIssuer = discovery === undefined ? ISSUER_PATH : discovery.slice(0, -DISCOVERY_SUFFIX.length);
  const byCall = new Map<string, EndpointRoute>();
  const add = (method: string, path: string, route: Omit<EndpointRoute, 'operation'>): void => {
    const key = `${method} ${path}`;
    if (byCall.has(key)) return;
    byCall.set(key, { ...route, operation: operationAt(contract, method, path) });
  };
  for (const { endpoint, path } of named) add(METHODS[endpoint][0], path, { endpoint, issuerPath: contractIssuer });
  for (const { endpoint, path } of named) {
    for (const method of METHODS[endpoint]) add(method, path, { endpoint, issuerPath: contractIssuer });
  }
  for (const [endpoint, paths] of OWN_PATHS) {
    for (const path of paths) {
      for (const method of METHODS[endpoint]) add(method, `${ISSUER_PATH}${path}`, { endpoint, issuerPath: ISSUER_PATH });
    }
  }
  for (const issuerPath of new Set([ISSUER_PATH, contractIssuer])) {
    // RFC 8414 §3.1 puts the path of an issuer behind the well-known part, OpenID Connect before it.
    add('GET', `${METADATA_PATH}${issuerPath}`, { endpoint: 'discovery', issuerPath });
  }
  for (const { method, path } of contract.operations.filter(({ id }) => settings.operations.includes(id))) {
    for (const base of ['', ...contract.basePaths]) add(method, `${base}${path}`, { endpoint: 'credentials', issuerPath: contractIssuer });
  }
  return { byCall, endpointsOf: (issuerPath) => endpointsTold(named, issuerPath) };
}

interface NamedPath {
  readonly endpoint: TokenEndpoint;
  readonly path: string;
}

function namedPaths(contract: Contract, settings: Pick<MockTokens, 'endpoints'>): readonly NamedPath[] {
  const paths: NamedPath[] = [];
  const add = (endpoint: TokenEndpoint, url: string | undefined): void => {
    for (const path of pathsOfUrl(url, contract)) paths.push({ endpoint, path });
  };
  for (const [endpoint, id] of Object.entries(settings.endpoints) as [TokenEndpoint, string][]) {
    const entry = contract.operations.find((one) => one.id === id);
    if (entry === undefined) continue;
    paths.push({ endpoint, path: entry.path }, ...contract.basePaths.map((base) => ({ endpoint, path: `${base}${entry.path}` })));
  }
  for (const scheme of contract.securitySchemes.values()) {
    if (scheme.kind === 'openIdConnect') add('discovery', scheme.discoveryUrl);
    if (scheme.kind !== 'oauth2') continue;
    for (const { authorizationUrl, tokenUrl, refreshUrl } of scheme.flows ?? []) {
      add('authorization', authorizationUrl);
      add('token', tokenUrl);
      add('token', refreshUrl);
    }
  }
  return paths;
}

/** The path of an address, wherever its host is, and what is left of it below a base path. `/` would be all there is, and says nothing. */
function pathsOfUrl(url: string | undefined, { basePaths }: Contract): readonly string[] {
  if (url === undefined) return [];
  let path: string;
  try {
    path = new URL(url, 'http://mock.invalid/').pathname;
  } catch {
    // An address with variables, or none at all: lint tells of it.
    return [];
  }
  const below = basePaths.filter((base) => base !== '' && path.startsWith(`${base}/`)).map((base) => path.slice(base.length));
  return [path, ...below].filter((one) => one !== '/');
}

function operationAt(contract: Contract, method: string, path: string): OperationEntry | undefined {
  return contract.operations.find(
    (entry) => entry.method === method && ['', ...contract.basePaths].some((base) => `${base}${entry.path}` === path),
  );
}

function endpointsTold(named: readonly NamedPath[], issuerPath: string): Endpoints {
  const told = (endpoint: TokenEndpoint, own: string): string =>
    named.find((one) => one.endpoint === endpoint)?.path ?? `${ISSUER_PATH}${own}`;
  const isOwn = issuerPath === ISSUER_PATH;
  return {
    discovery: `${issuerPath}${DISCOVERY_SUFFIX}`,
    jwks: isOwn ? `${ISSUER_PATH}/jwks` : told('jwks', '/jwks'),
    authorization: isOwn ? `${ISSUER_PATH}/authorize` : told('authorization', '/authorize'),
    token: isOwn ? `${ISSUER_PATH}/token` : told('token', '/token'),
    userinfo: isOwn ? `${ISSUER_PATH}/userinfo` : told('userinfo', '/userinfo'),
    introspection: isOwn ? `${ISSUER_PATH}/introspect` : told('introspection', '/introspect'),
    revocation: isOwn ? `${ISSUER_PATH}/revoke` : told('revocation', '/revoke'),
    endSession: isOwn ? `${ISSUER_PATH}/logout` : told('endSession', '/logout'),
  };
}

const METADATA_PATH = '/.well-known/oauth-authorization-server';
const DISCOVERY_SUFFIX = '/.well-known/openid-configuration';
/** The usual one first: two endpoints at one address are told apart by it. */
const METHODS: Readonly<Record<IssuerEndpoint, readonly [string, ...string[]]>> = {
  discovery: ['GET'],
  jwks: ['GET'],
  authorization: ['GET', 'POST'],
  token: ['POST'],
  userinfo: ['GET', 'POST'],
  introspection: ['POST'],
  revocation: ['POST'],
  endSession: ['GET', 'POST'],
  login: ['GET', 'POST'],
  issue: ['POST'],
  credentials: ['POST'],
};
const OWN_PATHS: readonly (readonly [IssuerEndpoint, readonly string[]])[] = [
  ['discovery', [DISCOVERY_SUFFIX, METADATA_PATH]],
  ['jwks', ['/jwks']],
  ['authorization', ['/authorize']],
  ['token', ['/token']],
  ['userinfo', ['/userinfo']],
  ['introspection', ['/introspect']],
  ['revocation', ['/revoke']],
  ['endSession', ['/logout']],
  ['login', ['/login']],
  ['issue', ['/issue']],
];
