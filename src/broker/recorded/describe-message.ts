import type { Channel, EventOperation, Message } from '../../contract/channel.js';
import type { Contract } from '../../contract/contract.js';
import type { MessageWay } from '../../fault/fault.js';
import type { ExchangeProblem } from '../../journal/exchange.js';
import { systemOfMember } from '../../journal/member-name.js';
import { matchAddress } from '../../wire/channel-address.js';
import { isTakenFor, judgeAmong } from '../../wire/match-message.js';
import { jsonOfPayload, payloadReader } from '../../wire/message-content.js';
import { messageKeyOf } from '../../wire/message-key.js';
import type { BrokerMessage } from '../broker.js';
import type { RecentDescriptions } from './recent-descriptions.js';
import { createRecentDescriptions } from './recent-descriptions.js';

/** What the contract says of a message, and what it is known by. */
export interface Description {
  readonly messageKey: string;
  readonly operation: EventOperation | undefined;
  readonly described: Message | undefined;
  readonly problems: readonly ExchangeProblem[];
}

/** A message of the contract that a message on the wire is known to keep, and the key it is known by. */
export interface KeptMessage {
  readonly message: Message;
  readonly messageKey: string;
}

/** Tells what a message is, by which way it goes and who is at this end; what is known of it already is not judged again. */
export type Describe = (content: BrokerMessage, way: MessageWay, kept?: KeptMessage) => Description;

interface DescribedLink {
  /** `undefined`: nothing is known, and nothing is judged. */
  readonly contract: Contract | undefined;
  /** The system whose contract it is. */
  readonly provider: string;
  /** Who uses the broker. */
  readonly member: string | undefined;
  /** Whether the broker hands over the very objects that were published. */
  readonly handsOverObjects: boolean;
}

/**
 * The judge of the messages that one program sends and is given.
 *
 * @param link - the contract, and who is at either end
 */
export function createDescriber({ contract, provider, member, handsOverObjects }: DescribedLink): Describe {
  if (contract === undefined) {
    return (content) => ({ messageKey: messageKeyOf(content), operation: undefined, described: undefined, problems: NONE });
  }
  const isProvider = member !== undefined && systemOfMember(member) === provider;
  const { send, receive } = judgesOf(contract);
  const [published, delivered] = isProvider ? [send, receive] : [receive, send];
  if (!handsOverObjects) return (content, way, kept) => (way === 'publish' ? published : delivered).describe(content, kept);
  // A broker in process hands over the very message that was published, to each receiver and again when it is redelivered: it is judged once.
  const found = delivered.recent.reader();
  return (content, way, kept) => {
    if (way === 'delivery') return found(content) ?? delivered.describe(content, undefined);
    // What is published is always judged, since a program may use a message of its own again.
    const description = published.describe(content, kept);
    published.recent.add(content, description);
    return description;
  };
}

interface Judge {
  readonly describe: (content: BrokerMessage, kept: KeptMessage | undefined) => Description;
  /** What was published. */
  readonly recent: RecentDescriptions<Description>;
}

/** One for each action of operations, shared by all ends of a contract. */
type Judges = Readonly<Record<EventOperation['action'], Judge>>;

function judgesOf(contract: Contract): Judges {
  let judges = JUDGES.get(contract);
  if (judges === undefined) {
    judges = { send: newJudge(contract, 'send'), receive: newJudge(contract, 'receive') };
    JUDGES.set(contract, judges);
  }
  return judges;
}

const JUDGES = new WeakMap<Contract, Judges>();

function newJudge(contract: Contract, action: EventOperation['action']): Judge {
  const views = new Map<string, View | undefined>();
  const viewOf = (address: string): View | undefined => {
    const known = views.get(address);
    if (known !== undefined || views.has(address)) return known;
    const view = newView(contract, address, action);
    if (views.size < MAX_REMEMBERED_COUNT) views.set(address, view);
    return view;
  };
  return {
    describe: (content, kept) => {
      const view = viewOf(content.channel);
      return descriptionOfKept(view, content, kept) ?? descriptionBy(view, content);
    },
    recent: createRecentDescriptions(),
  };
}

/** @returns `undefined` when it has to be judged: the contract may take it for another of the channel's messages */
function descriptionOfKept(view: View | undefined, { headers }: BrokerMessage, kept: KeptMessage | undefined): Description | undefined {
  if (kept === undefined || view === undefined || !isTakenFor(view.candidates, kept.message, headers)) return undefined;
  return { messageKey: kept.messageKey, operation: operationOf(view, kept.message), described: kept.message, problems: NONE };
}

function descriptionBy(view: View | undefined, content: BrokerMessage): Description {
  const { candidates } = view ?? NOWHERE;
  const read = payloadReader(content.payload);
  const messageKey = messageKeyOf(content, () => jsonOfPayload(read, candidates));
  if (view === undefined) return { messageKey, operation: undefined, described: undefined, problems: UNDECLARED };
  const { message: described, problems: found } = judgeAmong(candidates, content, read);
  const operation = operationOf(view, described);
  if (described === undefined) {
    return { messageKey, operation, described, problems: candidates.length === 0 ? NONE : [OTHER_MESSAGE] };
  }
  const problems =
    found.length === 0
      ? NONE
      : found.map(({ kind, location, code, message }) => ({ on: 'request' as const, kind, location, code, message }));
  return { messageKey, operation, described, problems };
}

interface View {
  /** Several may use one channel, each for messages of its own. */
  readonly operations: readonly EventOperation[];
  readonly candidates: readonly Message[];
}

/** Of a message that is none of the candidates the first is as good as any. */
function operationOf({ operations }: View, message: Message | undefined): EventOperation | undefined {
  return operations.find(({ messages }) => message !== undefined && messages.includes(message)) ?? operations[0];
}

const NOWHERE: View = { operations: [], candidates: [] };

/** The channel with the fewest variables is the one that is meant. */
function newView({ channels, eventOperations }: Contract, address: string, action: EventOperation['action']): View | undefined {
  const fitting = channels.filter((channel) => matchAddress(channel, address) !== undefined);
  const channel = fitting.reduce<Channel | undefined>(
    (least, one) => (least === undefined || one.parameters.length < least.parameters.length ? one : least),
    undefined,
  );
  if (channel === undefined) return undefined;
  const own = eventOperations.filter((one) => one.channel === channel);
  const acting = own.filter((one) => one.action === action);
  const operations = acting.length > 0 ? acting : own;
  const messages = operations.flatMap((one) => one.messages);
  return { operations, candidates: operations.length === 0 ? channel.messages : [...new Set(messages)] };
}

const NONE: readonly ExchangeProblem[] = [];
const UNDECLARED: readonly ExchangeProblem[] = [
  { on: 'request', kind: 'channel', location: ['channel'], code: 'undeclared', message: 'the contract has no channel with this address' },
];
const OTHER_MESSAGE: ExchangeProblem = {
  on: 'request',
  kind: 'message',
  location: ['payload'],
  code: 'undeclared',
  message: 'it is none of the messages that the channel has',
};
const MAX_REMEMBERED_COUNT = 1_000;
