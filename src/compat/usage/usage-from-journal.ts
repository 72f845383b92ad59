import type { JsonValue } from '../../base/json.js';
import type { Contract, Operation } from '../../contract/contract.js';
import type { Exchange } from '../../journal/exchange.js';
import { isOfSystem } from '../../journal/member-name.js';
import type { MessageRecord } from '../../journal/message-record.js';
import { redactExchange } from '../../journal/redact-exchange.js';
import { redactMessage } from '../../journal/redact-message.js';
import { isSecretHeader, REDACTED } from '../../journal/redact.js';
import type { Secrets } from '../../journal/secrets.js';
import { createRouter, type Router } from '../../mock/router.js';
import { secretNamesOfContract } from '../../mock/secret-names.js';
import { headerValue } from '../../wire/http-message.js';
import { judgeRequest } from '../../wire/judge-request.js';
import { dayOf } from './day-of.js';
import { essenceOf } from './essence-of.js';
import { createMessageTally } from './message-tally.js';
import { stableUsage } from './merge-usage.js';
import { withoutSecrets } from './without-secrets.js';
import { selectRequests } from './select-requests.js';
import type { UsageOptions } from './usage-options.js';
import type { OperationUsage, ReceivedAnswer, SentRequest, Usage } from './usage.js';

/** What was seen of a pair: of a run, of a file, or of what a proxy has in memory. */
export interface SeenTraffic {
  readonly exchanges: Iterable<Exchange>;
  readonly messages?: Iterable<MessageRecord>;
}

/**
 * What a consumer needs of a provider, as traffic shows it: what it sent, distinct in shape and bounded, and what came back. What was read of it a
 * journal does not show. Secrets are left out, by their names, by their form, and where the schema says `password`.
 *
 * @param traffic - of any consumers and providers
 * @param contract - of the provider
 * @param options - whose traffic it is
 */
export function usageFromJournal(traffic: SeenTraffic, contract: Contract, options: UsageOptions): Usage {
  const tally = createUsageTally(contract, options);
  for (const exchange of traffic.exchanges) tally.exchange(exchange);
  for (const message of traffic.messages ?? []) tally.message(message);
  return tally.usage();
}

/** Counts what a pair does, while it does it, in bounded memory. */
export interface UsageTally {
  exchange(exchange: Exchange): void;
  message(message: MessageRecord): void;
  usage(): Usage;
}

/**
 * A tally of nothing yet.
 *
 * @param contract - of the provider
 * @param options - whose traffic counts
 */
export function createUsageTally(contract: Contract, options: UsageOptions): UsageTally {
  const { consumer, provider } = options;
  const secrets: Secrets = { names: secretNamesOfContract(contract), values: options.secrets ?? [] };
  const router = createRouter(contract.operations, [...new Set(['', ...contract.basePaths])]);
  const calls = new Map<string, OperationTally>();
  const messages = createMessageTally(contract, options);
  const isOurs = (exchange: Exchange): boolean =>
    exchange.side === 'egress' && exchange.provider === provider && isOfSystem(exchange.consumer ?? consumer, consumer);
  return {
    exchange: (exchange) => {
      if (!isOurs(exchange)) return;
      const called = calledBy(exchange, router);
      if (called === undefined) return;
      const key = `${called.operation.method} ${called.operation.path}`;
      const tally = calls.get(key) ?? newTally(called.operation);
      calls.set(key, tally);
      count(tally, redactExchange(exchange, secrets), { ...called, contract });
    },
    message: (record) => {
      if (record.provider === provider) messages.take(redactMessage(record, secrets));
    },
    usage: () => {
      const seen = messages.usage();
      return stableUsage({
        consumer,
        provider,
        sources: calls.size + seen.length === 0 ? [] : ['journal'],
        operations: [...calls.values()].map(usageOfTally),
        messages: seen,
      });
    },
  };
}

interface OperationTally {
  readonly operation: Operation;
  interactionCount: number;
  lastAtMs: number;
  sent: readonly SentRequest[];
  /** Not chosen among yet. */
  fresh: SentRequest[];
  readonly received: Map<string, ReceivedAnswer>;
}

interface Called {
  readonly operation: Operation;
  readonly pathValues: ReadonlyMap<string, string>;
}

function calledBy({ request }: Exchange, router: Router): Called | undefined {
  const cut = request.target.indexOf('?');
  const [path, query] = cut === -1 ? [request.target, ''] : [request.target.slice(0, cut), request.target.slice(cut + 1)];
  const route = router.route(request.method, path, query);
  return route.kind === 'operation' ? { operation: route.entry.read(), pathValues: route.pathValues } : undefined;
}

function newTally(operation: Operation): OperationTally {
  return { operation, interactionCount: 0, lastAtMs: 0, sent: [], fresh: [], received: new Map() };
}

function count(tally: OperationTally, exchange: Exchange, called: Called & { readonly contract: Contract }): void {
  tally.interactionCount += 1;
  tally.lastAtMs = Math.max(tally.lastAtMs, exchange.receivedFirstAtMs);
  const sent = sentOf(exchange, called);
  if (sent !== undefined) tally.fresh.push(sent);
  if (tally.fresh.length >= FRESH_COUNT) settle(tally);
  // What a fault made up is no answer of the provider.
  if (exchange.response === undefined || exchange.fault !== undefined) return;
  const mediaType = essenceOf(headerValue(exchange.response.headers, 'content-type'));
  const answer: ReceivedAnswer = { status: exchange.response.status, mediaType, reads: undefined, headers: undefined };
  tally.received.set(`${answer.status} ${mediaType ?? ''}`, answer);
}

function settle(tally: OperationTally): void {
  tally.sent = selectRequests([...tally.sent, ...tally.fresh]);
  tally.fresh = [];
}

/** What was sent, `undefined` when the contract refuses it: then it says nothing of what has to stay. */
function sentOf(
  { request }: Exchange,
  { operation, pathValues, contract }: Called & { readonly contract: Contract },
): SentRequest | undefined {
  const isWhole = request.truncatedBytes === undefined;
  const bytes = typeof request.body === 'string' ? UTF_8.encode(request.body) : request.body;
  const hasBody = bytes !== undefined && bytes.length > 0;
  const { parameters, body, problems } = judgeRequest({
    operation,
    contract,
    request: { method: request.method, target: request.target, headers: request.headers, body: isWhole ? bytes : undefined },
    pathValues,
  });
  const counted = problems.filter(
    ({ kind, location, code }) => kind !== 'security' && (isWhole || location[0] !== 'body' || code !== 'required'),
  );
  if (counted.some((problem) => !isAboutRedacted(problem.location, parameters, body))) return undefined;
  const mediaType = hasBody ? (headerValue(request.headers, 'content-type') ?? operation.requestBody?.content[0]?.name) : undefined;
  const value = isWhole && hasBody && !(body instanceof Uint8Array) ? body : undefined;
  return withoutSecrets({ parameters: keptParameters(parameters), mediaType: essenceOf(mediaType), body: value }, operation);
}

/** A value that was taken out of the journal does not break the contract. */
function isAboutRedacted(location: readonly string[], parameters: ReadonlyMap<string, JsonValue>, body: unknown): boolean {
  const held = location[0] === 'body' ? body : parameters.get(`${location[0]}:${location[1]}`);
  return held !== undefined && JSON.stringify(held).includes(REDACTED);
}

function keptParameters(parameters: ReadonlyMap<string, JsonValue>): Readonly<Record<string, JsonValue>> {
  const kept = [...parameters].filter(([key]) => !(key.startsWith('header:') && isSecretHeader(key.slice('header:'.length))));
  return Object.fromEntries(kept.filter(([key]) => !key.startsWith('cookie:')));
}

function usageOfTally(tally: OperationTally): OperationUsage {
  settle(tally);
  const { operation, interactionCount, lastAtMs, sent, received } = tally;
  return {
    method: operation.method,
    path: operation.path,
    interactionCount,
    lastSeenOn: dayOf(lastAtMs),
    sent,
    received: [...received.values()],
  };
}

const UTF_8 = new TextEncoder();
/** How many requests of an operation wait before they are chosen among. */
const FRESH_COUNT = 256;
