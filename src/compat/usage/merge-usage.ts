import { survivesEither } from './read-tree.js';
import { selectRequests } from './select-requests.js';
import type { MessageUsage, OperationUsage, ReadMember, ReceivedAnswer, SentRequest, Usage } from './usage.js';

/**
 * What was seen by either: of counts the larger one, of days the later one, so that the same evidence twice is the same as once. Where one of the two
 * tracked what was read and the other one did not, what was tracked counts.
 *
 * @param left - of a pair
 * @param right - of the same pair
 * @returns in the stable order of usage files
 */
export function mergeUsage(left: Usage, right: Usage): Usage {
  return {
    consumer: left.consumer,
    provider: left.provider,
    sources: [...new Set([...left.sources, ...right.sources])].sort(),
    operations: mergedBy([...left.operations, ...right.operations], ({ path, method }) => `${path} ${method}`, mergedOperation),
    messages: mergedBy(
      [...left.messages, ...right.messages],
      ({ channel, action, message }) => `${channel} ${action} ${message ?? ''}`,
      mergedMessage,
    ),
  };
}

/**
 * The usage in the one form that files have: in order, each thing once, bounded.
 *
 * @param usage - in any order
 */
export function stableUsage(usage: Usage): Usage {
  return mergeUsage(usage, { ...usage, sources: [], operations: [], messages: [] });
}

function mergedOperation(all: readonly OperationUsage[], first: OperationUsage): OperationUsage {
  return {
    method: first.method,
    path: first.path,
    interactionCount: largest(all.map(({ interactionCount }) => interactionCount)),
    lastSeenOn: latest(all),
    sent: selectRequests(all.flatMap(({ sent }) => sent)),
    received: mergedBy(
      all.flatMap(({ received }) => received),
      ({ status, mediaType }) => `${status} ${mediaType ?? ''}`,
      mergedAnswer,
    ),
  };
}

function mergedAnswer(all: readonly ReceivedAnswer[], first: ReceivedAnswer): ReceivedAnswer {
  const headers = all.flatMap((answer) => (answer.headers === undefined ? [] : [answer.headers]));
  return {
    status: first.status,
    mediaType: first.mediaType,
    reads: mergedReads(all),
    headers: headers.length === 0 ? undefined : [...new Set(headers.flat())].sort(),
  };
}

function mergedMessage(all: readonly MessageUsage[], first: MessageUsage): MessageUsage {
  const requests = all.flatMap(({ sent }) => sent.map((body): SentRequest => ({ parameters: {}, mediaType: undefined, body })));
  return {
    channel: first.channel,
    action: first.action,
    message: first.message,
    count: largest(all.map(({ count }) => count)),
    lastSeenOn: latest(all),
    sent: selectRequests(requests).flatMap(({ body }) => (body === undefined ? [] : [body])),
    reads: mergedReads(all),
  };
}

function mergedReads(all: readonly { readonly reads: readonly ReadMember[] | undefined }[]): readonly ReadMember[] | undefined {
  const tracked = all.flatMap(({ reads }) => (reads === undefined ? [] : [reads]));
  if (tracked.length === 0) return undefined;
  return mergedBy(tracked.flat(), ({ pointer }) => pointer, mergedRead);
}

function mergedRead(all: readonly ReadMember[], first: ReadMember): ReadMember {
  return {
    pointer: first.pointer,
    count: largest(all.map(({ count }) => count)),
    survives: all.map(({ survives }) => survives).reduce(survivesEither),
  };
}

/** One of each key, by key. */
function mergedBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  merge: (all: readonly Item[], first: Item) => Item,
): readonly Item[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, group]) => merge(group, group[0]));
}

function largest(counts: readonly number[]): number {
  return Math.max(0, ...counts);
}

function latest(all: readonly { readonly lastSeenOn: string | undefined }[]): string | undefined {
  return all
    .flatMap(({ lastSeenOn }) => lastSeenOn ?? [])
    .sort()
    .at(-1);
}
