import type { Entry } from './entry.js';
import { createFifo } from './fifo.js';

/** What waits to be handed over, in the order of the channel: what comes back stands where it stood. */
export interface WaitingLine {
  /** Held ones included. */
  readonly count: number;
  /** Behind all others. */
  push(entry: Entry): void;
  /** To the place that its sequence gives it. */
  giveBack(entry: Entry): void;
  /** The next that may be handed over; its key is then busy until {@link WaitingLine.release}. */
  take(): Entry | undefined;
  /** The one that was taken is done with, or was given back: the next of its key may go. */
  release(entry: Entry): void;
  /** @returns all that waited */
  clear(): readonly Entry[];
}

/**
 * An empty line.
 *
 * @param isKeyed - whether messages of one key go one after the other; those without a key are free
 */
export function createWaitingLine(isKeyed: boolean): WaitingLine {
  const fresh = createFifo<Entry>();
  /** In front of the fresh ones or between them, ordered by sequence. */
  const returned: Entry[] = [];
  /** What would be its turn, by key, in order; a key stands here while one of its messages is out, or was and others wait. */
  const lanes = new Map<string, { isBusy: boolean; readonly held: Entry[] }>();
  let heldCount = 0;

  const next = (): Entry | undefined => {
    const back = returned[0];
    const front = fresh.first();
    if (back !== undefined && (front === undefined || back.sequence < front.sequence)) return returned.shift();
    return fresh.shift();
  };

  const take = (): Entry | undefined => {
    for (let entry = next(); entry !== undefined; entry = next()) {
      const key = isKeyed ? entry.message.key : undefined;
      if (key === undefined) return entry;
      const lane = lanes.get(key);
      if (lane === undefined) {
        lanes.set(key, { isBusy: true, held: [] });
        return entry;
      }
      if (!lane.isBusy) {
        lane.isBusy = true;
        return entry;
      }
      insert(lane.held, entry);
      heldCount += 1;
    }
    return undefined;
  };

  const release = ({ message }: Entry): void => {
    const lane = isKeyed && message.key !== undefined ? lanes.get(message.key) : undefined;
    if (lane === undefined || message.key === undefined) return;
    lane.isBusy = false;
    // One is enough: the others of the key stand behind it. All of them each time would cost the square of a long backlog.
    const first = lane.held.shift();
    if (first === undefined) {
      lanes.delete(message.key);
      return;
    }
    heldCount -= 1;
    insert(returned, first);
  };

  const clear = (): readonly Entry[] => {
    const entries = [...returned.splice(0), ...fresh.clear(), ...[...lanes.values()].flatMap(({ held }) => held)];
    lanes.clear();
    heldCount = 0;
    return entries;
  };

  return {
    get count() {
      return fresh.count + returned.length + heldCount;
    },
    push: fresh.push,
    giveBack: (entry) => insert(returned, entry),
    take,
    release,
    clear,
  };
}

/** Into its place by sequence; nearly always an end. */
function insert(entries: Entry[], entry: Entry): void {
  let index = entries.length;
  while (index > 0 && (entries[index - 1]?.sequence ?? 0) > entry.sequence) index -= 1;
  entries.splice(index, 0, entry);
}
