import { InputError } from '../../base/errors.js';
import type { Contract, Operation } from '../../contract/contract.js';
import type { HttpRequest } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import { compileJudge } from '../../wire/judge-request.js';
import type { MockTokens } from '../../workspace/mock-tokens.js';
import type { Answer } from '../answer.js';
import { type CorsMode, withCors } from '../cors.js';
import { failureFromProblems } from '../failure.js';
import type { Rules } from '../rules.js';
import { type EndpointRoute, ISSUER_PATH, type IssuerRoutes, issuerRoutes } from './endpoints.js';
import type { Issuer } from './issuer.js';
import type { IssuerRealm } from './realm.js';
import { originOf } from './origin.js';
import type { TokenAuthority } from './token-authority.js';

export interface IssuerParts {
  /** Whose codes and sessions it remembers: the same for all who are to know them. */
  readonly system: string;
  /** Whose contract may change while it is asked. */
  readonly mock: { readonly contract: Contract };
  readonly settings: MockTokens;
  readonly authority: TokenAuthority;
  readonly nowMs: () => number;
  readonly rules: Rules;
  readonly cors: CorsMode;
  /** Whether callers speak TLS to the mock. */
  readonly isSecure: boolean;
  /** Where callers reach the mock, without a trailing slash; `undefined` for what their `Host` says. */
  readonly origin?: string | undefined;
}

/**
 * The issuer of a mock: it answers at the addresses that the flows of the contract name, at those that the workspace names, and below `/_mortise/oidc`.
 * What it is made of is loaded when it is first asked.
 *
 * @param parts - the contract, who can log in, and the key
 */
export function createIssuer(parts: IssuerParts): Issuer {
  const { mock, settings, system, authority } = parts;
  let served = servedBy(mock.contract, parts);
  let loaded: Promise<AnswerEndpoint> | undefined;

  const current = (): Served => {
    if (served.contract !== mock.contract) served = servedBy(mock.contract, parts);
    return served;
  };

  const answer = (request: HttpRequest, scope: string, prefix = ''): Promise<Answer> | undefined => {
    const { contract, routes } = current();
    const route = routes.byCall.get(`${request.method} ${pathOf(request.target)}`);
    if (route === undefined) return undefined;
    const operation = route.operation?.read();
    const problems = operation === undefined ? [] : requestProblems(operation, contract, request);
    // What logs in with a name and a password is the contract's own: its mock refuses what breaks it, and answers what tests prefer.
    if (route.endpoint === 'credentials' && (problems.length > 0 || headerValue(request.headers, 'prefer') !== undefined)) return undefined;
    return answered({ request, scope, prefix, route, operation, problems });
  };

  const answered = async (asked: Asked): Promise<Answer> => {
    loaded ??= import('./answer-endpoint.js').then(({ answerEndpoint }) => answerEndpoint);
    const answerEndpoint = await loaded;
    const { contract, realm, routes } = current();
    const { request, scope, prefix, route, operation, problems } = asked;
    const origin = `${parts.origin ?? originOf(request, parts.isSecure)}${prefix}`;
    const endpoints = routes.endpointsOf(route.issuerPath);
    const failure = problems.length === 0 ? undefined : failureFromProblems(problems, parts.rules);
    const call = { request, origin, issuer: settings.issuer ?? `${origin}${route.issuerPath}`, endpoints };
    const { response, problems: own } = await authority.act((step) =>
      answerEndpoint({
        contract,
        route,
        operation,
        call: { ...call, realm: { ...realm, authority: step }, store: step.grantsOf({ system, scope }) },
        wrong: failure?.statuses === undefined ? undefined : problems,
      }),
    );
    return {
      response: withCors(response, request.headers, parts.cors),
      operation: operation?.id,
      problems: [...(failure?.problems ?? []), ...own],
    };
  };

  return {
    answer,
    ended: (request, scope, { operation, response: { status } }) => {
      if (operation === undefined || status >= 300 || !settings.logout.includes(operation)) return undefined;
      return import('./log-out.js').then(({ logOut }) =>
        authority.act((step) =>
          logOut({ realm: { ...current().realm, authority: step }, store: step.grantsOf({ system, scope }) }, request),
        ),
      );
    },
    issue: async (order, origin) => {
      const { issueToken } = await import('./issue.js');
      const issuer = settings.issuer ?? `${origin}${ISSUER_PATH}`;
      const token = await authority.act((step) => issueToken({ ...current().realm, authority: step }, order, issuer));
      if (token !== undefined) return token;
      throw new InputError({ code: 'E_ARGUMENT_VALUE', args: { option: 'expiresIn', seen: String(order.expiresIn), expected: '5m, -1m' } });
    },
  };
}

/** Loaded when it is first needed. */
type AnswerEndpoint = typeof import('./answer-endpoint.js').answerEndpoint;

/** What an issuer is by one contract. */
interface Served {
  readonly contract: Contract;
  readonly realm: IssuerRealm;
  readonly routes: IssuerRoutes;
}

function servedBy(contract: Contract, { settings, nowMs }: IssuerParts): Served {
  const flows = [...contract.securitySchemes.values()].flatMap((scheme) => (scheme.kind === 'oauth2' ? (scheme.flows ?? []) : []));
  const realm = {
    settings,
    scopes: [...new Set(flows.flatMap(({ scopes }) => scopes))],
    hasImplicitFlow: flows.some(({ kind }) => kind === 'implicit'),
    nowMs,
  };
  return { contract, realm, routes: issuerRoutes(contract, settings) };
}

interface Asked {
  readonly request: HttpRequest;
  readonly scope: string;
  readonly prefix: string;
  readonly route: EndpointRoute;
  readonly operation: Operation | undefined;
  readonly problems: ReturnType<typeof requestProblems>;
}

/** Who asks is the issuer's own matter: its answer to a wrong client is that of the protocol. */
function requestProblems(operation: Operation, contract: Contract, request: HttpRequest) {
  if (operation.unusable !== undefined) return [];
  return compileJudge(operation, contract)(request, new Map()).problems.filter(({ kind }) => kind !== 'security');
}

function pathOf(target: string): string {
  const origin = target.startsWith('/') ? target : target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '');
  const cut = origin.indexOf('?');
  return cut === -1 ? origin : origin.slice(0, cut);
}
