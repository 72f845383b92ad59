import type { Passage, Settling } from '../../fault/fault.js';
import type { MessageDecision } from '../../fault/injector.js';
import type { MessageOutcome, MessageRecord } from '../../journal/message-record.js';
import { brokerLost } from '../broker-error.js';
import type { Delivery } from '../broker.js';
import { DONE } from '../done.js';
import type { BrokerDesk, Passing } from './desk.js';
import { begun, type Hand, outcomeOf, type Receive, type Receiving, reject, wasAway } from './hand.js';
import { createOvertakingLane } from './overtaking.js';
import { endedRecord } from './passage-record.js';

/**
 * What is subscribed with in place of a receiver: its deliveries are recorded, judged, and go through the faults.
 *
 * @param desk - of the broker
 * @param receiving - the program's own receiver, and until when it is one
 */
export function recordReceiving(desk: BrokerDesk, receiving: Receiving): Receive {
  const { signal } = receiving;
  const lane = createOvertakingLane(desk.clock);
  const take = (delivery: Delivery): void | Promise<void> => {
    if (signal.aborted) return delivery.settle('requeue');
    const { message, attempt } = delivery;
    const passing: Passing = { message, attempt, description: desk.describe(message, 'delivery') };
    const decision = desk.decide('delivery', passing);
    const hand: Hand = { desk, receiving, lane, delivery, passing, decision, absenceCount: desk.absence?.count ?? 0 };
    return decision === undefined ? handOver(message, hand) : handOverFaulted(hand, decision);
  };
  const { absence } = desk;
  // Not an async function: nearly all messages meet no fault.
  return (delivery) => (absence?.labelNow() === undefined ? take(delivery) : absence.untilBack(signal).then(() => take(delivery)));
}

async function handOverFaulted(hand: Hand, decision: MessageDecision): Promise<void> {
  const [own, ...copies] = decision.passages;
  if (own === undefined) return withhold(hand, decision);
  // The broker's own comes last: with it the next is let in.
  for (const copy of copies) await handOrHold(copy, { ...hand, delivery: copyOf(hand.delivery) });
  const failure = await handOrHold(own, hand);
  if (failure !== undefined) throw failure.error;
}

/** The receiver never sees it; that it came as far as here is on record. */
async function withhold({ desk, delivery, passing, receiving: { signal } }: Hand, decision: MessageDecision): Promise<void> {
  const { clock, recorder } = desk;
  const record = begun({ desk, passing, label: decision.label() }, passing.message);
  const { putBackAfterMs } = decision;
  const end = async (how: Settling, outcome: MessageOutcome): Promise<void> => {
    recorder.message(endedRecord(record, { outcome, settledAtMs: clock.nowMs() }));
    decision.onEnd(clock.nowMs());
    await delivery.settle(how);
  };
  if (putBackAfterMs === undefined) return end('ack', 'dropped');
  if (putBackAfterMs === 0) return end('requeue', 'requeued');
  desk.background.run(async () => {
    await clock.sleep(putBackAfterMs, AbortSignal.any([signal, desk.background.signal]));
    await end('requeue', 'requeued');
  });
}

/** A copy has nothing to say to the broker. */
function copyOf(delivery: Delivery): Delivery {
  return { ...delivery, settle: async () => undefined };
}

/** What goes on at once is handed over one after the other; @returns how the receiver failed. */
async function handOrHold(passage: Passage, hand: Hand): Promise<{ readonly error: unknown } | undefined> {
  if (passage.delayMs > 0 || passage.overtaken !== undefined) {
    startLater(passage, hand);
    return undefined;
  }
  try {
    await handOver(passage.content, hand);
    return undefined;
  } catch (error) {
    return { error };
  }
}

function startLater(passage: Passage, hand: Hand, before?: Promise<void>): void {
  const { desk, lane, delivery } = hand;
  const signal = AbortSignal.any([hand.receiving.signal, desk.background.signal]);
  desk.background.run(async () => {
    if (before !== undefined) await firstOf(before, signal);
    if (passage.delayMs > 0) await desk.clock.sleep(passage.delayMs, signal);
    if (passage.overtaken !== undefined) await lane.hold(passage.content, passage.overtaken, signal);
    await desk.absence?.untilBack(signal);
    if (signal.aborted) return delivery.settle('requeue');
    // The broker is not waiting for it any more: what its receiver throws is a rejection all the same.
    const failure = await handOrHold({ content: passage.content, delayMs: 0 }, { ...hand, absenceCount: desk.absence?.count ?? 0 });
    if (failure !== undefined) await delivery.settle('requeue');
  });
}

function firstOf(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  return signal.aborted ? Promise.resolve() : Promise.race([promise, aborted]);
}

/**
 * What waits to be overtaken by it goes next, also when the receiver fails.
 *
 * @returns nothing, or {@link DONE}, when the receiver is through with it already
 */
function handOver(content: Passage['content'], hand: Hand): void | Promise<void> {
  const { desk, passing, decision, delivery, receiving, lane } = hand;
  const record = begun({ desk, passing, label: decision?.label() }, content);
  let tellThrough = (): void => undefined;
  // Only a fault lets anything wait for it.
  const through =
    decision === undefined
      ? DONE
      : new Promise<void>((resolve) => {
          tellThrough = resolve;
        });
  let said: Promise<void> | undefined;
  const settle = (how: Settling): Promise<void> => {
    if (said !== undefined) return said;
    const settling = settled(how, { content, record, through }, hand);
    said =
      settling === DONE
        ? DONE
        : settling.catch((error: unknown) => {
            said = undefined;
            throw error;
          });
    return said;
  };
  const isThrough = (): void => {
    // Where nothing can be settled nothing waits for it.
    if (!desk.broker.guarantees.settles) receiving.open.delete(delivery);
    tellThrough();
    lane.passed(content);
  };
  const failed = (error: unknown): never => {
    if (said === undefined && !wasAway(hand)) reject(record, hand);
    isThrough();
    throw error;
  };
  // Only who may lose the broker looks at what is open.
  if (desk.absence !== undefined) receiving.open.add(delivery);
  let work: void | Promise<void>;
  try {
    work = receiving.receive({ message: content, attempt: passing.attempt, settle });
  } catch (error) {
    return failed(error);
  }
  if (work !== undefined && work !== DONE) return work.then(isThrough, failed);
  isThrough();
  return work;
}

interface Handed {
  readonly content: Passage['content'];
  readonly record: MessageRecord;
  /** The receiver is through with it, whatever it said. */
  readonly through: Promise<void>;
}

function settled(how: Settling, handed: Handed, hand: Hand): Promise<void> {
  const { desk, delivery, decision, receiving } = hand;
  const { clock, recorder, broker } = desk;
  if (wasAway(hand)) return Promise.reject(brokerLost(broker.kind, 'it was away since this was delivered'));
  const settledAtMs = clock.nowMs();
  if (decision !== undefined) return settledFaulted(how, handed, { hand, decision, settledAtMs });
  const end = (): void => {
    receiving.open.delete(delivery);
    recorder.message(endedRecord(handed.record, { outcome: outcomeOf(how, broker.guarantees), settledAtMs }));
  };
  const heard = delivery.settle(how);
  if (heard !== DONE) return heard.then(end);
  end();
  return DONE;
}

interface FaultedHand {
  readonly hand: Hand;
  readonly decision: MessageDecision;
  readonly settledAtMs: number;
}

async function settledFaulted(
  how: Settling,
  { content, record, through }: Handed,
  { hand, decision, settledAtMs }: FaultedHand,
): Promise<void> {
  const { desk, delivery, passing, receiving } = hand;
  const { clock, recorder, background, broker } = desk;
  const { lostForMs, againAfterMs } = decision.onSettle(how, settledAtMs);
  if (lostForMs === undefined) await delivery.settle(how);
  else {
    background.run(async () => {
      if (lostForMs > 0) await clock.sleep(lostForMs, background.signal);
      await firstOf(through, background.signal);
      await delivery.settle('requeue');
    });
  }
  receiving.open.delete(delivery);
  recorder.message(endedRecord(record, { outcome: outcomeOf(how, broker.guarantees), settledAtMs, fault: decision.label() }));
  decision.onEnd(clock.nowMs());
  for (const delayMs of againAfterMs) {
    const again: Hand = { ...hand, delivery: copyOf(delivery), passing: { ...passing, attempt: passing.attempt + 1 }, decision: undefined };
    startLater({ content, delayMs }, again, through);
  }
}
