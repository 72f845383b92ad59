import type { EventOperation } from '../../contract/channel.js';
import type { Finding } from '../../finding/finding.js';
import { judgeMessage } from '../../wire/judge-message.js';
import { matchAddress } from '../../wire/channel-address.js';
import { matchMessage } from '../../wire/match-message.js';
import { causeOf } from '../cause.js';
import type { Judgement } from '../finding-from-failure.js';
import type { Capture } from './capture.js';
import { captureSent, isOfChannel } from './capture-sent.js';
import { MESSAGE_CHECKS } from './event-checks.js';
import { eventPlace } from './event-place.js';
import type { EventRun } from './event-run.js';
import { senderOf } from './event-run.js';
import type { Heard } from './event-session.js';
import { observeStep } from './event-step.js';
import { DEAD_LETTER_SUFFIX } from './observer.js';
import { judgementOfEvent, reportEvent } from './report-event.js';
import { secondsText } from './event-check.js';

/** What was judged of a sender, and the message that shows it. */
export interface SenderFailure {
  readonly judgement: Judgement;
  readonly heard: Heard | undefined;
}

/**
 * Observes the sender of an operation, and keeps what is wrong with what it sends. What is wrong is looked for once more before it is told.
 *
 * @param run - of the pair
 * @param operation - whose messages are judged
 * @returns findings of new causes
 */
export async function observeSender(run: EventRun, operation: EventOperation): Promise<readonly Finding[]> {
  const sender = senderOf(operation, run.input.pair);
  const capture = await firstCapture(run, sender);
  const sent = messagesOf(run, operation, capture);
  for (const _ of sent) run.tally.observed(operation.id);
  const failures = senderFailures(run, operation, capture);
  const fresh = failures.filter(({ judgement }) => !run.collector.has(causeOf(judgement, run.context)));
  for (const { judgement } of failures) if (run.collector.has(causeOf(judgement, run.context))) reportEvent(run, judgement);
  if (fresh.length === 0) return unheard(run, operation, capture, sent);
  const again = senderFailures(run, operation, await captureSent(run, sender, PATIENCE * run.timeoutMs));
  const findings: Finding[] = [];
  for (const { judgement, heard } of fresh) {
    const cause = causeOf(judgement, run.context);
    const isConfirmed = again.some((other) => causeOf(other.judgement, run.context) === cause);
    if (!isConfirmed && judgement.code === 'check/message-sent') continue;
    const { expected, seen, location } = judgement.args;
    const told: Judgement = isConfirmed
      ? judgement
      : { ...judgement, code: 'check/flaky', severity: 'warning', args: { check: judgement.code, expected, seen, location } };
    const kept = reportEvent(run, told, { message: heard?.message, step: observeStep(operation.id) });
    if (kept !== undefined) findings.push(kept);
  }
  return findings;
}

/**
 * What is wrong with what a sender was heard to send for an operation.
 *
 * @param run - of the pair
 * @param operation - of its contract
 * @param capture - what was heard
 */
export function senderFailures(run: EventRun, operation: EventOperation, capture: Capture): readonly SenderFailure[] {
  const sent = messagesOf(run, operation, capture);
  const missing =
    capture.failure === undefined && sent.length === 0 && capture.expected.has(operation.id) ? missingOf(run, operation, capture) : [];
  return [...missing, ...sent.flatMap((heard) => failuresOf(run, operation, heard)), ...undeclaredOf(run, operation, capture)];
}

function failuresOf(run: EventRun, operation: EventOperation, heard: Heard): readonly SenderFailure[] {
  const { message } = heard;
  const declared = matchMessage(operation.messages, message);
  const problems = declared === undefined ? [] : judgeMessage(declared, message);
  const parameters = matchAddress(operation.channel, message.channel) ?? {};
  const carries = run.session.member(senderOf(operation, run.input.pair))?.carries ?? run.session.broker.guarantees;
  return MESSAGE_CHECKS.flatMap((check) =>
    check.judge({ heard, operation, channel: operation.channel, parameters, declared, problems, carries }).flatMap((failure) => {
      const judgement = judgementOfEvent(run, { operation: operation.id }, { code: check.code, failure });
      return judgement === undefined ? [] : [{ judgement, heard }];
    }),
  );
}

function missingOf(run: EventRun, operation: EventOperation, { waitMs }: Capture): readonly SenderFailure[] {
  const failure = {
    severity: 'error' as const,
    place: eventPlace(operation),
    location: ['message'],
    expected: 'a message after its trigger',
    seen: `none within ${secondsText(waitMs)}`,
  };
  const judgement = judgementOfEvent(run, { operation: operation.id }, { code: 'check/message-sent', failure });
  return judgement === undefined ? [] : [{ judgement, heard: undefined }];
}

/** Only where it is known who sent it: on a broker that others use, too, anybody may have. */
function undeclaredOf(run: EventRun, operation: EventOperation, { heard }: Capture): readonly SenderFailure[] {
  const { contract, pair } = run.input;
  const sender = senderOf(operation, pair);
  // All that a sender does on other channels is told once, with its first operation.
  if (operation !== contract.eventOperations.find((one) => senderOf(one, pair) === sender)) return [];
  return heard
    .filter((one) => one.sender === sender && !one.message.channel.endsWith(DEAD_LETTER_SUFFIX) && !isReply(run, one))
    .filter((one) => !contract.eventOperations.some((other) => senderOf(other, pair) === sender && isOfChannel(other, one)))
    .flatMap((one) => {
      const isKnown = contract.channels.some(({ address }) => address === one.message.channel);
      const failure = {
        severity: 'error' as const,
        place: { file: contract.file, pointer: '/channels' },
        location: ['channel'],
        expected: 'a channel that it is declared to send to',
        seen: `${isKnown ? 'one that it only receives from' : 'one that is not declared'}, ${JSON.stringify(one.message.channel)}`,
      };
      const judgement = judgementOfEvent(run, { operation: operation.id }, { code: 'check/channel-declared', failure });
      return judgement === undefined ? [] : [{ judgement, heard: one }];
    });
}

/** Where a reply goes is said by the request. */
function isReply({ input }: EventRun, { message }: Heard): boolean {
  if (message.channel.startsWith('mortise.reply.')) return true;
  return input.contract.eventOperations.some(
    ({ reply }) => reply?.channel !== undefined && matchAddress(reply.channel, message.channel) !== undefined,
  );
}

/** Those of an operation among all that were heard: two operations of one channel are told apart by their messages. */
function messagesOf(run: EventRun, operation: EventOperation, { heard }: Capture): readonly Heard[] {
  const { contract, pair } = run.input;
  const sender = senderOf(operation, pair);
  return heard.filter((one) => {
    if (!isOfChannel(operation, one)) return false;
    const candidates = contract.eventOperations.filter((other) => senderOf(other, pair) === sender && isOfChannel(other, one));
    const declared = matchMessage([...new Set(candidates.flatMap(({ messages }) => messages))], one.message);
    const owner = candidates.find(({ messages }) => declared !== undefined && messages.includes(declared)) ?? candidates[0];
    return owner === operation || candidates.length === 1;
  });
}

function unheard(run: EventRun, operation: EventOperation, { failure }: Capture, sent: readonly Heard[]): readonly Finding[] {
  const member = run.session.member(senderOf(operation, run.input.pair));
  if (sent.length > 0 || member === undefined || member.kind === 'mock') return [];
  const reason = failure ?? 'its sender was not seen to send it: say by events.trigger how it is made to';
  const kept = reportEvent(run, {
    code: 'check/operation-untested',
    severity: 'info',
    operation: operation.id,
    place: eventPlace(operation),
    args: { reason },
  });
  return kept === undefined ? [] : [kept];
}

/** All that a sender sends is captured once, for all of its operations. */
function firstCapture(run: EventRun, sender: string): Promise<Capture> {
  const known = run.captures.get(sender) ?? captureSent(run, sender, run.timeoutMs);
  run.captures.set(sender, known);
  return known;
}

const PATIENCE = 3;
