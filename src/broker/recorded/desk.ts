import type { Clock } from '../../base/clock.js';
import type { Contract } from '../../contract/contract.js';
import type { MessageWay } from '../../fault/fault.js';
import type { FaultInjector, MessageDecision } from '../../fault/injector.js';
import { systemOfMember } from '../../journal/member-name.js';
import type { RunRecorder } from '../../journal/run-recorder.js';
import type { Broker, BrokerMessage } from '../broker.js';
import type { Background } from './background.js';
import { createBackground } from './background.js';
import type { BrokerAbsence } from './broker-absence.js';
import { watchAbsence } from './broker-absence.js';
import type { Describe, Description } from './describe-message.js';
import { createDescriber } from './describe-message.js';
import type { OvertakingLane } from './overtaking.js';
import { createOvertakingLane } from './overtaking.js';

/** What stands between a program and its broker. */
export interface RecordedBrokerParts {
  readonly injector: FaultInjector | undefined;
  readonly recorder: Pick<RunRecorder, 'message'>;
  readonly clock: Clock;
  /** The system whose contract describes the channels. */
  readonly provider: string;
  readonly contract: Contract | undefined;
  /** The system that uses this handle of the broker; the tool itself goes by the name of the one it stands in for. */
  readonly member: string | undefined;
}

/** What all that passes through one handle of a broker shares. */
export interface BrokerDesk {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly recorder: Pick<RunRecorder, 'message'>;
  readonly ends: Pick<RecordedBrokerParts, 'provider' | 'member'>;
  readonly describe: Describe;
  readonly absence: BrokerAbsence | undefined;
  readonly background: Background;
  /** Of what is published. */
  readonly lane: OvertakingLane;
  nextId(): string;
  decide(way: MessageWay, passing: Passing): MessageDecision | undefined;
}

/** A message at the desk. */
export interface Passing {
  readonly message: BrokerMessage;
  readonly description: Description;
  readonly attempt: number;
}

/**
 * The desk of one handle.
 *
 * @param broker - that is wrapped
 * @param parts - what stands between
 */
export function openDesk(broker: Broker, parts: RecordedBrokerParts): BrokerDesk {
  const { injector, recorder, clock, provider, contract, member } = parts;
  // What the provider sends is for whoever listens: no rule on one consumer can mean it.
  const consumer = member === undefined || systemOfMember(member) === provider ? undefined : member;
  const ending = member === undefined || member === '' ? '' : `-${member}`;
  let count = 0;
  return {
    broker,
    clock,
    recorder,
    ends: { provider, member },
    describe: createDescriber({ contract, provider, member, handsOverObjects: broker.kind === 'in-process' }),
    absence: injector === undefined ? undefined : watchAbsence({ injector, clock, member }),
    background: createBackground(),
    lane: createOvertakingLane(clock),
    nextId: () => {
      count += 1;
      return `m${count}${ending}`;
    },
    decide: (way, { message, description: { operation, described }, attempt }) => {
      if (injector === undefined || injector.isIdle) return undefined;
      return injector.onMessage(way, { content: message, consumer, provider, operation, described, attempt }, clock.nowMs());
    },
  };
}
