import type { Msg } from '@nats-io/transport-node';
import type { Clock } from '../base/clock.js';
import type { NatsLink } from './nats-link.js';

/**
 * Pulls just as many messages as there is room for, so that none waits here while its time to be acknowledged runs: the library's own ways of consuming fetch ahead.
 *
 * @param from - a consumer, and how many of its messages may be unsettled here
 * @param deliver - takes a message, and says when it is settled
 * @param world - the connection; time of the waits after the broker had nothing to say
 * @returns `stop` resolves once the broker has taken back what is not settled
 * @see https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-13.md
 */
export function pullMessages(
  from: { readonly stream: string; readonly consumer: string; readonly prefetchCount: number },
  deliver: (message: Msg, settled: () => void) => void,
  world: { readonly link: NatsLink; readonly clock: Clock },
): { stop(): Promise<void> } {
  const { connection, library, whileConnected, onReconnected } = world.link;
  const inbox = library.createInbox();
  const ended = new AbortController();
  const unsettled = new Set<Msg>();
  /** Of messages that are pulled for and did not come yet. */
  let askedCount = 0;
  const pull = (): void => {
    const roomCount = from.prefetchCount - unsettled.size - askedCount;
    const isWorthIt = askedCount === 0 || roomCount >= from.prefetchCount / 2;
    if (ended.signal.aborted || connection.isClosed() || roomCount < 1 || !isWorthIt) return;
    askedCount += roomCount;
    const request = JSON.stringify({ batch: roomCount, expires: PULL_MS * NANOSECONDS_PER_MS });
    connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${from.stream}.${from.consumer}`, request, { reply: inbox });
  };
  const onStatus = async (code: number, pendingCount: number): Promise<void> => {
    askedCount = Math.max(0, askedCount - (pendingCount || askedCount));
    // A broker that was just started again, or a consumer that moved.
    if (code !== PULL_EXPIRED) await world.clock.sleep(WAIT_AFTER_STATUS_MS, ended.signal);
    pull();
  };
  const onMessage = (message: Msg): void => {
    const { headers } = message;
    if (headers !== undefined && headers.code > 0) return void onStatus(headers.code, Number(headers.get('Nats-Pending-Messages')));
    askedCount = Math.max(0, askedCount - 1);
    unsettled.add(message);
    if (ended.signal.aborted) return;
    deliver(message, () => {
      unsettled.delete(message);
      pull();
    });
  };
  const subscription = connection.subscribe(inbox, { callback: (error, message) => (error === null ? onMessage(message) : undefined) });
  onReconnected(() => {
    askedCount = 0;
    pull();
  }, ended.signal);
  pull();
  /**
   * A pull that stands when messages are sent back, by one who listens no more, makes servers of before 2.10 lose count of the stream: so it is waited for until all have ended.
   * What comes meanwhile is sent back with the rest.
   */
  const pullsEnded = async (): Promise<void> => {
    const untilMs = world.clock.nowMs() + 4 * PULL_MS;
    while (askedCount > 0 && world.clock.nowMs() < untilMs) await world.clock.sleep(PULL_MS / 20);
  };
  const sendBack = async (): Promise<void> => {
    for (const message of unsettled) message.respond(SEND_BACK);
    await connection.flush();
  };
  const stop = async (): Promise<void> => {
    ended.abort();
    try {
      await whileConnected(pullsEnded);
      await whileConnected(() => subscription.drain());
      await whileConnected(sendBack);
    } catch {
      // The broker is away: it takes back all of it when the wait for acknowledgement is over.
      subscription.unsubscribe();
    }
  };
  let stopped: Promise<void> | undefined;
  return {
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** The word for "deliver it again". */
export const SEND_BACK = '-NAK';
/** Short, since it is waited for when a subscriber stops. */
const PULL_MS = 400;
const PULL_EXPIRED = 408;
const WAIT_AFTER_STATUS_MS = 100;
const NANOSECONDS_PER_MS = 1_000_000;
