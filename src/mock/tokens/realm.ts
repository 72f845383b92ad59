import type { MockTokens, TokenClient, TokenUser } from '../../workspace/mock-tokens.js';
import type { AuthorityStep } from './authority-step.js';

/** What all endpoints of one issuer have in common, whatever is asked. */
export interface IssuerRealm {
  readonly settings: MockTokens;
  /** The scopes that the contract's flows name; empty: any is taken. */
  readonly scopes: readonly string[];
  /** Whether a flow of the contract gives tokens without a code. */
  readonly hasImplicitFlow: boolean;
  readonly nowMs: () => number;
}

/** The same within one step. */
export interface Realm extends IssuerRealm {
  readonly authority: AuthorityStep;
}

/**
 * The user of a name, an address or an id; where none are listed, whoever it says.
 *
 * @param realm - of the issuer
 * @param name - as the request has it
 * @param password - `undefined`: nobody asks for it
 */
export function userOf({ settings: { users } }: IssuerRealm, name: string, password: string | undefined): TokenUser | undefined {
  if (users.length === 0) return userOfName(name);
  const user = users.find(({ sub }) => sub === name) ?? users.find(({ username, email }) => username === name || email === name);
  return user?.password === undefined || password === undefined || user.password === password ? user : undefined;
}

/** Those who can log in by a click. */
export function usersOf({ settings: { users } }: IssuerRealm): readonly TokenUser[] {
  return users.length === 0 ? DEFAULT_USERS : users;
}

/** @returns `undefined` when there is no such client; where none are listed, whoever asks is a public one that anybody can be */
export function clientOf({ settings: { clients } }: IssuerRealm, id: string): TokenClient | undefined {
  if (clients.length === 0) return { id, secret: undefined, redirectUris: [], scopes: undefined };
  return clients.find((client) => client.id === id);
}

function userOfName(name: string): TokenUser | undefined {
  const known = DEFAULT_USERS.find(({ sub, username, email }) => sub === name || username === name || email === name);
  if (known !== undefined || name === '') return known;
  const email = name.includes('@') ? name : undefined;
  return { ...NOBODY, sub: name, username: name, email, name };
}

const NOBODY: Omit<TokenUser, 'sub'> = {
  username: undefined,
  password: undefined,
  email: undefined,
  name: undefined,
  roles: [],
  permissions: [],
  claims: {},
};
const DEFAULT_USERS: readonly TokenUser[] = [
  { ...NOBODY, sub: 'user-1', username: 'user', email: 'user@example.com', name: 'Una User', roles: ['user'] },
  { ...NOBODY, sub: 'admin-1', username: 'admin', email: 'admin@example.com', name: 'Ada Admin', roles: ['admin'] },
];
