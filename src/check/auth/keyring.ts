import type { SecurityScheme } from '../../contract/contract.js';
import { credentialsOf } from '../../workspace/asked-systems.js';
import type { KnownCredential, PairAuth, PairCredential } from '../../workspace/workspace.js';
import { fits } from './credentials.js';
import type { TokenSource } from './token-source.js';

/** One credential of a pair, with its token when it has to be fetched. */
export interface Key {
  /** The name of the security scheme it is for; `undefined` for whatever it fits. */
  readonly scheme: string | undefined;
  readonly credential: PairCredential;
  /** `undefined` when the credential is known beforehand. */
  readonly source: TokenSource | undefined;
}

/** The credentials of a pair. */
export interface Keyring {
  /** In the order of the workspace file. */
  readonly keys: readonly Key[];
  /** The one for a security scheme. */
  find(name: string, scheme: SecurityScheme): Key | undefined;
  /** What is sent for a scheme; `undefined` while there is no token, and where there is no key. */
  held(name: string, scheme: SecurityScheme): KnownCredential | undefined;
}

/**
 * The credentials of a pair, none of them fetched yet.
 *
 * @param auth - of the pair
 * @param sourceOf - where the token of a credential comes from
 */
export function createKeyring(auth: PairAuth | undefined, sourceOf: (credential: FetchedCredential) => TokenSource): Keyring {
  const keys = credentialsOf(auth).map(({ scheme, credential }) => ({
    scheme,
    credential,
    source: credential.kind === 'login' || credential.kind === 'grant' ? sourceOf(credential) : undefined,
  }));
  const find = (name: string, scheme: SecurityScheme): Key | undefined =>
    keys.find((key) => (key.scheme === undefined ? isFor(scheme, key.credential) : key.scheme === name));
  const held = (name: string, scheme: SecurityScheme): KnownCredential | undefined => {
    const key = find(name, scheme);
    const known = key && knownOf(key);
    // A token that was fetched for a key's scheme is that key: a session id that goes into a cookie.
    return known?.kind === 'bearer' && scheme.kind === 'apiKey' ? { kind: 'apiKey', value: known.token } : known;
  };
  return { keys, find, held };
}

export type FetchedCredential = Extract<PairCredential, { readonly kind: 'login' | 'grant' }>;

function knownOf({ credential, source }: Key): KnownCredential | undefined {
  if (credential.kind !== 'login' && credential.kind !== 'grant') return credential;
  const token = source?.token();
  return token === undefined ? undefined : { kind: 'bearer', token };
}

function isFor(scheme: SecurityScheme, credential: PairCredential): boolean {
  if (credential.kind !== 'login' && credential.kind !== 'grant') return fits(scheme, credential);
  // What a login sets as a cookie goes back as one.
  if (credential.kind === 'login' && credential.token.kind === 'cookie') return scheme.kind === 'apiKey' && scheme.in === 'cookie';
  return fits(scheme, { kind: 'bearer', token: '' });
}
