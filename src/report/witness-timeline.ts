import type { Exchange } from '../journal/exchange.js';
import type { MessageRecord } from '../journal/message-record.js';
import { redactTarget } from '../journal/redact.js';
import type { Ask, Connection, RunJournal } from '../journal/run-journal.js';

/** Whose calls a witness is about. */
export interface WitnessLink {
  readonly consumer: string | undefined;
  readonly provider: string;
}

/**
 * The slice of a journal as lines: when, since the first of them; what was sent; what became of it; how long nothing was sent before.
 *
 * @param ids - of exchanges, messages, asks and connections
 * @param journal - that has them
 * @param link - decides between records of different servers that have the same id
 * @returns in the order of their instants; ids that the journal does not have are left out
 */
export function timelineOfWitness(ids: readonly string[], journal: RunJournal, link: WitnessLink | undefined): readonly string[] {
  const events = ids.flatMap((id) => eventOf(id, journal, link) ?? []).sort((left, right) => left.atMs - right.atMs);
  const [first] = events;
  let beforeMs: number | undefined;
  return events.map(({ atMs, endMs, text, isCall }) => {
    const wait = isCall && beforeMs !== undefined && atMs >= beforeMs ? `  (waited ${msText(atMs - beforeMs)})` : '';
    if (isCall) beforeMs = endMs ?? atMs;
    return `${`+${msText(atMs - (first?.atMs ?? atMs))}`.padStart(WIDTH)}  ${text}${wait}`;
  });
}

interface Event {
  readonly atMs: number;
  readonly endMs: number | undefined;
  readonly text: string;
  /** Over the link: only between these are waits. */
  readonly isCall: boolean;
}

function eventOf(id: string, journal: RunJournal, link: WitnessLink | undefined): Event | undefined {
  const exchanges = journal.exchanges.filter((exchange) => exchange.id === id);
  const exchange = exchanges.find(({ side, provider }) => side === 'egress' && provider === link?.provider) ?? exchanges[0];
  if (exchange !== undefined) return eventOfExchange(exchange);
  const message = journal.messages.find((one) => one.id === id);
  if (message !== undefined) return eventOfMessage(message);
  const ask = journal.asks.find((one) => one.id === id);
  if (ask !== undefined) return eventOfAsk(ask);
  const connections = journal.connections.filter((one) => one.id === id);
  const connection = connections.find(({ provider }) => provider === link?.provider) ?? connections[0];
  return connection === undefined ? undefined : eventOfConnection(connection);
}

function eventOfExchange(exchange: Exchange): Event {
  const { side, consumer, provider, request, response, outcome, fault } = exchange;
  const way = side === 'ingress' ? `→ ${provider}` : `${consumer ?? ''} → ${provider}`.trim();
  const end = response === undefined ? outcome : `${response.status}${outcome === 'answered' ? '' : ` ${outcome}`}`;
  const told = `${printable(way)}  ${request.method} ${shown(redactTarget(request.target))}  ${end}${fault === undefined ? '' : `  [${shown(fault)}]`}`;
  return {
    atMs: exchange.receivedFirstAtMs,
    endMs: exchange.respondedFirstAtMs ?? exchange.respondedLastAtMs,
    text: told,
    isCall: side === 'egress',
  };
}

function eventOfMessage({ side, sender, receiver, channel, messageKey, attempt, outcome, fault, atMs, settledAtMs }: MessageRecord): Event {
  const way = side === 'sent' ? `${sender ?? ''} → ${shown(channel)}` : `${shown(channel)} → ${receiver ?? ''}`;
  const again = attempt > 1 ? ` (${attempt})` : '';
  const text = `${printable(way.trim())}  ${shown(messageKey.trim())}${again}  ${outcome}${fault === undefined ? '' : `  [${shown(fault)}]`}`;
  return { atMs, endMs: settledAtMs, text, isCall: false };
}

function eventOfAsk({ consumer, text, askedAtMs, answeredAtMs, status, outcome }: Ask): Event {
  const answer = answeredAtMs === undefined ? 'no answer' : `${status ?? outcome} after ${msText(answeredAtMs - askedAtMs)}`;
  return { atMs: askedAtMs, endMs: answeredAtMs, text: `→ ${printable(consumer)}  asked ${shown(text)}  ${answer}`, isCall: false };
}

function eventOfConnection({ consumer, provider, openedAtMs, closedAtMs, end, fault }: Connection): Event {
  const way = `${consumer ?? ''} → ${provider}`.trim();
  const text = `${printable(way)}  connection, ended: ${end}${fault === undefined ? '' : `  [${shown(fault)}]`}`;
  return { atMs: openedAtMs, endMs: closedAtMs, text, isCall: true };
}

function msText(lengthMs: number): string {
  return lengthMs >= 10_000 ? `${(lengthMs / 1_000).toFixed(1)} s` : `${Math.round(lengthMs)} ms`;
}

function shown(text: string): string {
  const line = printable(text);
  return line.length <= SHOWN_CHARACTER_COUNT ? line : `${line.slice(0, SHOWN_CHARACTER_COUNT)}…`;
}

/** What others said is shown, never obeyed. */
function printable(text: string): string {
  return text.replace(CONTROL_CHARACTERS, '?');
}

const WIDTH = 10;
const SHOWN_CHARACTER_COUNT = 80;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f]/g;
