import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { isSecretHeader } from '../../journal/redact.js';
import { credentialsOf } from '../../workspace/asked-systems.js';
import type { GrantCredential, Pair, PairCredential } from '../../workspace/workspace.js';
import { basicText } from './credentials.js';
import { clientText } from './grant-request.js';

/**
 * The texts of a pair's way in that must not be shown, in each form in which they go over the wire: tokens, passwords, keys. Each once.
 *
 * @param pair - as read
 */
export function secretsOfPair(pair: Pick<Pair, 'auth' | 'headers' | 'fixtures'>): readonly string[] {
  const found = [
    ...credentialsOf(pair.auth).flatMap(({ credential }) => secretsOfCredential(credential)),
    ...headerSecrets(pair.headers),
    ...[...pair.fixtures.values()].flatMap((fixture) => headerSecrets(fixture.headers)),
  ];
  return [...new Set(found.flatMap(withForms))];
}

/**
 * A secret, and how it looks inside a URL, a form or a JSON text.
 *
 * @param secret - as the user gave it, or as it was fetched
 */
export function withForms(secret: string): readonly string[] {
  const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
  return [...new Set([secret, inForm, percentEncoded(secret), JSON.stringify(secret).slice(1, -1)])].filter((text) => text !== '');
}

function secretsOfCredential(credential: PairCredential): readonly string[] {
  switch (credential.kind) {
    case 'bearer':
      return [credential.token];
    case 'apiKey':
      return [credential.value];
    case 'basic':
      return [credential.password, basicText(credential.username, credential.password)];
    case 'login':
      return [...secretTexts(credential.body, ''), ...headerSecrets(credential.headers)];
    case 'grant':
      return secretsOfGrant(credential);
  }
}

function secretsOfGrant({ grant, client }: GrantCredential): readonly string[] {
  const clients = client?.secret === undefined ? [] : [client.secret, clientText(client)];
  if (grant.kind === 'password') return [...clients, grant.password];
  return grant.kind === 'refreshToken' ? [...clients, grant.refreshToken] : clients;
}

/** What stands after the scheme is the secret, in whatever scheme it comes back. */
function headerSecrets(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers)
    .filter(([name]) => isSecretHeader(name))
    .map(([, value]) => /^[A-Za-z][A-Za-z0-9-]* +(\S+)$/.exec(value)?.[1] ?? value);
}

function secretTexts(value: JsonValue | undefined, key: string): readonly string[] {
  if (typeof value === 'string') return SECRET_KEY.test(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => secretTexts(item, key));
  return isJsonObject(value) ? Object.entries(value).flatMap(([name, member]) => secretTexts(member, name)) : [];
}

/** A lone surrogate has no such form. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

const SECRET_KEY = /passw|secret|token|key$/i;
