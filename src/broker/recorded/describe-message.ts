import type { Channel, EventOperation, Message } from '../../contract/channel.js';
import type { Contract } from '../../contract/contract.js';
import type { MessageWay } from '../../fault/fault.js';
import type { ExchangeProblem } from '../../journal/exchange.js';
import { systemOfMember } from '../../journal/member-name.js';
import { matchAddress } from '../../wire/channel-address.js';
import { judgeMessage } from '../../wire/judge-message.js';
import { matchMessage } from '../../wire/match-message.js';
import type { BrokerMessage } from '../broker.js';

/** What the contract says of a message. */
export interface Description {
  readonly operation: EventOperation | undefined;
  readonly described: Message | undefined;
  readonly problems: readonly ExchangeProblem[];
}

/** Tells what a message is, by which way it goes and who is at this end. */
export type Describe = (content: BrokerMessage, way: MessageWay) => Description;

interface DescribedLink {
  /** `undefined`: nothing is known, and nothing is judged. */
  readonly contract: Contract | undefined;
  /** The system whose contract it is. */
  readonly provider: string;
  /** Who uses the broker. */
  readonly member: string | undefined;
}

/**
 * The judge of the messages that one program sends and is given.
 *
 * @param link - the contract, and who is at either end
 */
export function createDescriber({ contract, provider, member }: DescribedLink): Describe {
  if (contract === undefined) return () => UNKNOWN;
  const isProvider = member !== undefined && systemOfMember(member) === provider;
  const views = new Map<string, View | undefined>();
  const viewOf = (address: string, action: EventOperation['action']): View | undefined => {
    const name = `${action} ${address}`;
    if (views.has(name)) return views.get(name);
    const view = newView(contract, address, action);
    if (views.size < MAX_REMEMBERED_COUNT) views.set(name, view);
    return view;
  };
  return (content, way) => {
    const view = viewOf(content.channel, (way === 'publish') === isProvider ? 'send' : 'receive');
    if (view === undefined) return UNDECLARED;
    const { operation, candidates } = view;
    const described = matchMessage(candidates, content);
    if (described === undefined) return { operation, described, problems: candidates.length === 0 ? NONE : [OTHER_MESSAGE] };
    const found = judgeMessage(described, content);
    const problems =
      found.length === 0
        ? NONE
        : found.map(({ kind, location, code, message }) => ({ on: 'request' as const, kind, location, code, message }));
    return { operation, described, problems };
  };
}

interface View {
  readonly operation: EventOperation | undefined;
  readonly candidates: readonly Message[];
}

/** The channel with the fewest variables is the one that is meant. */
function newView({ channels, eventOperations }: Contract, address: string, action: EventOperation['action']): View | undefined {
  const fitting = channels.filter((channel) => matchAddress(channel, address) !== undefined);
  const channel = fitting.reduce<Channel | undefined>(
    (least, one) => (least === undefined || one.parameters.length < least.parameters.length ? one : least),
    undefined,
  );
  if (channel === undefined) return undefined;
  const own = eventOperations.filter((one) => one.channel === channel);
  const operation = own.find((one) => one.action === action) ?? own[0];
  return { operation, candidates: operation?.messages ?? channel.messages };
}

const NONE: readonly ExchangeProblem[] = [];
const UNKNOWN: Description = { operation: undefined, described: undefined, problems: NONE };
const UNDECLARED: Description = {
  operation: undefined,
  described: undefined,
  problems: [
    { on: 'request', kind: 'channel', location: ['channel'], code: 'undeclared', message: 'the contract has no channel with this address' },
  ],
};
const OTHER_MESSAGE: ExchangeProblem = {
  on: 'request',
  kind: 'message',
  location: ['payload'],
  code: 'undeclared',
  message: 'it is none of the messages that the channel has',
};
const MAX_REMEMBERED_COUNT = 1_000;
