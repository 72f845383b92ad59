import type { Clock } from '../../base/clock.js';
import type { MessageContent, Overtaking } from '../../fault/fault.js';

/** Messages that are held back until others went by. */
export interface OvertakingLane {
  /** Resolves once the message was overtaken, its time is over, or the signal says so. */
  hold(content: MessageContent, overtaking: Overtaking, signal: AbortSignal): Promise<void>;
  /** The message went by. */
  passed(content: MessageContent): void;
}

/**
 * A lane that holds nothing.
 *
 * @param clock - says when a time is over
 */
export function createOvertakingLane(clock: Clock): OvertakingLane {
  const held = new Set<Held>();
  return {
    hold: async (content, { within, byCount, atMostMs }, signal) => {
      const overtaken = new AbortController();
      const one: Held = { group: groupOf(content, within), within, openCount: byCount, release: () => overtaken.abort() };
      held.add(one);
      await clock.sleep(atMostMs, AbortSignal.any([overtaken.signal, signal]));
      held.delete(one);
    },
    passed: (content) => {
      for (const one of held) {
        if (one.group !== groupOf(content, one.within)) continue;
        one.openCount -= 1;
        if (one.openCount > 0) continue;
        held.delete(one);
        one.release();
      }
    },
  };
}

interface Held {
  readonly group: string;
  readonly within: Overtaking['within'];
  readonly release: () => void;
  openCount: number;
}

function groupOf({ channel, key }: MessageContent, within: Overtaking['within']): string {
  return within === 'channel' ? channel : `${channel} ${key ?? ''}`;
}
