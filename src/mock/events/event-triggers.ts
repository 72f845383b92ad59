import type { Clock } from '../../base/clock.js';
import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { BrokerMessage } from '../../broker/broker.js';
import type { Contract } from '../../contract/contract.js';
import type { Exchange } from '../../journal/exchange.js';
import { matchAddress } from '../../wire/channel-address.js';
import { headerValue } from '../../wire/http-message.js';
import { judgeAmong } from '../../wire/match-message.js';
import { payloadFromBytes } from '../../wire/message-content.js';
import type { EventTrigger, TriggeredCall } from '../../workspace/event-trigger.js';
import type { Cause } from './cause.js';
import { filledFrom } from './cause.js';
import { eventWith } from './event-with.js';

export interface TriggerParts {
  readonly triggers: readonly EventTrigger[];
  readonly http: ReadonlyMap<string, Contract>;
  readonly events: ReadonlyMap<string, Contract>;
  readonly seed: string;
  readonly clock: Clock;
  /** Gives a message to the broker of the system that sends it. */
  readonly publish: (system: string, message: BrokerMessage) => Promise<void>;
  /** Makes a call. */
  readonly call: (system: string, request: TriggeredRequest) => Promise<void>;
  /** Told why a trigger did not go off. */
  readonly tell: (text: string) => void;
}

/** A call that a trigger makes. */
export interface TriggeredRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly string[];
  readonly body: JsonValue | undefined;
}

/** Told of what happens, does what the triggers say. */
export interface EventTriggers {
  onCall(system: string, exchange: Pick<Exchange, 'operation' | 'request' | 'response'>): Promise<void>;
  /** @param message - that a broker of the system has */
  onEvent(system: string, message: BrokerMessage): Promise<void>;
}

/**
 * The triggers of a workspace. What they cause may cause more, but not for ever: after eight in a row, or a thousand in a second, they stop and say so.
 *
 * @param parts - the triggers, and how they act
 */
export function createEventTriggers(parts: TriggerParts): EventTriggers {
  const { triggers, http, events, clock, tell } = parts;
  /** How many triggers led to a message, by its bytes. */
  const depths = new WeakMap<Uint8Array, number>();
  const counts = new Map<EventTrigger, number>();
  const pace = createPace(clock);

  const act = async (trigger: EventTrigger, cause: Cause, depth: number): Promise<void> => {
    const { publish, call } = trigger;
    if (depth >= MAX_DEPTH) return tell(`the trigger at ${trigger.pointer} leads back to itself: after ${MAX_DEPTH} in a row it stops`);
    if (!pace()) return tell(`the trigger at ${trigger.pointer} goes off too often: more than ${MAX_PER_SECOND} a second are left out`);
    const index = counts.get(trigger) ?? 0;
    counts.set(trigger, index + 1);
    if (call !== undefined) await parts.call(call.system, requestOf(call, cause, depth + 1));
    if (publish === undefined) return;
    const operation = events.get(publish.system)?.eventOperations.find(({ id }) => id === publish.operation);
    const message = operation?.messages.find(({ id }) => publish.message === undefined || id === publish.message);
    const set = filledFrom(publish.set, cause);
    const wording = { set: isJsonObject(set) ? set : {}, seed: `${parts.seed} ${trigger.pointer}`, index };
    const event = operation === undefined || message === undefined ? undefined : eventWith(operation, message, wording);
    if (event === undefined) return tell(`the trigger at ${trigger.pointer} has no message that keeps the contract of ${publish.system}`);
    depths.set(event.payload, depth + 1);
    await parts.publish(publish.system, event);
  };

  return {
    onCall: async (system, exchange) => {
      const { operation, response, request } = exchange;
      if (operation === undefined || response === undefined) return;
      const path = http.get(system)?.operations.find(({ id }) => id === operation)?.path ?? '';
      const depth = Number(headerValue(request.headers, DEPTH_HEADER) ?? 0);
      for (const trigger of triggers) {
        const { when } = trigger;
        if (when.kind !== 'call' || when.system !== system || when.operation !== operation || !hasStatus(when.status, response.status))
          continue;
        await act(trigger, { kind: 'call', exchange, path }, Number.isInteger(depth) ? depth : 0);
      }
    },
    onEvent: async (system, content) => {
      const meant = triggers.filter(({ when }) => when.kind === 'event' && when.system === system);
      if (meant.length === 0) return;
      for (const trigger of meant) {
        const operation = events.get(system)?.eventOperations.find(({ id }) => id === trigger.when.operation);
        if (operation === undefined || matchAddress(operation.channel, content.channel) === undefined) continue;
        const { message, problems } = judgeAmong(operation.messages, content);
        if (message === undefined || problems.length > 0) continue;
        const read = payloadFromBytes(content.payload, message);
        const values = { payload: read.ok ? read.value : undefined, headers: content.headers };
        await act(trigger, { kind: 'event', values }, depths.get(content.payload) ?? 0);
      }
    },
  };
}

function requestOf({ method, path, headers, body }: TriggeredCall, cause: Cause, depth: number): TriggeredRequest {
  const given = Object.entries(headers).flatMap(([name, value]) => [name, String(filledFrom(value, cause) ?? '')]);
  const target = path.replace(/\{\$[^{}]+\}/g, (expression) => encodeURIComponent(String(filledFrom(expression, cause) ?? '')));
  return {
    method,
    target,
    headers: [...given, DEPTH_HEADER, String(depth)],
    body: body === undefined ? undefined : filledFrom(body, cause),
  };
}

function hasStatus(wanted: string | undefined, status: number): boolean {
  if (wanted === undefined) return status < 400;
  return wanted.endsWith('XX') ? String(status).startsWith(wanted.slice(0, 1)) : wanted === String(status);
}

/** So many in each second, and no more. */
function createPace({ nowMs }: Clock): () => boolean {
  let sinceMs = Number.NEGATIVE_INFINITY;
  let count = 0;
  return () => {
    if (nowMs() - sinceMs >= 1_000) {
      sinceMs = nowMs();
      count = 0;
    }
    count += 1;
    return count <= MAX_PER_SECOND;
  };
}

const MAX_DEPTH = 8;
const MAX_PER_SECOND = 1_000;
const DEPTH_HEADER = 'mortise-trigger-depth';
