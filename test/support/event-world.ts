import type { Broker, BrokerMessage, Delivery, Subscription } from '../../src/broker/broker.js';
import { createInProcessBroker } from '../../src/broker/in-process-broker.js';
import { recordedBroker } from '../../src/broker/recorded-broker.js';
import type { JsonObject } from '../../src/base/json.js';
import type { Contract } from '../../src/contract/contract.js';
import { createInjector } from '../../src/fault/create-injector.js';
import { faultRulesFromJson } from '../../src/fault/fault-rules-from-json.js';
import { createRunRecorder } from '../../src/journal/create-run-recorder.js';
import { createManualClock } from '../../src/scenario/simulated/manual-clock.js';

/** What one program received, and one way to make it all visible. */
export interface EventWorldOptions {
  readonly rules?: readonly JsonObject[];
  readonly seed?: string;
  readonly contract?: Contract;
  /** How late the next timer is. */
  readonly lateness?: () => number;
}

/** `orders` sends to `stock` through a broker in process, with faults between them, in time that is moved by hand. */
export function openEventWorld({ rules = [], seed = 'seed', contract, lateness = () => 0 }: EventWorldOptions = {}) {
  const exact = createManualClock(1_000);
  const clock = { ...exact, sleep: (durationMs: number, signal?: AbortSignal) => exact.sleep(durationMs + lateness(), signal) };
  const recorder = createRunRecorder();
  const inner = createInProcessBroker({ clock });
  const injector = createInjector({ seed, provider: 'orders', onSpan: (span) => recorder.fault(span) });
  injector.set(faultRulesFromJson([...rules]), clock.nowMs());
  const handleOf = (member: string, own: Broker): Broker =>
    recordedBroker(own, { injector: rules.length === 0 ? undefined : injector, recorder, clock, provider: 'orders', contract, member });
  return { clock, recorder, inner, injector, sender: handleOf('orders', inner.connect()), receiver: handleOf('stock', inner.connect()) };
}

export function messageOf(id: string, members: Partial<BrokerMessage> = {}): BrokerMessage {
  return {
    channel: 'order.created',
    key: undefined,
    headers: [],
    payload: new TextEncoder().encode(JSON.stringify({ order: id })),
    contentType: 'application/json',
    messageId: id,
    correlationId: undefined,
    replyTo: undefined,
    ...members,
  };
}

export const TO_ORDERS: Subscription = { channel: 'order.created', group: 'stock', from: 'earliest', prefetchCount: 1 };

/** A receiver that notes what it is given, and acknowledges it. */
export function noting(): {
  readonly seen: string[];
  readonly attempts: number[];
  readonly receive: (delivery: Delivery) => Promise<void>;
} {
  const seen: string[] = [];
  const attempts: number[] = [];
  return {
    seen,
    attempts,
    receive: async (delivery) => {
      seen.push(delivery.message.messageId ?? '');
      attempts.push(delivery.attempt);
      await delivery.settle('ack');
    },
  };
}
