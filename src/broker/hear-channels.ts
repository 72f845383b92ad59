import type { Clock } from '../base/clock.js';
import type { Contract } from '../contract/contract.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { Broker, BrokerMessage, Subscribed } from './broker.js';
import { createDescriber, type Description } from './recorded/describe-message.js';
import { passageRecord } from './recorded/passage-record.js';

export interface HeardChannelsParts {
  /** Described the channels. */
  readonly contract: Contract;
  /** The system whose contract it is. */
  readonly provider: string;
  readonly clock: Clock;
  readonly recorder: Pick<RunRecorder, 'message'>;
  /** Whether a message is on record already, since it was sent through a connection of ours. */
  readonly isKnown: (messageKey: string) => boolean;
}

/** What is listened to. */
export interface HeardChannels {
  /** Ids of the channels whose addresses are only known at run time: what is sent there nobody hears. */
  readonly unheard: readonly string[];
  /**
   * Resolves once all that the broker had taken when it was asked is on record.
   *
   * @returns whether that is sure: not every protocol has an answer
   * @throws HostError `E_BROKER_LOST`
   */
  caughtUp(): Promise<boolean>;
  stop(): Promise<void>;
}

/**
 * Listens at a broker beside the programs that speak to it themselves, and records what they send. Nobody knows who it was, nor when the broker took
 * it: such a message stands in the journal as sent by nobody and not confirmed, so that no oracle holds anybody to it.
 *
 * @param broker - of others
 * @param parts - the contract, and the record
 * @returns once it listens at every channel of the contract that has an address
 * @throws HostError `E_BROKER_LOST`, `E_BROKER_REFUSED`
 */
export async function hearChannels(broker: Pick<Broker, 'subscribe'>, parts: HeardChannelsParts): Promise<HeardChannels> {
  const { contract, provider, clock, recorder, isKnown } = parts;
  const describe = describerOfUnknown(contract, provider);
  let count = 0;
  const record = (content: BrokerMessage): void => {
    const atMs = clock.nowMs();
    const description = describe(content);
    if (isKnown(description.messageKey)) return;
    count += 1;
    const ends = { provider, member: undefined };
    recorder.message(
      passageRecord({ ends, id: `heard${count}`, way: 'publish', content, description, attempt: 1, atMs, fault: undefined }),
    );
  };
  const unheard: string[] = [];
  const subscribed: Subscribed[] = [];
  const stop = async (): Promise<void> => {
    for (const one of subscribed.splice(0)) await one.stop();
  };
  try {
    for (const channel of contract.channels) {
      const { address } = channel;
      if (address === undefined || channel.parameters.length > 0) {
        unheard.push(channel.id);
        continue;
      }
      const subscription = { channel: address, group: undefined, from: 'new', prefetchCount: HEARD_COUNT } as const;
      subscribed.push(
        await broker.subscribe(subscription, async ({ message, settle }) => {
          record(message);
          await settle('ack');
        }),
      );
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const caughtUp = async (): Promise<boolean> => {
    await Promise.all(subscribed.map((one) => one.caughtUp?.()));
    return subscribed.every((one) => one.caughtUp !== undefined);
  };
  return { unheard, caughtUp, stop };
}

/** Whoever it was may be at either end: only what is wrong for both is wrong. */
function describerOfUnknown(contract: Contract, provider: string): (content: BrokerMessage) => Description {
  const ofEnd = (member: string | undefined): ((content: BrokerMessage) => Description) => {
    const describe = createDescriber({ contract, provider, member, handsOverObjects: false });
    return (content) => describe(content, 'publish');
  };
  const [asProvider, asConsumer] = [ofEnd(provider), ofEnd(undefined)];
  return (content) => {
    const first = asProvider(content);
    if (first.problems.length === 0) return first;
    const second = asConsumer(content);
    return second.problems.length === 0 ? second : first;
  };
}

const HEARD_COUNT = 1_000;
