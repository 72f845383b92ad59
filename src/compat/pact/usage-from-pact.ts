import type { JsonValue } from '../../base/json.js';
import type { Contract } from '../../contract/contract.js';
import { REDACTED, isSecretHeader, redactMembers, redactTarget } from '../../journal/redact.js';
import { judgeRequest } from '../../wire/judge-request.js';
import { stableUsage } from '../usage/merge-usage.js';
import type { MessageUsage, OperationUsage, ReceivedAnswer, SentRequest, Usage } from '../usage/usage.js';
import { isJsonBody } from './body-from-json.js';
import { candidatesOf, channelOfMetadata, messageAmong } from './message-of-pact.js';
import type { HttpInteraction, Pact, PactInteraction, PactMessage } from './pact.js';
import { readsOfPact } from './reads-of-pact.js';
import { mediaTypeOf, requestFromPact } from './request-from-pact.js';
import type { PactRouter } from './route-of-pact.js';
import { pactRouterOf } from './route-of-pact.js';

/**
 * What a pact says that its consumer needs: what it sends, which statuses it handles, which members of answers and messages it expects.
 * A member with a matcher is known to survive other values than the example's.
 *
 * @param pact - of any version
 * @param contract - gives operations their templates and parameters their types; without it paths are as they were called, values texts
 */
export function usageFromPact(pact: Pact, contract?: Contract): Usage {
  const route = contract === undefined ? undefined : pactRouterOf(contract);
  const calls = pact.interactions.flatMap((each) => (each.kind === 'http' ? [operationUsage(each, contract, route)] : []));
  const messages = pact.interactions.flatMap((each) => (each.kind === 'http' ? [] : messageUsages(each, contract)));
  const callCounts = countsBy(calls, ({ method, path }) => `${method} ${path}`);
  const messageCounts = countsBy(messages, keyOfMessage);
  return stableUsage({
    consumer: pact.consumer,
    provider: pact.provider,
    sources: ['pact'],
    operations: calls.map((call) => ({ ...call, interactionCount: callCounts.get(`${call.method} ${call.path}`) ?? 1 })),
    messages: messages.map((message) => ({ ...message, count: messageCounts.get(keyOfMessage(message)) ?? 1 })),
  });
}

function keyOfMessage({ channel, action, message }: MessageUsage): string {
  return [channel, action, message ?? ''].join(' ');
}

function countsBy<Item>(all: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of all) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function operationUsage(interaction: HttpInteraction, contract: Contract | undefined, route: PactRouter | undefined): OperationUsage {
  const { request, response } = interaction;
  const wire = requestFromPact(request);
  const found = route?.(wire);
  const mediaType = mediaTypeOf(request.body);
  const body = request.body !== undefined && isJsonBody(request.body) ? withoutSecrets(request.body.content) : undefined;
  const answer: ReceivedAnswer = {
    status: response.status,
    mediaType: mediaTypeOf(response.body),
    reads: readsOfPact(response.body, response.rules.body),
    headers: [...response.headers.keys()].map((name) => name.toLowerCase()).filter((name) => name !== 'content-type'),
  };
  const base = { interactionCount: 1, lastSeenOn: undefined, received: [answer] };
  if (found === undefined || contract === undefined) {
    return { ...base, method: request.method, path: request.path, sent: [{ parameters: parametersAsTexts(interaction), mediaType, body }] };
  }
  const operation = found.entry.read();
  const keys = new Set(
    [...contract.securitySchemes.values()].map((scheme) => (scheme.kind === 'apiKey' ? `${scheme.in}:${scheme.name}`.toLowerCase() : '')),
  );
  const { parameters } = judgeRequest({ operation, contract, request: wire, pathValues: found.pathValues });
  const known = [...parameters].filter(([key]) => !isSecretParameter(key) && !keys.has(key.toLowerCase()));
  return {
    ...base,
    method: operation.method,
    path: operation.path,
    sent: [{ parameters: Object.fromEntries(known.sort(byKey)), mediaType, body }],
  };
}

/** Which headers are parameters, and which are credentials, only a contract knows. */
function parametersAsTexts({ request }: HttpInteraction): SentRequest['parameters'] {
  const texts = [...request.query].map(([name, values]) => [`query:${name}`, values] as const).filter(([key]) => !isSecretParameter(key));
  return Object.fromEntries(texts.map(([key, values]) => [key, values.length === 1 ? (values[0] ?? '') : values] as const).sort(byKey));
}

function isSecretParameter(key: string): boolean {
  const name = key.slice(key.indexOf(':') + 1);
  return isSecretHeader(name) || redactTarget(`?${name}=x`).endsWith(REDACTED);
}

function withoutSecrets(value: JsonValue): JsonValue {
  const text = JSON.stringify(value);
  const redacted = redactMembers(text);
  return redacted === text ? value : (JSON.parse(redacted) as JsonValue);
}

function messageUsages(interaction: Exclude<PactInteraction, HttpInteraction>, contract: Contract | undefined): readonly MessageUsage[] {
  if (interaction.kind === 'async-message') return [messageUsage(interaction.message, 'receive', contract)];
  const replies = interaction.responses.map((message) => messageUsage(message, 'receive', contract));
  return [messageUsage(interaction.request, 'send', contract), ...replies];
}

function messageUsage(message: PactMessage, action: MessageUsage['action'], contract: Contract | undefined): MessageUsage {
  const { contents } = message;
  const found = contract === undefined ? undefined : messageAmong(message, candidatesOf(message, action, contract));
  return {
    channel: found?.channel.id ?? channelOfMetadata(message) ?? '',
    action,
    message: found?.message.id,
    count: 1,
    lastSeenOn: undefined,
    sent: action === 'send' && contents !== undefined && isJsonBody(contents) ? [withoutSecrets(contents.content)] : [],
    reads: action === 'receive' ? readsOfPact(contents, message.rules.body) : undefined,
  };
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
