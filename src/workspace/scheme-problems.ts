import { namesNearby } from '../base/did-you-mean.js';
import { appendToken } from '../base/json-pointer.js';
import type { Contract, SecurityScheme } from '../contract/contract.js';
import type { Pair, PairCredential } from './workspace.js';
import type { WorkspaceProblem } from './workspace-problem.js';

/**
 * The security schemes of a pair's `auth` that its provider does not have, or that cannot be met with what is given for them.
 *
 * @param pair - as read
 * @param contract - of the pair's provider
 */
export function schemeProblems({ auth, pointer, provider }: Pair, contract: Contract): readonly WorkspaceProblem[] {
  if (auth?.kind !== 'schemes') return [];
  return [...auth.schemes].flatMap(([name, credential]) => {
    const place = appendToken(`${pointer}/auth/schemes`, name);
    const scheme = contract.securitySchemes.get(name);
    if (scheme === undefined) {
      const problem = `${provider} has no security scheme "${name}"`;
      return [{ pointer: place, problem, ...namesNearby(name, contract.securitySchemes.keys()) }];
    }
    const wanted = wantedFor(scheme, credential);
    return wanted === undefined ? [] : [{ pointer: place, problem: `the security scheme "${name}" ${wanted}` }];
  });
}

/** What is wrong with a credential for a scheme; `undefined` when it can be sent. */
function wantedFor(scheme: SecurityScheme, { kind }: PairCredential): string | undefined {
  const isToken = kind === 'bearer' || kind === 'login' || kind === 'grant';
  switch (scheme.kind) {
    case 'apiKey':
      return kind === 'apiKey' || kind === 'login' || kind === 'grant' ? undefined : `wants ${FETCHED} or an apiKey`;
    case 'http':
      if (scheme.scheme.toLowerCase() === 'basic') return kind === 'basic' ? undefined : 'wants basic: a username and a password';
      if (scheme.scheme.toLowerCase() === 'digest')
        return 'is a digest, which is not known before the provider asks; sign the requests in a hook';
      return isToken ? undefined : `wants ${FETCHED} or a bearer token`;
    case 'oauth2':
    case 'openIdConnect':
      return isToken ? undefined : `wants ${FETCHED} or a bearer token`;
    case 'mutualTLS':
      return 'wants a client certificate, which cannot be given here';
    default:
      return `is of the type "${scheme.type}", which is not known; set its header in a hook`;
  }
}

const FETCHED = 'a login, a token endpoint';
