import type { SecurityScheme } from '../../contract/contract.js';
import { isSecretHeader } from '../../journal/redact.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { KnownCredential } from '../../workspace/workspace.js';
import type { CaseCredentials } from '../test-case.js';
import { schemesOfAlternative } from './chosen-schemes.js';
import type { AuthTarget } from './credentials.js';
import { basicText, fits, withCredentials } from './credentials.js';

/** How a request is to be without good credentials. */
export interface BadCredentials {
  readonly how: Exclude<CaseCredentials, 'pair'>;
  /** Those that the pair gets in by. */
  readonly schemes: ReadonlyMap<string, SecurityScheme>;
}

/**
 * The request with bad credentials, or none, instead of all that it carries; `undefined` when that kind cannot be had: the operation takes
 * every scheme there is, or it has no such alternative, or the pair gets in by that one, so that `wrong` is the same.
 *
 * @param request - as built, with or without credentials
 * @param target - its operation
 * @param bad - the kind, and what the pair gets in by
 */
export function withBadCredentials(request: HttpRequest, target: AuthTarget, { how, schemes }: BadCredentials): HttpRequest | undefined {
  if (how === 'none') return withoutCredentials(request, target);
  if (how === 'other-scheme') return withOtherScheme(request, target);
  if (how === 'wrong') return withWrongCredentials(request, target, schemes);
  const others = schemesOfAlternative(target, Number(how.slice('wrong '.length)));
  const isOwn = others !== undefined && others.size === schemes.size && [...others.keys()].every((name) => schemes.has(name));
  return others === undefined || isOwn ? undefined : withWrongCredentials(request, target, others);
}

/**
 * Neither what the schemes of its operation name, nor what else looks like a credential. A provider that looks at a header the contract
 * does not know would let the rest in, and be blamed for it.
 */
function withoutCredentials(request: HttpRequest, { operation, contract }: AuthTarget): HttpRequest {
  const schemes = [...contract.securitySchemes.values()];
  const declaredCookies = operation.parameters.filter((parameter) => parameter.in === 'cookie').map(({ name }) => encodeURIComponent(name));
  const keyNames = (location: string): readonly string[] =>
    schemes.flatMap((scheme) => (scheme.kind === 'apiKey' && scheme.in === location ? [scheme.name] : []));
  const headerNames = new Set(keyNames('header').map((name) => name.toLowerCase()));
  const queryNames = new Set(keyNames('query').map(encodeURIComponent));
  const cookieNames = new Set(keyNames('cookie').map(encodeURIComponent));
  const keepsCookie = (name: string): boolean => declaredCookies.includes(name) && !cookieNames.has(name);
  const headers: string[] = [];
  for (let index = 0; index + 1 < request.headers.length; index += 2) {
    const name = request.headers[index] ?? '';
    const value = request.headers[index + 1] ?? '';
    if (name.toLowerCase() === 'cookie') {
      const kept = value.split(/; */).filter((part) => keepsCookie(part.split('=', 1)[0] ?? ''));
      if (kept.length > 0) headers.push(name, kept.join('; '));
    } else if (!isSecretHeader(name, headerNames)) headers.push(name, value);
  }
  return { ...request, headers, target: withoutQueryNames(request.target, queryNames) };
}

function withWrongCredentials(request: HttpRequest, target: AuthTarget, schemes: ReadonlyMap<string, SecurityScheme>): HttpRequest {
  return withCredentials(withoutCredentials(request, target), schemes, (_name, scheme) =>
    WRONG.find((credential) => fits(scheme, credential)),
  );
}

/** One that the operation does not name; there is none when it names all that could be. */
function withOtherScheme(request: HttpRequest, target: AuthTarget): HttpRequest | undefined {
  const { operation, contract } = target;
  const asked = operation.security.flatMap((requirement) => [...requirement.keys()].map((name) => contract.securitySchemes.get(name)));
  // A key in `Authorization` may be written in any way, `Bearer …` too.
  if (asked.some((scheme) => scheme?.kind === 'apiKey' && scheme.name.toLowerCase() === 'authorization')) return undefined;
  const other = OTHER_SCHEMES.find(({ scheme }) => !asked.some((one) => one !== undefined && fits(one, scheme)));
  if (other === undefined) return undefined;
  const bare = withoutCredentials(request, target);
  return { ...bare, headers: [...bare.headers, 'authorization', other.authorization] };
}

function withoutQueryNames(target: string, names: ReadonlySet<string>): string {
  const cut = target.indexOf('?');
  if (cut === -1 || names.size === 0) return target;
  const kept = target
    .slice(cut + 1)
    .split('&')
    .filter((part) => !names.has(part.split('=', 1)[0] ?? ''));
  return kept.length === 0 ? target.slice(0, cut) : `${target.slice(0, cut)}?${kept.join('&')}`;
}

/** Looks drawn, is always the same, and no user of that name exists: the right name with wrong passwords could lock it out. */
const NOBODY = 'mortise-nobody';
const WRONG_TEXT = 'wq7ZtR2mXc9LbV4nKd8sPf3hYj6gAe1u';
const WRONG: readonly KnownCredential[] = [
  { kind: 'bearer', token: WRONG_TEXT },
  { kind: 'basic', username: NOBODY, password: WRONG_TEXT },
  { kind: 'apiKey', value: WRONG_TEXT },
];
interface OtherScheme {
  readonly scheme: KnownCredential;
  readonly authorization: string;
}
const OTHER_SCHEMES: readonly OtherScheme[] = [
  { scheme: { kind: 'basic', username: NOBODY, password: WRONG_TEXT }, authorization: `Basic ${basicText(NOBODY, WRONG_TEXT)}` },
  { scheme: { kind: 'bearer', token: WRONG_TEXT }, authorization: `Bearer ${WRONG_TEXT}` },
];
