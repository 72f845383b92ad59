import type { Passage, Settling } from '../../fault/fault.js';
import type { MessageDecision } from '../../fault/injector.js';
import type { MessageOutcome, MessageRecord } from '../../journal/message-record.js';
import { brokerLost } from '../broker-error.js';
import type { BrokerGuarantees, Delivery } from '../broker.js';
import type { BrokerDesk, Passing } from './desk.js';
import type { OvertakingLane } from './overtaking.js';
import { createOvertakingLane } from './overtaking.js';
import { endedRecord, passageRecord } from './passage-record.js';

type Receive = (delivery: Delivery) => void | Promise<void>;

/** One subscription as it goes through the desk. */
export interface Receiving {
  readonly receive: Receive;
  /** Ends when nothing may be handed over any more. */
  readonly signal: AbortSignal;
  /** Of the broker, handed over and not settled yet. */
  readonly open: Set<Delivery>;
}

/**
 * What is subscribed with in place of a receiver: its deliveries are recorded, judged, and go through the faults.
 *
 * @param desk - of the broker
 * @param receiving - the program's own receiver, and until when it is one
 */
export function recordReceiving(desk: BrokerDesk, receiving: Receiving): Receive {
  const { signal } = receiving;
  const lane = createOvertakingLane(desk.clock);
  return async (delivery) => {
    if (desk.absence !== undefined) await desk.absence.untilBack(signal);
    if (signal.aborted) return delivery.settle('requeue');
    const { message, attempt } = delivery;
    const passing: Passing = { message, attempt, description: desk.describe(message, 'delivery') };
    const decision = desk.decide('delivery', passing);
    const hand: Hand = { desk, receiving, lane, delivery, passing, decision, absenceCount: desk.absence?.count ?? 0 };
    if (decision === undefined) return handOver({ content: message, delayMs: 0 }, hand);
    const [own, ...copies] = decision.passages;
    if (own === undefined) return withhold(hand, decision);
    // The broker's own comes last: with it the next is let in.
    for (const copy of copies) await handOrHold(copy, { ...hand, delivery: copyOf(delivery) });
    const failure = await handOrHold(own, hand);
    if (failure !== undefined) throw failure.error;
  };
}

interface Hand {
  readonly desk: BrokerDesk;
  readonly receiving: Receiving;
  readonly lane: OvertakingLane;
  readonly delivery: Delivery;
  readonly passing: Passing;
  /** `undefined` for what comes once more: it is touched no further. */
  readonly decision: MessageDecision | undefined;
  /** How often the broker had been away when this came: a word after the next time is not heard. */
  readonly absenceCount: number;
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
    await handOver(passage, hand);
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

function begun(
  { desk, passing, label }: { readonly desk: BrokerDesk; readonly passing: Passing; readonly label: string | undefined },
  content: Passage['content'],
): MessageRecord {
  const { attempt } = passing;
  const description = content === passing.message ? passing.description : desk.describe(content, 'delivery');
  const record = passageRecord({
    ends: desk.ends,
    id: desk.nextId(),
    way: 'delivery',
    content,
    description,
    attempt,
    atMs: desk.clock.nowMs(),
    fault: label,
  });
  desk.recorder.message(record);
  return record;
}

/** What waits to be overtaken by it goes next, also when the receiver fails. */
async function handOver({ content }: Passage, hand: Hand): Promise<void> {
  const { desk, passing, decision, delivery, receiving, lane } = hand;
  const record = begun({ desk, passing, label: decision?.label() }, content);
  let tellThrough = (): void => undefined;
  // Only a fault lets anything wait for it.
  const through =
    decision === undefined
      ? AT_ONCE
      : new Promise<void>((resolve) => {
          tellThrough = resolve;
        });
  let said: Promise<void> | undefined;
  const settle = (how: Settling): Promise<void> => {
    said ??= settled(how, { content, record, through }, hand).catch((error: unknown) => {
      said = undefined;
      throw error;
    });
    return said;
  };
  receiving.open.add(delivery);
  try {
    await receiving.receive({ message: content, attempt: passing.attempt, settle });
  } catch (error) {
    if (said === undefined && !wasAway(hand)) reject(record, hand);
    throw error;
  } finally {
    // Where nothing can be settled nothing waits for it.
    if (!desk.broker.guarantees.settles) receiving.open.delete(delivery);
    tellThrough();
    lane.passed(content);
  }
}

/** Who throws has rejected it. */
function reject(record: MessageRecord, { desk, decision, delivery, receiving }: Hand): void {
  const nowMs = desk.clock.nowMs();
  receiving.open.delete(delivery);
  desk.recorder.message(endedRecord(record, { outcome: outcomeOf('requeue', desk.broker.guarantees), settledAtMs: nowMs }));
  decision?.onEnd(nowMs);
}

function wasAway({ desk, absenceCount }: Hand): boolean {
  return desk.absence !== undefined && desk.absence.count !== absenceCount;
}

interface Handed {
  readonly content: Passage['content'];
  readonly record: MessageRecord;
  /** The receiver is through with it, whatever it said. */
  readonly through: Promise<void>;
}

async function settled(how: Settling, { content, record, through }: Handed, hand: Hand): Promise<void> {
  const { desk, delivery, passing, decision, receiving } = hand;
  const { clock, recorder, background, broker } = desk;
  if (wasAway(hand)) throw brokerLost(broker.kind, 'it was away since this was delivered');
  const nowMs = clock.nowMs();
  const { lostForMs, againAfterMs } = decision?.onSettle(how, nowMs) ?? HEARD;
  if (lostForMs === undefined) await delivery.settle(how);
  else {
    background.run(async () => {
      if (lostForMs > 0) await clock.sleep(lostForMs, background.signal);
      await firstOf(through, background.signal);
      await delivery.settle('requeue');
    });
  }
  receiving.open.delete(delivery);
  recorder.message(endedRecord(record, { outcome: outcomeOf(how, broker.guarantees), settledAtMs: nowMs, fault: decision?.label() }));
  decision?.onEnd(clock.nowMs());
  for (const delayMs of againAfterMs) {
    const again: Hand = { ...hand, delivery: copyOf(delivery), passing: { ...passing, attempt: passing.attempt + 1 }, decision: undefined };
    startLater({ content, delayMs }, again, through);
  }
}

function outcomeOf(how: Settling, { settles, deadLetters }: BrokerGuarantees): MessageOutcome {
  if (!settles) return 'unsettled';
  if (how === 'ack') return 'acked';
  if (how === 'requeue') return 'requeued';
  return deadLetters ? 'dead-lettered' : 'dropped';
}

const AT_ONCE: Promise<void> = Promise.resolve();
const HEARD = { lostForMs: undefined, againAfterMs: [] } as const;
