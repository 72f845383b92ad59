import { HostError } from '../../base/errors.js';
import type { MessageOutcome, MessageRecord } from '../../journal/message-record.js';
import type { Passage } from '../../fault/fault.js';
import { brokerLost } from '../broker-error.js';
import type { BrokerMessage } from '../broker.js';
import type { BrokerDesk } from './desk.js';
import { endedRecord, passageRecord } from './passage-record.js';

/**
 * The `publish` of a broker whose messages are recorded, judged, and go through the faults. Whoever publishes waits for what goes on at once; what is
 * held back or late is the broker's already, as far as anybody can tell.
 *
 * @param desk - of the broker
 */
export function recordSending(desk: BrokerDesk): (message: BrokerMessage) => Promise<void> {
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
  return async (message) => {
    const atMs = clock.nowMs();
    const description = desk.describe(message, 'publish');
    const away = desk.absence?.labelNow();
    const decision = away === undefined ? desk.decide('publish', { message, description, attempt: 1 }) : undefined;
    const fault = away ?? decision?.label();
    const onWire = decision?.passages[0]?.content;
    const record = passageRecord({
      ends: desk.ends,
      id: desk.nextId(),
      way: 'publish',
      content: message,
      onWire,
      description,
      attempt: 1,
      atMs,
      fault,
    });
    const close = (outcome: MessageOutcome): void => recorder.message(endedRecord(record, { outcome, settledAtMs: clock.nowMs() }));
    if (away !== undefined) {
      close('refused');
      throw brokerLost(broker.kind, `the fault ${away} keeps it away`);
    }
    recorder.message(record);
    if (decision === undefined) {
      await sendNow(message, { close, desk });
      close('accepted');
      return;
    }
    await sendAll(decision.passages, { later, close, desk });
    decision.onEnd(clock.nowMs());
    if (!decision.isConfirmed) {
      close('unconfirmed');
      throw brokerLost(broker.kind, `the fault ${fault ?? ''} took its confirmation away`);
    }
    close('accepted');
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
    await sendNow(passage.content, { close, desk });
  }
}

/** Not an async function: most messages go this way, and a promise of its own would be one more for each of them. */
function sendNow(content: BrokerMessage, { close, desk: { broker, lane } }: Omit<Sending, 'later'>): Promise<void> {
  return broker.publish(content).then(
    () => lane.passed(content),
    (error: unknown) => {
      close(outcomeOfFailure(error));
      throw error;
    },
  );
}

function outcomeOfFailure(error: unknown): MessageRecord['outcome'] {
  return error instanceof HostError && error.code === 'E_BROKER_REFUSED' ? 'refused' : 'unconfirmed';
}
