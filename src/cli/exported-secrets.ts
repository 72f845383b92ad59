import type { AuthTarget, Held } from '../check/auth/credentials.js';
import { basicText, fits, withCredentials } from '../check/auth/credentials.js';
import { withBadCredentials } from '../check/auth/bad-credentials.js';
import { chosenSchemes } from '../check/auth/chosen-schemes.js';
import { secretsOfPair } from '../check/auth/secrets-of-pair.js';
import type { TestCase } from '../check/test-case.js';
import type { Contract, SecurityScheme } from '../contract/contract.js';
import { isSecretHeader, redactValues } from '../journal/redact.js';
import { secretNamesOfContract } from '../mock/secret-names.js';
import type { TextPart } from '../report/vitest-export/vitest-file.js';
import type { HttpRequest } from '../wire/http-message.js';
import { credentialsOf } from '../workspace/asked-systems.js';
import type { KnownCredential, Pair, PairCredential } from '../workspace/workspace.js';
import { REDACTED_FORMS } from './text-parts.js';

/** What stands for the secrets of a pair in an exported test. */
export interface ExportedSecrets {
  /** How its environment variables begin: `PLAN_EXCHANGE` for `plan-exchange`. */
  readonly prefix: string;
  /** The pair with placeholders for its secrets. */
  readonly pair: Pair;
  /** What each placeholder stands for. */
  readonly parts: ReadonlyMap<string, TextPart>;
  /** The request with placeholders for what its case's credentials are; `undefined` when there are none of that kind. */
  readonly withCredentials: (request: HttpRequest, testCase: TestCase) => HttpRequest | undefined;
}

/**
 * Placeholders for the secrets of a pair, so that none of them is ever in the text of a test.
 *
 * @param pair - as read, with its secrets
 * @param contract - of its provider: names the schemes
 */
export function exportedSecrets(pair: Pair, contract: Contract): ExportedSecrets {
  const prefix = pair.provider
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=\d)/, '_');
  const parts = new Map<string, TextPart>();
  const placeholder = (name: string): string => {
    const variable = `${prefix}_${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
    const text = `mortise0secret0${variable.replaceAll('_', '0')}x`;
    parts.set(text, { kind: 'secret', variable, form: 'plain' });
    return text;
  };
  for (const redacted of REDACTED_FORMS) parts.set(redacted, { kind: 'secret', variable: `${prefix}_SECRET`, form: 'plain' });
  const names = secretNamesOfContract(contract);
  const values = secretsOfPair(pair);
  const cleaned = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, isSecretHeader(name, names) ? placeholder(name) : redactValues(value, values)]),
    );
  const fixtures = new Map([...pair.fixtures].map(([id, fixture]) => [id, { ...fixture, headers: cleaned(fixture.headers) }] as const));
  const keys = credentialsOf(pair.auth).map(({ scheme, credential }) => ({
    scheme,
    credential: placeholderCredential(credential, { scheme, placeholder, prefix, parts }),
  }));
  const find = (name: string, scheme: SecurityScheme): KnownCredential | undefined =>
    keys.find((key) => (key.scheme === undefined ? fits(scheme, key.credential) : key.scheme === name))?.credential;
  const held: Held = (name, scheme) => {
    const known = find(name, scheme);
    return known?.kind === 'bearer' && scheme.kind === 'apiKey' ? { kind: 'apiKey', value: known.token } : known;
  };
  const dressed = (request: HttpRequest, testCase: TestCase): HttpRequest | undefined => {
    const target: AuthTarget = { operation: testCase.operation, contract };
    const schemes = chosenSchemes(target, (name, scheme) => find(name, scheme) !== undefined, request);
    const { credentials: how } = testCase;
    return how === 'pair' ? withCredentials(request, schemes, held) : withBadCredentials(request, target, { how, schemes });
  };
  return { prefix, pair: { ...pair, headers: cleaned(pair.headers), fixtures }, parts, withCredentials: dressed };
}

interface Naming {
  readonly scheme: string | undefined;
  readonly placeholder: (name: string) => string;
  readonly prefix: string;
  readonly parts: Map<string, TextPart>;
}

/** A token that has to be fetched is a secret like one that is known: whoever runs the test has one. */
function placeholderCredential(credential: PairCredential, { scheme, placeholder, prefix, parts }: Naming): KnownCredential {
  const named = (name: string): string => (scheme === undefined ? name : `${scheme}_${name}`);
  if (credential.kind === 'apiKey') return { kind: 'apiKey', value: placeholder(named('API_KEY')) };
  if (credential.kind !== 'basic') return { kind: 'bearer', token: placeholder(named('TOKEN')) };
  const variable = (name: string): string =>
    `${prefix}_${named(name)
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, '_')}`;
  const [username, password] = ['mortise0username', 'mortise0password'];
  parts.set(`Basic ${basicText(username, password)}`, { kind: 'basic', username: variable('USERNAME'), password: variable('PASSWORD') });
  return { kind: 'basic', username, password };
}
