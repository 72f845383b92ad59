import { HostError } from '../../base/errors.js';
import type { MessageOutcome, MessageRecord } from '../../journal/message-record.js';
import type { Passage } from '../../fault/fault.js';
import type { MessageDecision } from '../../fault/injector.js';
import { brokerLost } from '../broker-error.js';
import type { BrokerMessage } from '../broker.js';
import { DONE } from '../done.js';
import type { KeptMessage } from './describe-message.js';
import type { BrokerDesk } from './desk.js';
import { endedRecord, passageRecord } from './passage-record.js';

/** Gives a message to the broker; what whoever made it knows of it is not judged again. */
export type RecordedPublish = (message: BrokerMessage, kept?: KeptMessage) => Promise<void>;

/**
 * The `publish` of a broker whose messages are recorded, judged, and go through the faults. Whoever publishes waits for what goes on at once; what is
 * held back or late is the broker's already, as far as anybody can tell.
 *
 * @param desk - of the broker
 */
export function recordSending(desk: BrokerDesk): RecordedPublish {
  const { broker, clock, recorder, background, lane } = desk;
  const later = async (passage: Passage, failed: () => void): Promise<void> => {
    if (passage.delayMs > 0) await clock.sleep(passage.delayMs, background.signal);
    if (passage.overtaken !== undefined) await lane.hold(passage.content, passage.overtaken, background.signal);
    try {
      await broker.publish(passage.content);
    } catch (error) {
      failed();
      throw error;
    }
    lane.passed(passage.content);
  };
  const sendFaulted = async (decision: MessageDecision, label: string | undefined, close: Sending['close']): Promise<void> => {
    await sendAll(decision.passages, { later, close, desk });
    decision.onEnd(clock.nowMs());
    if (!decision.isConfirmed) {
      close('unconfirmed');
      throw brokerLost(broker.kind, `the fault ${label ?? ''} took its confirmation away`);
    }
    close('accepted');
  };
  // Not an async function: nearly all messages meet no fault, and a promise of its own would be one more for each of them.
  return (message, kept) => {
    const atMs = clock.nowMs();
    const description = desk.describe(message, 'publish', kept);
    const away = desk.absence?.labelNow();
    const decision = away === undefined ? desk.decide('publish', { message, description, attempt: 1 }) : undefined;
    // A broker in this process has taken it before anybody could look: then there is one record, and nothing to wait for.
    const sent = away === undefined && decision === undefined && broker.kind === 'in-process' ? broker.publish(message) : undefined;
    const record = passageRecord({
      ends: desk.ends,
      id: desk.nextId(),
      way: 'publish',
      content: message,
      onWire: decision?.passages[0]?.content,
      description,
      attempt: 1,
      atMs,
      fault: away ?? decision?.label(),
      end: sent === DONE ? { outcome: 'accepted', settledAtMs: clock.nowMs() } : undefined,
    });
    if (sent === DONE) {
      lane.passed(message);
      recorder.message(record);
      return DONE;
    }
    const close = (outcome: MessageOutcome): void => recorder.message(endedRecord(record, { outcome, settledAtMs: clock.nowMs() }));
    if (away !== undefined) {
      close('refused');
      return Promise.reject(brokerLost(broker.kind, `the fault ${away} keeps it away`));
    }
    recorder.message(record);
    if (decision !== undefined) return sendFaulted(decision, record.fault, close);
    return (sent ?? broker.publish(message)).then(
      () => {
        lane.passed(message);
        close('accepted');
      },
      (error: unknown) => {
        close(outcomeOfFailure(error));
        throw error;
      },
    );
  };
}

interface Sending {
  readonly later: (passage: Passage, failed: () => void) => Promise<void>;
  readonly close: (outcome: MessageOutcome) => void;
  readonly desk: BrokerDesk;
}

async function sendAll(passages: readonly Passage[], { later, close, desk }: Sending): Promise<void> {
  for (const passage of passages) {
    if (passage.delayMs > 0 || passage.overtaken !== undefined) {
      desk.background.run(() => later(passage, () => close('unconfirmed')));
      continue;
    }
    try {
      await desk.broker.publish(passage.content);
    } catch (error) {
      close(outcomeOfFailure(error));
      throw error;
    }
    desk.lane.passed(passage.content);
  }
}

function outcomeOfFailure(error: unknown): MessageRecord['outcome'] {
  return error instanceof HostError && error.code === 'E_BROKER_REFUSED' ? 'refused' : 'unconfirmed';
}
