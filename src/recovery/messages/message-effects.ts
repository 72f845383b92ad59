import type { Exchange } from '../../journal/exchange.js';
import { isOfSystem } from '../../journal/member-name.js';
import type { MessageRecord } from '../../journal/message-record.js';
import { endOfAttempt, hasSucceeded } from '../attempt-outcome.js';
import { textOfBody } from '../body-text.js';
import { onceForInput } from '../once-for-input.js';
import type { OracleInput } from '../oracle.js';
import { contentOf, endpointOf, SAFE_METHODS } from '../request-content.js';
import type { MessageHistory } from './message-flow.js';
import { messageFlow } from './message-flow.js';

/** Something a receiver did because of a message. */
export interface MessageEffect {
  /** Two effects of one id are one, told twice. */
  readonly id: string;
  /** Two of one shape are the same thing done twice; of different shapes they are two parts of one thing. */
  readonly shape: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** The record or exchange that shows it. */
  readonly witness: string;
}

/** What a receiver did because of messages. */
export interface MessageEffects {
  /** Whether anybody recorded what it does. */
  readonly isRecorded: boolean;
  /** In order; empty when nothing was done, or nobody knows. */
  of(history: MessageHistory): readonly MessageEffect[];
  /** Whether it tried to do something because of the message, and failed with all of it. */
  hasFailed(history: MessageHistory): boolean;
}

/**
 * What the receiver of a link did because of its messages: as was recorded with the deliveries; else by the calls it made and the messages it sent that bear
 * a word which only one message has.
 *
 * @param input - of an oracle
 */
export const messageEffects = onceForInput((input): MessageEffects => {
  const { histories } = messageFlow(input);
  const recorded = new Map(histories.map((history) => [history, history.deliveries.flatMap(recordedEffect)]));
  if ([...recorded.values()].some((effects) => effects.length > 0)) {
    return { isRecorded: true, of: (history) => recorded.get(history) ?? [], hasFailed: () => false };
  }
  const marks = marksOf(histories);
  const effects = new Map<MessageHistory, MessageEffect[]>();
  const failed = new Set<MessageHistory>();
  const add = (owners: ReadonlySet<MessageHistory>, effect: MessageEffect): void => {
    for (const history of owners) {
      const known = effects.get(history);
      if (known === undefined) effects.set(history, [effect]);
      else known.push(effect);
    }
  };
  for (const exchange of callsOfReceiver(input)) {
    const owners = ownersIn(contentOfCall(exchange), marks);
    if (exchange.effect !== undefined || hasSucceeded(exchange)) add(owners, effectOfCall(exchange, owners.size));
    else for (const history of owners) failed.add(history);
  }
  for (const record of sentByReceiver(input)) {
    const owners = ownersIn(textOfRecord(record), marks);
    if (record.outcome === 'accepted') add(owners, effectOfMessage(record, owners.size));
  }
  return {
    isRecorded: effects.size > 0 || failed.size > 0,
    of: (history) => effects.get(history) ?? [],
    hasFailed: (history) => failed.has(history) && !effects.has(history),
  };
});

function recordedEffect({ effect, atMs, settledAtMs = atMs, id }: MessageRecord): readonly MessageEffect[] {
  return effect === undefined ? [] : [{ id: effect, shape: '', fromMs: atMs, untilMs: settledAtMs, witness: id }];
}

function callsOfReceiver(input: OracleInput): readonly Exchange[] {
  const { receiver } = messageFlow(input);
  return input.journal.exchanges.filter(
    ({ side, consumer, request }) =>
      side === 'egress' && !SAFE_METHODS.has(request.method) && (receiver === undefined || isOfSystem(consumer, receiver)),
  );
}

/** Over whatever link: what a receiver does is no matter of who told it to. */
function sentByReceiver(input: OracleInput): readonly MessageRecord[] {
  const { receiver } = messageFlow(input);
  if (receiver === undefined) return [];
  return input.journal.messages.filter(({ side, sender }) => side === 'sent' && isOfSystem(sender, receiver));
}

/** What bears the marks of several is a batch: nothing can be told to be done twice by it. */
function effectOfCall(exchange: Exchange, ownerCount: number): MessageEffect {
  const { id, effect, receivedFirstAtMs, respondedFirstAtMs, consumer, provider } = exchange;
  return {
    // Whether a success without an effect on record was a second one nobody can say: all of one shape count as one.
    id: effect === undefined ? `call ${endpointOf(exchange)}` : `${consumer ?? ''} ${provider} ${effect}`,
    shape: ownerCount === 1 ? `${provider} ${endpointOf(exchange)} ${plain(contentOf(exchange))}` : `batch ${id}`,
    fromMs: receivedFirstAtMs,
    untilMs: respondedFirstAtMs ?? endOfAttempt(exchange),
    witness: id,
  };
}

function effectOfMessage(record: MessageRecord, ownerCount: number): MessageEffect {
  const { id, messageKey, channel, message, atMs, settledAtMs = atMs } = record;
  return {
    id: `message ${messageKey}`,
    shape: ownerCount === 1 ? `${channel} ${message ?? ''} ${plain(textOfBody(record.payload) ?? '')}` : `batch ${id}`,
    fromMs: atMs,
    untilMs: settledAtMs,
    witness: id,
  };
}

/** Ids and instants that a program makes anew each time say nothing of whether the same was done. */
function plain(text: string): string {
  return text.replace(MADE_ANEW, '*');
}

/** Words that stand in one message only: an id that was made for it goes with whatever is done because of it. */
function marksOf(histories: readonly MessageHistory[]): ReadonlyMap<string, MessageHistory | undefined> {
  const owners = new Map<string, MessageHistory | undefined>();
  for (const history of histories) {
    const words = new Set(
      [...history.sent, ...history.deliveries].slice(0, MAX_READ_COUNT).flatMap((record) => [...wordsIn(textOfRecord(record))]),
    );
    for (const word of words) owners.set(word, owners.has(word) ? undefined : history);
  }
  return owners;
}

function ownersIn(text: string, marks: ReadonlyMap<string, MessageHistory | undefined>): ReadonlySet<MessageHistory> {
  const owners = new Set<MessageHistory>();
  for (const word of wordsIn(text)) {
    const owner = marks.get(word);
    if (owner !== undefined) owners.add(owner);
  }
  return owners;
}

function textOfRecord({ messageKey, correlationId, payload, key }: MessageRecord): string {
  return `${messageKey}\n${correlationId ?? ''}\n${key ?? ''}\n${textOfBody(payload) ?? ''}`;
}

function contentOfCall(exchange: Exchange): string {
  const { headers } = exchange.request;
  return `${contentOf(exchange)}\n${headers.filter((_, index) => index % 2 === 1).join('\n')}`;
}

/** Short words are amounts, and those without a digit names and states: that they stand in one message only is chance. */
function wordsIn(text: string): readonly string[] {
  return (text.match(WORD) ?? []).filter((word) => DIGIT.test(word));
}

const WORD = /[A-Za-z0-9][A-Za-z0-9_-]{3,}/g;
const DIGIT = /\d/;
const MADE_ANEW =
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?|\b\d{13,}\b/gi;
const MAX_READ_COUNT = 4;
