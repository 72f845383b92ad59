import { invariant } from '../../base/errors.js';
import type { Delivery } from '../broker.js';
import { brokerLost } from '../broker-error.js';
import { DONE } from '../done.js';
import type { Entry } from './entry.js';
import { createWaitingLine } from './waiting-line.js';

/** The messages of one channel for one group, and who receives them. */
export interface GroupQueue {
  /** `undefined`: of one listener. */
  readonly group: string | undefined;
  /** Waiting, and handed over but not settled. */
  readonly depthCount: number;
  push(entry: Entry): void;
  /** @returns ends it: what it has not settled goes back */
  attach(member: QueueMember): () => void;
  /** Nobody receives from it any more and what stands in it is nobody's. */
  close(): void;
}

/** One receiver of a group. */
export interface QueueMember {
  readonly prefetchCount: number;
  readonly receive: (delivery: Delivery) => void | Promise<void>;
}

/** What a queue needs of its broker. */
export interface GroupQueueParts {
  readonly group: string | undefined;
  /** Whether messages of one key go one after the other. */
  readonly isKeyed: boolean;
  readonly maxAttemptCount: number;
  /** It left the queue for good: acknowledged, put aside, or closed with the queue. */
  readonly onGone: (entry: Entry, how: Gone) => void;
}

export type Gone = 'acked' | 'rejected' | 'attempts' | 'closed';

/**
 * An empty queue: its members are served in turn, each with no more than it may hold.
 *
 * @param parts - of the broker that owns it
 */
export function createGroupQueue(parts: GroupQueueParts): GroupQueue {
  const line = createWaitingLine(parts.isKeyed);
  const members: AttachedMember[] = [];
  let unsettledCount = 0;
  let nextMember = 0;
  let isDrainDue = false;
  let isClosed = false;

  /** In a task of its own: a sender must not find its receivers on its stack. */
  const drainSoon = (): void => {
    if (isDrainDue || members.length === 0) return;
    isDrainDue = true;
    // Cheaper than `queueMicrotask`, which makes a resource for whoever traces asynchronous work.
    void DONE.then(drain);
  };

  const drain = (): void => {
    isDrainDue = false;
    for (let member = freeMember(); member !== undefined; member = freeMember()) {
      const entry = line.take();
      if (entry === undefined) return;
      nextMember = members.indexOf(member) + 1;
      handOver(entry, member);
    }
  };

  const freeMember = (): AttachedMember | undefined => {
    for (let count = 0; count < members.length; count += 1) {
      const member = members[(nextMember + count) % members.length];
      if (member !== undefined && member.openCount < member.prefetchCount) return member;
    }
    return undefined;
  };

  const handOver = (entry: Entry, member: AttachedMember): void => {
    entry.attemptCount += 1;
    unsettledCount += 1;
    const open = opened(member, entry);
    const settle = (how: 'ack' | 'requeue' | 'dead-letter'): Promise<void> => {
      if (open.state === 'settled') return DONE;
      if (open.state === 'lost') return Promise.reject(brokerLost('in-process', 'the subscription ended before it was settled'));
      open.state = 'settled';
      closeDelivery(member, open);
      leave(entry, how);
      return DONE;
    };
    // What a receiver throws is a rejection; once it has settled, the error changes nothing.
    const rejected = (): void => {
      if (open.state === 'open') void settle('requeue');
    };
    try {
      const work = member.receive({ message: entry.message, attempt: entry.attemptCount, settle });
      if (work !== undefined && work !== DONE) work.then(undefined, rejected);
    } catch {
      rejected();
    }
  };

  const leave = (entry: Entry, how: 'ack' | 'requeue' | 'dead-letter' | 'close'): void => {
    unsettledCount -= 1;
    const isWornOut = how === 'requeue' && entry.attemptCount >= parts.maxAttemptCount;
    if (how === 'requeue' && !isWornOut) line.giveBack(entry);
    line.release(entry);
    const gone = isWornOut ? 'attempts' : GONE_BY[how];
    if (gone !== undefined) parts.onGone(entry, gone);
    drainSoon();
  };

  const attach = ({ prefetchCount, receive }: QueueMember): (() => void) => {
    invariant(prefetchCount >= 1, 'a subscription may hold one delivery at least');
    const member: AttachedMember = { prefetchCount, receive, openCount: 0, last: undefined };
    members.push(member);
    drainSoon();
    return () => detach(member);
  };

  const detach = (member: AttachedMember): void => {
    const index = members.indexOf(member);
    if (index === -1) return;
    members.splice(index, 1);
    for (const open of openDeliveries(member)) {
      open.state = 'lost';
      closeDelivery(member, open);
      leave(open.entry, isClosed ? 'close' : 'requeue');
    }
  };

  const close = (): void => {
    isClosed = true;
    for (const member of [...members]) detach(member);
    for (const entry of line.clear()) parts.onGone(entry, 'closed');
  };

  const push = (entry: Entry): void => {
    line.push(entry);
    drainSoon();
  };

  return {
    group: parts.group,
    get depthCount() {
      return line.count + unsettledCount;
    },
    push,
    attach,
    close,
  };
}

/** What it holds hangs together as a chain: to add to a set and delete from it again takes as long as to hand a message over. */
interface AttachedMember extends QueueMember {
  openCount: number;
  last: OpenDelivery | undefined;
}

interface OpenDelivery {
  readonly entry: Entry;
  state: 'open' | 'settled' | 'lost';
  before: OpenDelivery | undefined;
  after: OpenDelivery | undefined;
}

function opened(member: AttachedMember, entry: Entry): OpenDelivery {
  const open: OpenDelivery = { entry, state: 'open', before: member.last, after: undefined };
  if (member.last !== undefined) member.last.after = open;
  member.last = open;
  member.openCount += 1;
  return open;
}

function closeDelivery(member: AttachedMember, open: OpenDelivery): void {
  if (open.before !== undefined) open.before.after = open.after;
  if (open.after === undefined) member.last = open.before;
  else open.after.before = open.before;
  open.before = undefined;
  open.after = undefined;
  member.openCount -= 1;
}

/** In the order in which they were handed over. */
function openDeliveries({ last }: AttachedMember): readonly OpenDelivery[] {
  const open: OpenDelivery[] = [];
  for (let one = last; one !== undefined; one = one.before) open.push(one);
  return open.reverse();
}

const GONE_BY: Readonly<Record<'ack' | 'requeue' | 'dead-letter' | 'close', Gone | undefined>> = {
  ack: 'acked',
  requeue: undefined,
  'dead-letter': 'rejected',
  close: 'closed',
};
