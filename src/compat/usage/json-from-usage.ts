import type { JsonObject, JsonValue } from '../../base/json.js';
import { stableUsage } from './merge-usage.js';
import { sorted } from './stable-json.js';
import type { MessageUsage, OperationUsage, ReadMember, ReceivedAnswer, SentRequest, Usage } from './usage.js';

/**
 * A usage as the text of the file that is committed: what is not known is left out, one member a line, so that a change is read in a diff.
 * The same usage has the same text.
 *
 * @param usage - without secrets: what it holds is written
 * @returns ends with a line break
 */
export function jsonFromUsage(usage: Usage): string {
  const { consumer, provider, sources, operations, messages } = stableUsage(usage);
  const file: JsonObject = {
    version: 1,
    consumer,
    provider,
    sources: [...sources],
    operations: operations.map(operationJson),
    messages: messages.map(messageJson),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

function operationJson({ method, path, interactionCount, lastSeenOn, sent, received }: OperationUsage): JsonValue {
  return { method, path, interactionCount, lastSeenOn, sent: sent.map(requestJson), received: received.map(answerJson) };
}

function requestJson({ parameters, mediaType, body }: SentRequest): JsonValue {
  const hasParameters = Object.keys(parameters).length > 0;
  return { parameters: hasParameters ? sorted(parameters) : undefined, mediaType, body: body === undefined ? undefined : sorted(body) };
}

function answerJson({ status, mediaType, reads, headers }: ReceivedAnswer): JsonValue {
  return { status, mediaType, reads: reads?.map(readJson), headers: headers === undefined ? undefined : [...headers] };
}

function messageJson({ channel, action, message, count, lastSeenOn, sent, reads }: MessageUsage): JsonValue {
  return { channel, action, message, count, lastSeenOn, sent: sent.map(sorted), reads: reads?.map(readJson) };
}

function readJson({ pointer, count, survives }: ReadMember): JsonValue {
  const survived = SURVIVALS.filter((each) => survives[each]);
  return { pointer, count, survives: survived.length === 0 ? undefined : survived };
}

const SURVIVALS = ['null', 'absent', 'newValue'] as const;
