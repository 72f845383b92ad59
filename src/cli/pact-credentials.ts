import { createAuthenticator } from '../check/auth/authenticator.js';
import type { TokenWorld } from '../check/auth/token-fetch.js';
import { pactFinding } from '../compat/pact/pact-finding.js';
import type { Pact, PactInteraction } from '../compat/pact/pact.js';
import { requestFromPact } from '../compat/pact/request-from-pact.js';
import { pactRouterOf } from '../compat/pact/route-of-pact.js';
import type { Finding } from '../finding/finding.js';
import { nowMs } from '../host/clock.js';
import { createHttpClient } from '../host/http-client.js';
import type { HeaderPairs } from '../wire/http-message.js';
import type { Pair } from '../workspace/workspace.js';

/** What gets the interactions of a pact in, by what its pair says. */
export interface PactCredentials {
  /** Sent in place of what the pact has of the name; empty where nothing is asked for. */
  readonly headersOf: (interaction: PactInteraction) => Readonly<Record<string, string>>;
  /** Why there is no way in. */
  readonly failures: readonly Finding[];
}

/** Who logs in, and where. */
export interface PactLogin extends Pick<TokenWorld, 'session' | 'contract' | 'contracts'> {
  /** Its `auth` says how. */
  readonly pair: Pair;
  readonly signal: AbortSignal;
}

/**
 * Logs in as the pair does. A token in a pact was good for the moment it was written in, so what the workspace says stands in its place; an
 * interaction that is to be refused (401, 403) keeps what it has. A key in the query of a URL stays the pact's.
 *
 * @param login - nothing is called when the pair has no `auth`
 */
export async function pactCredentials({ pair, contract, contracts, session, signal }: PactLogin): Promise<PactCredentials> {
  if (pair.auth === undefined) return NO_CREDENTIALS;
  const client = createHttpClient();
  let callCount = 0;
  const nextId = (): string => {
    callCount += 1;
    return `login-${callCount}`;
  };
  const { consumer, provider } = pair;
  const caller = { consumer, provider, baseUrl: session.baseUrl, signal, send: client.send, nowMs, nextId };
  const authenticator = createAuthenticator({ pair, contract, contracts, caller, session });
  try {
    const failure = await authenticator.ready();
    const failures = failure === undefined ? [] : [{ ...failure.judgement, pair: { consumer, provider } }];
    const route = pactRouterOf(contract);
    const headersOf: PactCredentials['headersOf'] = (interaction) => {
      if (interaction.kind !== 'http' || interaction.response.status === 401 || interaction.response.status === 403) return {};
      const { method, target } = requestFromPact(interaction.request);
      const operation = route({ method, target, headers: [], body: undefined })?.entry.read();
      if (operation === undefined) return {};
      const signed = authenticator.apply({ method, target, headers: [], body: undefined }, { operation, contract }, 'pair');
      return signed === undefined ? {} : recordOf(signed.headers);
    };
    return { headersOf, failures };
  } finally {
    await client.close();
  }
}

/** Pacts that are verified with the same headers. */
export interface CredentialGroup {
  readonly headers: Readonly<Record<string, string>>;
  readonly pacts: readonly Pact[];
}

/**
 * The interactions by what gets them in: the verifier sends the same headers with all that it is given.
 *
 * @param pacts - what is to be verified of each
 * @param credentials - of their pair
 * @returns one group for each set of headers; a pact that is verified as it was written is the same object
 */
export function groupsOfPacts(pacts: readonly Pact[], { headersOf }: PactCredentials): readonly CredentialGroup[] {
  const groups = new Map<string, { readonly headers: Readonly<Record<string, string>>; readonly pacts: Pact[] }>();
  for (const pact of pacts) {
    const own = new Map<string, PactInteraction[]>();
    for (const interaction of pact.interactions) {
      const headers = headersOf(interaction);
      const key = JSON.stringify(headers);
      if (!groups.has(key)) groups.set(key, { headers, pacts: [] });
      own.set(key, [...(own.get(key) ?? []), interaction]);
    }
    for (const [key, interactions] of own) {
      const group = groups.get(key);
      if (group === undefined) continue;
      const isWhole = interactions.length === pact.interactions.length && Object.keys(group.headers).length === 0;
      group.pacts.push(isWhole ? pact : { ...pact, interactions: interactions.map((one) => withoutHeaders(one, group.headers)) });
    }
  }
  return [...groups.values()];
}

/** The verifier would send both. */
function withoutHeaders(interaction: PactInteraction, headers: Readonly<Record<string, string>>): PactInteraction {
  if (interaction.kind !== 'http') return interaction;
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const kept = [...interaction.request.headers].filter(([name]) => !names.has(name.toLowerCase()));
  return { ...interaction, request: { ...interaction.request, headers: new Map(kept) } };
}

/**
 * What cannot be verified without a way in.
 *
 * @param pact - of the pair
 */
export function shutOut(pact: Pact): readonly Finding[] {
  return pact.interactions.map((interaction) =>
    pactFinding(pact, interaction, {
      code: 'pact/undecided',
      severity: 'warning',
      args: { part: 'the answer', at: '', reason: 'no-login' },
    }),
  );
}

function recordOf(headers: HeaderPairs): Readonly<Record<string, string>> {
  const record: Record<string, string> = {};
  for (let index = 0; index + 1 < headers.length; index += 2) record[headers[index] ?? ''] = headers[index + 1] ?? '';
  return record;
}

/** For pairs that say nothing of it. */
export const NO_CREDENTIALS: PactCredentials = { headersOf: () => ({}), failures: [] };
