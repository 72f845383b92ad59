import type { Exchange } from '../../journal/exchange.js';
import { systemOfMember } from '../../journal/member-name.js';
import type { MessageRecord } from '../../journal/message-record.js';
import { redactTarget } from '../../journal/redact.js';
import type { Ask } from '../../journal/run-journal.js';
import type { TimelineMark } from './scenario-timeline.js';
import type { TimelineClock } from './timeline-clock.js';
import { roundedMs } from './timeline-clock.js';

/** Which attempt of which call an exchange was. */
export interface AttemptNumber {
  readonly call: number;
  readonly attempt: number;
}

/**
 * An exchange as a mark.
 *
 * @param exchange - of the journal
 * @param clock - of the picture
 * @param number - when it is an attempt of a known call
 */
export function markOfExchange(exchange: Exchange, clock: TimelineClock, number: AttemptNumber | undefined): TimelineMark {
  const { id, side, consumer, request, response, outcome, fault, receivedFirstAtMs, respondedLastAtMs } = exchange;
  const isWhole = outcome === 'answered' && response !== undefined;
  return {
    id: bounded(id),
    ...spanOf(receivedFirstAtMs, respondedLastAtMs, clock),
    outcome: isWhole ? outcomeOfStatus(response.status) : respondedLastAtMs === undefined ? 'open' : 'failed',
    end: response === undefined ? outcome : isWhole ? String(response.status) : `${response.status} ${outcome}`,
    text: bounded(`${request.method} ${redactTarget(request.target)}`),
    ...number,
    ...faultOf(fault),
    ...memberOf(side === 'egress' ? consumer : exchange.provider),
  };
}

/**
 * What a consumer was asked, as a mark.
 *
 * @param ask - of the journal
 * @param clock - of the picture
 */
export function markOfAsk({ id, consumer, text, askedAtMs, answeredAtMs, outcome, status }: Ask, clock: TimelineClock): TimelineMark {
  return {
    id: bounded(id),
    ...spanOf(askedAtMs, answeredAtMs, clock),
    outcome: outcome === 'pending' ? 'open' : outcome === 'succeeded' ? 'ok' : 'failed',
    end: status === undefined ? outcome : String(status),
    text: bounded(redactTarget(text)),
    ...memberOf(consumer),
  };
}

/**
 * A passage of a message as a mark.
 *
 * @param record - of the journal
 * @param clock - of the picture
 */
export function markOfMessage(record: MessageRecord, clock: TimelineClock): TimelineMark {
  const { id, side, sender, receiver, channel, outcome, attempt, fault, atMs, settledAtMs } = record;
  return {
    id: bounded(id),
    ...spanOf(atMs, settledAtMs, clock),
    outcome: OUTCOMES[outcome],
    end: outcome,
    text: bounded(channel),
    ...(side === 'delivered' ? { attempt } : {}),
    ...faultOf(fault),
    ...memberOf(side === 'sent' ? sender : receiver),
  };
}

function spanOf(fromMs: number, toMs: number | undefined, clock: TimelineClock): Pick<TimelineMark, 'atMs' | 'durationMs'> {
  return { atMs: clock.at(fromMs), ...(toMs === undefined ? {} : { durationMs: roundedMs(Math.max(0, toMs - fromMs)) }) };
}

function outcomeOfStatus(status: number): TimelineMark['outcome'] {
  if (status < 400) return 'ok';
  return status < 500 ? 'refused' : 'failed';
}

function faultOf(fault: string | undefined): Pick<TimelineMark, 'fault'> {
  return fault === undefined ? {} : { fault: bounded(fault) };
}

function memberOf(name: string | undefined): Pick<TimelineMark, 'member'> {
  return name === undefined || systemOfMember(name) === name ? {} : { member: bounded(name) };
}

function bounded(text: string): string {
  return text.length <= MAX_CHARACTER_COUNT ? text : `${text.slice(0, MAX_CHARACTER_COUNT)}…`;
}

const OUTCOMES: Readonly<Record<MessageRecord['outcome'], TimelineMark['outcome']>> = {
  accepted: 'ok',
  acked: 'ok',
  refused: 'failed',
  requeued: 'failed',
  'dead-lettered': 'failed',
  dropped: 'failed',
  unconfirmed: 'open',
  unsettled: 'open',
};
const MAX_CHARACTER_COUNT = 120;
