import type { Broker, Subscribed } from './broker.js';
import { brokerLost } from './broker-error.js';
import { openDesk, type BrokerDesk, type RecordedBrokerParts } from './recorded/desk.js';
import type { BrokerAbsence } from './recorded/broker-absence.js';
import type { Receiving } from './recorded/hand.js';
import { recordReceiving } from './recorded/record-receiving.js';
import { type RecordedPublish, recordSending } from './recorded/record-sending.js';

/** A broker with a record of everything that passes. */
export interface RecordedBroker extends Broker {
  readonly publish: RecordedPublish;
}

/**
 * The same broker, with faults before it and a record of everything that passes: what is published (`sent`) and what is handed over (`delivered`), each
 * judged against the contract. Without faults it changes nothing.
 *
 * @param broker - any; closed with this one
 * @param parts - the faults, the record, the contract, and who uses this handle
 */
export function recordedBroker(broker: Broker, parts: RecordedBrokerParts): RecordedBroker {
  const desk = openDesk(broker, parts);
  const subscriptions = new Set<AbortController>();
  return {
    kind: broker.kind,
    guarantees: broker.guarantees,
    publish: recordSending(desk),
    subscribe: async (subscription, receive) => {
      const { absence } = desk;
      const away = absence?.labelNow();
      if (away !== undefined) throw brokerLost(broker.kind, `the fault ${away} keeps it away`);
      const over = new AbortController();
      const receiving: Receiving = { receive, signal: over.signal, open: new Set() };
      const own = await broker.subscribe(subscription, recordReceiving(desk, receiving));
      if (absence === undefined) return own;
      subscriptions.add(over);
      over.signal.addEventListener('abort', () => subscriptions.delete(over), { once: true });
      return withLoss(own, { desk, absence, over, receiving });
    },
    close: async () => {
      for (const over of subscriptions) over.abort();
      desk.absence?.stop();
      await desk.background.end();
      await broker.close();
    },
  };
}

interface Losing {
  readonly desk: BrokerDesk;
  readonly absence: BrokerAbsence;
  readonly over: AbortController;
  readonly receiving: Receiving;
}

/** The broker may be lost by itself, or to a fault; what was not settled then comes again in either case. */
function withLoss(own: Subscribed, { desk: { background }, absence, over, receiving }: Losing): Subscribed {
  let tellLost = (): void => undefined;
  const lost = new Promise<void>((resolve) => {
    tellLost = resolve;
  });
  void own.lost?.then(() => tellLost());
  const endWatch = absence.onLost((keepsSubscriptions) => {
    if (keepsSubscriptions) {
      const unsettled = [...receiving.open];
      background.run(async () => {
        await absence.untilBack(over.signal);
        for (const delivery of unsettled) await delivery.settle('requeue');
      });
      return;
    }
    endWatch();
    over.abort();
    background.run(() => own.stop());
    tellLost();
  });
  return {
    stop: async () => {
      endWatch();
      over.abort();
      await own.stop();
    },
    lost,
  };
}
