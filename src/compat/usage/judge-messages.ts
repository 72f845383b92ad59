import { isValid } from '../../schema/validate.js';
import type { ConsumerQuestion } from './consumer-question.js';
import type { Evidence } from './evidence.js';
import { interactions, worstOf } from './evidence.js';
import { readEvidence } from './judge-received.js';
import type { MessageUsage, Usage } from './usage.js';

/**
 * What a change of a message does to a consumer that sends or receives it.
 *
 * @param usage - of the consumer
 * @param question - a change of a message or of its channel
 */
export function judgeMessages(usage: Usage, question: ConsumerQuestion): Evidence {
  const { channel, message } = question.change.impact ?? {};
  const name = [channel, message].filter((each) => each !== undefined).join(' ');
  const concerned = usage.messages.filter((each) => isConcerned(each, { channel, message }));
  if (concerned.length > 0) return worstOf(concerned.map((each) => messageEvidence(each, question)));
  if (usage.messages.length === 0) return { verdict: 'unknown', text: 'was never seen to send or receive anything' };
  const count = usage.messages.reduce((sum, each) => sum + each.count, 0);
  return { verdict: 'safe', text: `has nothing to do with ${name} in ${interactions(count)}`, interactionCount: count };
}

interface Named {
  readonly channel: string | undefined;
  readonly message: string | undefined;
}

/** What fitted no message may have been meant as any. */
function isConcerned(seen: MessageUsage, { channel, message }: Named): boolean {
  if (channel !== undefined && seen.channel !== channel) return false;
  return message === undefined || seen.message === undefined || seen.message === message;
}

function messageEvidence(seen: MessageUsage, question: ConsumerQuestion): Evidence {
  const { code, impact, effect } = question.change;
  const rest = { interactionCount: seen.count, lastSeenOn: seen.lastSeenOn };
  const what = `${seen.action}s ${seen.message ?? seen.channel} in ${interactions(seen.count)}`;
  // Of headers and keys nothing is kept.
  if (impact?.part !== undefined && impact.part !== 'payload') return { verdict: 'unknown', text: what, ...rest };
  // What goes the other way now is gone for whoever takes part as before.
  const isGone = effect === 'removed' || code === 'compat/operation-turned';
  if (impact?.schemas === undefined) return { verdict: isGone ? 'breaks' : 'unknown', text: what, ...rest };
  if (seen.action === 'receive') return { ...readEvidence(seen.reads, question, seen.count), ...rest };
  const { older, newer } = impact.schemas;
  const judged = seen.sent.filter((payload) => isValid(older, payload));
  if (judged.some((payload) => !isValid(newer, payload)))
    return { verdict: 'breaks', text: `${what}, among them what is refused now`, ...rest };
  // A few payloads were kept: that they pass does not say that all do.
  return { verdict: 'unknown', text: `${what}; all that was kept of it is still taken`, ...rest };
}
