import type { Contract, Operation } from '../../contract/contract.js';
import type { AffectedConsumer } from '../../finding/finding.js';
import { severityOf } from '../severity.js';
import type { ConsumerQuestion } from './consumer-question.js';
import type { Evidence } from './evidence.js';
import { interactions } from './evidence.js';
import { judgeMessages } from './judge-messages.js';
import { judgeReceived } from './judge-received.js';
import { judgeSent } from './judge-sent.js';
import { usageOfOperation } from './usage-of-operation.js';
import type { OperationUsage, Usage } from './usage.js';

/**
 * What a change does to each consumer that was watched. `breaks`: a request that it really sent is refused now, a response may come that fails what it
 * reads, or what it uses is gone. `safe`: it was watched and does not use what changed, or all that may come is proved to fit what it reads.
 * `unknown`: anything else; that nobody saw a consumer is no reason to call it safe.
 *
 * @param question - one change of two versions, and the means of the comparison
 * @param usage - of each consumer; those of other providers are the caller's to leave out
 * @returns one for each usage, in the same order
 */
export function judgeConsumers(question: ConsumerQuestion, usage: readonly Usage[]): readonly AffectedConsumer[] {
  return usage.map((each) => affected(each, question));
}

function affected(usage: Usage, question: ConsumerQuestion): AffectedConsumer {
  const { impact } = question.change;
  const called = impact?.older === undefined ? undefined : usageOfOperation(usage, impact.older);
  const { verdict, text, ...own } = evidenceOf(usage, called, question);
  const whole = called ?? wholeOf(usage);
  const interactionCount = own.interactionCount ?? whole.interactionCount;
  const lastSeenOn = own.lastSeenOn ?? whole.lastSeenOn;
  return { consumer: usage.consumer, verdict, interactionCount, evidence: text, ...(lastSeenOn === undefined ? {} : { lastSeenOn }) };
}

function evidenceOf(usage: Usage, called: OperationUsage | undefined, question: ConsumerQuestion): Evidence {
  const { impact, direction, effect } = question.change;
  if (severityOf({ direction, effect, guards: [] }) === 'info') return { verdict: 'safe', text: 'all that it does still holds' };
  if (impact === undefined) return { verdict: 'unknown', text: 'it cannot be told whether it relies on this' };
  if (impact.side === 'message') return judgeMessages(usage, question);
  if (impact.older === undefined) return { verdict: 'unknown', text: 'never saw what is new' };
  if (!isOffered(question.comparing.older, impact.older)) return { verdict: 'unknown', text: 'calls of the provider were not watched' };
  const name = `${impact.older.method} ${impact.older.path}`;
  if (called === undefined) return unusedEvidence(usage, name);
  if (impact.newer === undefined) return { verdict: 'breaks', text: `calls ${name} in ${interactions(called.interactionCount)}` };
  return impact.side === 'request' ? judgeSent(called, question) : judgeReceived(called, question);
}

/** Webhooks and callbacks are called by the provider. */
function isOffered(contract: Contract, operation: Operation): boolean {
  return contract.operations.some(
    (entry) => entry.method === operation.method && entry.path === operation.path && entry.read() === operation,
  );
}

/** Who was never seen at all may use anything. */
function unusedEvidence(usage: Usage, name: string): Evidence {
  const { interactionCount } = wholeOf(usage);
  if (usage.operations.length === 0) return { verdict: 'unknown', text: 'was never seen to call anything' };
  return { verdict: 'safe', text: `does not call ${name} in ${interactions(interactionCount)}` };
}

function wholeOf(usage: Usage): Pick<OperationUsage, 'interactionCount' | 'lastSeenOn'> {
  const days = [...usage.operations, ...usage.messages].flatMap(({ lastSeenOn }) => lastSeenOn ?? []);
  const calls = usage.operations.reduce((sum, each) => sum + each.interactionCount, 0);
  const messages = usage.messages.reduce((sum, each) => sum + each.count, 0);
  return { interactionCount: calls + messages, lastSeenOn: days.sort().at(-1) };
}
