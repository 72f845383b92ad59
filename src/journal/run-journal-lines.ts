import { InputError, invariant } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { createRunRecorder } from './create-run-recorder.js';
import { exchangeFromJson, lineFromExchange } from './journal-line.js';
import { numberAt, oneOf, optional, stringAt } from './line-members.js';
import { lineFromMessage, messageFromJson } from './message-line.js';
import { redactExchange } from './redact-exchange.js';
import { redactMembers } from './redact.js';
import type { Ask, AskOutcome, Connection, FaultSpan, RunJournal } from './run-journal.js';
import type { RunRecorder } from './run-recorder.js';

/**
 * A journal as JSON Lines, each without its line break: what it is first, then everything in the order of its first instant, what the
 * canary saw last. Secrets that are known by their names are redacted, bodies bounded.
 *
 * @param journal - of any length; lines are made one at a time
 */
export function* linesFromRunJournal(journal: RunJournal): Iterable<string> {
  const { timeScale, incomplete, endedAtMs } = journal;
  yield JSON.stringify({ type: 'run', timeScale, version: VERSION, incomplete });
  for (const { line } of timedLines(journal)) yield line();
  for (const { setMs, observedMs } of journal.canary) yield JSON.stringify({ type: 'canary', setMs, observedMs });
  if (endedAtMs !== undefined) yield JSON.stringify({ type: 'end', atMs: endedAtMs });
}

/**
 * The journal of JSON Lines. Those of exchanges alone, as `mortise mock --journal` writes them, are a journal too. A last line that a crash
 * cut off is left out, and `incomplete` says so.
 *
 * @param text - lines in any order
 * @param file - where it was read, for messages
 * @throws InputError `E_JOURNAL_LINE` at the first line that is none
 */
export function runJournalFromLines(text: string, file = 'the journal'): RunJournal {
  const lines = text.split('\n');
  // What ends with a line break has an empty text behind it.
  const tail = lines.pop() ?? '';
  const read: Read = { recorder: createRunRecorder({ maxBytes: Number.POSITIVE_INFINITY }), timeScale: undefined, endedAtMs: undefined };
  let incomplete: RunJournal['incomplete'];
  for (const [index, line] of lines.entries()) {
    const cause = lineFault(line, read);
    if (cause !== undefined) throw wrongLine(line, { file, line: index + 1, column: 1 }, cause);
    incomplete = read.incomplete ?? incomplete;
  }
  if (lineFault(tail, read) !== undefined) {
    // A text without any good line is not a journal that was cut off, but something else.
    if (lines.every((line) => line.trim() === '')) throw wrongLine(tail, { file, line: lines.length + 1, column: 1 }, undefined);
    incomplete = 'cut-off';
  }
  const { timeScale = 1, endedAtMs } = read;
  return { ...read.recorder.journal(endedAtMs), timeScale, ...(incomplete === undefined ? {} : { incomplete }) };
}

interface Read {
  readonly recorder: RunRecorder;
  timeScale: number | undefined;
  endedAtMs: number | undefined;
  incomplete?: RunJournal['incomplete'];
}

interface TimedLine {
  readonly atMs: number;
  readonly line: () => string;
}

function timedLines(journal: RunJournal): readonly TimedLine[] {
  const timed = <Item>(items: readonly Item[], atMs: (item: Item) => number, line: (item: Item) => string): readonly TimedLine[] =>
    items.map((item) => ({ atMs: atMs(item), line: () => line(item) }));
  return [
    ...timed(
      journal.faults,
      (span) => span.fromMs,
      (span) => typed('fault', { ...span }),
    ),
    ...timed(journal.asks, (ask) => ask.askedAtMs, lineFromAsk),
    ...timed(
      journal.connections,
      (connection) => connection.openedAtMs,
      (connection) => typed('connection', { ...connection }),
    ),
    ...timed(
      journal.exchanges,
      (exchange) => exchange.receivedFirstAtMs,
      (exchange) => lineFromExchange(redactExchange(exchange, NO_SECRETS)),
    ),
    ...timed(journal.messages, (message) => message.atMs, lineFromMessage),
  ].sort((left, right) => left.atMs - right.atMs);
}

function lineFromAsk(ask: Ask): string {
  return typed('ask', { ...ask, answer: ask.answer === undefined ? undefined : redactMembers(ask.answer) });
}

function typed(type: string, members: JsonObject): string {
  return JSON.stringify({ type, ...members });
}

/** Takes the line in; what was wrong with it, or `undefined`. */
function lineFault(line: string, read: Read): unknown {
  if (line.trim() === '') return undefined;
  try {
    takeIn(JSON.parse(line) as JsonValue, read);
    return undefined;
  } catch (cause) {
    return cause;
  }
}

function takeIn(value: JsonValue, read: Read): void {
  invariant(isJsonObject(value), 'a line is an object');
  const take = TAKES[String(value['type'])];
  invariant(take !== undefined, 'the type of a line is known');
  take(value, read);
}

const TAKES: Readonly<Record<string, (value: JsonObject, read: Read) => void>> = {
  run: takeHeader,
  exchange: (value, { recorder }) => recorder.append(exchangeFromJson(value)),
  message: (value, { recorder }) => recorder.message(messageFromJson(value)),
  ask: (value, { recorder }) => recorder.ask(askFromJson(value)),
  connection: (value, { recorder }) => recorder.connection(connectionFromJson(value)),
  fault: (value, { recorder }) => recorder.fault(spanFromJson(value)),
  canary: (value, { recorder }) => recorder.tick({ setMs: numberAt(value, 'setMs'), observedMs: numberAt(value, 'observedMs') }),
  end: (value, read) => {
    read.endedAtMs = numberAt(value, 'atMs');
  },
};

function takeHeader(value: JsonObject, read: Read): void {
  const timeScale = numberAt(value, 'timeScale');
  invariant(numberAt(value, 'version') === VERSION, `the version is ${VERSION}`);
  invariant(timeScale > 0 && (read.timeScale ?? timeScale) === timeScale, 'one journal has one scale of time, above 0');
  read.timeScale = timeScale;
  read.incomplete = value['incomplete'] === undefined ? undefined : oneOf(value, 'incomplete', REASONS);
}

function askFromJson(value: JsonObject): Ask {
  return {
    id: stringAt(value, 'id'),
    consumer: stringAt(value, 'consumer'),
    text: stringAt(value, 'text'),
    askedAtMs: numberAt(value, 'askedAtMs'),
    answeredAtMs: optional(value, 'answeredAtMs', numberAt),
    outcome: oneOf(value, 'outcome', ASK_OUTCOMES),
    status: optional(value, 'status', numberAt),
    answer: optional(value, 'answer', stringAt),
  };
}

function connectionFromJson(value: JsonObject): Connection {
  return {
    id: stringAt(value, 'id'),
    consumer: optional(value, 'consumer', stringAt),
    provider: stringAt(value, 'provider'),
    openedAtMs: numberAt(value, 'openedAtMs'),
    closedAtMs: optional(value, 'closedAtMs', numberAt),
    end: oneOf(value, 'end', CONNECTION_ENDS),
    receivedBytes: numberAt(value, 'receivedBytes'),
    sentBytes: numberAt(value, 'sentBytes'),
    fault: optional(value, 'fault', stringAt),
  };
}

function spanFromJson(value: JsonObject): FaultSpan {
  return {
    label: stringAt(value, 'label'),
    fault: stringAt(value, 'fault'),
    provider: stringAt(value, 'provider'),
    fromMs: numberAt(value, 'fromMs'),
    toMs: optional(value, 'toMs', numberAt),
    ...(value['refusesConnections'] === undefined ? {} : { refusesConnections: value['refusesConnections'] === true }),
  };
}

function wrongLine(
  line: string,
  at: { readonly file: string; readonly line: number; readonly column: number },
  cause: unknown,
): InputError {
  return new InputError({ code: 'E_JOURNAL_LINE', at, args: { text: line.slice(0, SHOWN_CHARACTER_COUNT) }, cause });
}

const VERSION = 1;
const SHOWN_CHARACTER_COUNT = 80;
const NO_SECRETS = { names: new Set<string>(), values: [] };
const REASONS: readonly NonNullable<RunJournal['incomplete']>[] = ['full', 'cut-off'];
const ASK_OUTCOMES: readonly AskOutcome[] = ['succeeded', 'failed', 'pending'];
const CONNECTION_ENDS: readonly Connection['end'][] = ['open', 'consumer', 'provider', 'fault', 'refused'];
