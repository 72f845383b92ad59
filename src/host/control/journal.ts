import type { JsonObject, JsonValue } from '../../base/json.js';
import { matchesGlob } from '../../base/glob.js';
import { curlLine } from '../../journal/curl-line.js';
import type { Exchange } from '../../journal/exchange.js';
import { lineFromExchange } from '../../journal/journal-line.js';
import { REDACTED } from '../../journal/redact.js';
import { linesFromRunJournal } from '../../journal/run-journal-lines.js';
import { nearMisses } from '../../mock/near-miss.js';
import { explainAnswer } from '../../report/answer-explanation.js';
import { schemaFromValue } from '../../schema/schema-from-value.js';
import { isValid } from '../../schema/validate.js';
import { headerValue } from '../../wire/http-message.js';
import type { ControlAnswer, LiveAnswer } from './control-answer.js';
import { impossible, json, missing, NO_CONTENT } from './control-answer.js';
import type { ControlCall, ControlResource } from './control-call.js';
import type { ControlledSystem } from './controlled-system.js';

/** What was called, and what was answered. */
export const journal: ControlResource = {
  name: 'journal',
  methods: {
    GET: (call) => {
      const filter = filterOf(call);
      if (typeof filter === 'string') return impossible(filter);
      const accept = headerValue(call.request.headers, 'accept') ?? '';
      if (accept.includes('text/event-stream')) return live(call, filter);
      if (accept.includes('application/jsonl')) return lines(call, filter);
      const entries = entriesOf(call, filter);
      return json(200, { entries: entries.map(jsonFromExchange), lostCount: lostCount(call) });
    },
    DELETE: ({ systems, scope }) => {
      for (const system of systems) system.journal.clear(scope);
      return NO_CONTENT;
    },
  },
  one: {
    GET: (call) => {
      const found = entryOf(call);
      return found === undefined ? missing(`no entry "${call.rest[0]}"`) : json(200, jsonFromExchange(found));
    },
  },
  parts: {
    story: {
      GET: (call) => {
        const found = entryOf(call);
        return found === undefined ? missing(`no entry "${call.rest[0]}"`) : json(200, storyOf(found, call));
      },
    },
    explanation: {
      GET: (call) => {
        const found = entryOf(call);
        return found === undefined ? missing(`no entry "${call.rest[0]}"`) : json(200, { id: found.id, steps: explainAnswer(found) });
      },
    },
  },
};

interface JournalFilter {
  readonly scope: string | undefined;
  /** Whether webhooks are meant, not calls. */
  readonly isSent: boolean;
  readonly keeps: (exchange: Exchange) => boolean;
  readonly limit: number;
}

/** A text: what is wrong with it. */
function filterOf({ query, scope }: ControlCall): JournalFilter | string {
  const [status, since, limit] = [query.get('status'), query.get('since'), query.get('limit')];
  if (status !== null && !/^[1-5]\d\d$/.test(status)) return '?status= takes a status of three digits.';
  if (limit !== null && !(/^\d{1,6}$/.test(limit) && Number(limit) <= MAX_LIMIT))
    return '?limit= takes a whole number, 100000 at the most.';
  const sinceMs = since === null ? undefined : instantFrom(since);
  if (sinceMs !== undefined && !(sinceMs <= MAX_SINCE_MS)) return '?since= takes ms since 1970, or a time like 2026-01-31T12:00:00Z.';
  const sent = query.get('sent');
  if (sent !== null && sent !== 'true' && sent !== 'false') return '?sent= takes true or false.';
  const [operation, method, path] = [query.get('operation'), query.get('method'), query.get('path')];
  const keeps = (exchange: Exchange): boolean =>
    (operation === null || exchange.operation === operation) &&
    (method === null || exchange.request.method === method.toUpperCase()) &&
    (status === null || exchange.response?.status === Number(status)) &&
    (sinceMs === undefined || exchange.receivedFirstAtMs >= sinceMs) &&
    (path === null || matchesGlob(path.replaceAll(/\{[^{}/]*\}/g, '*'), exchange.request.target.split('?', 1)[0] ?? ''));
  return { scope, isSent: sent === 'true', keeps, limit: limit === null ? Number.POSITIVE_INFINITY : Number(limit) };
}

/** The last ones, oldest first. */
function entriesOf({ systems }: ControlCall, { scope, isSent, keeps, limit }: JournalFilter): readonly Exchange[] {
  const found = isSent ? sentBy(systems, scope).filter(keeps) : systems.flatMap((system) => system.journal.exchanges(scope).filter(keeps));
  const ordered = systems.length === 1 ? found : found.toSorted((left, right) => left.receivedFirstAtMs - right.receivedFirstAtMs);
  return limit === Number.POSITIVE_INFINITY ? ordered : ordered.slice(Math.max(0, ordered.length - limit));
}

/** What systems send by themselves is in the journal of those who got it, if they are here at all. */
function sentBy(systems: readonly ControlledSystem[], scope: string | undefined): readonly Exchange[] {
  const names = new Set(systems.map(({ name }) => name));
  const all = systems[0]?.journal.feed?.read(0).exchanges ?? [];
  return all.filter(
    ({ side, consumer, scope: own = '' }) => side === 'egress' && names.has(consumer ?? '') && (scope === undefined || own === scope),
  );
}

/** As JSON lines: without a filter everything that was recorded, connections and faults too. */
function lines(call: ControlCall, filter: JournalFilter): ControlAnswer {
  const texts = call.systems.flatMap((system) => {
    const run = system.journal.run();
    const isWhole =
      call.scope === undefined && ['operation', 'status', 'method', 'path', 'since', 'limit'].every((name) => !call.query.has(name));
    const exchanges = entriesOf({ ...call, systems: [system] }, filter);
    return [...linesFromRunJournal(isWhole ? run : { ...run, exchanges, messages: [], asks: [], connections: [], faults: [], canary: [] })];
  });
  return { status: 200, headers: ['content-type', 'application/jsonl'], body: texts.map((line) => `${line}\n`).join('') };
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
function live({ systems }: ControlCall, { scope, keeps }: JournalFilter): LiveAnswer {
  return {
    status: 200,
    headers: ['content-type', 'text/event-stream', 'cache-control', 'no-store'],
    follow: (write) => {
      write(': the journal, as it is written\n\n');
      const ends = systems.map((system) =>
        system.journal.onAppend((exchange) => {
          if ((scope !== undefined && (exchange.scope ?? '') !== scope) || !keeps(exchange)) return;
          write(`event: exchange\nid: ${exchange.id.replaceAll(/[\r\n\0]/g, '')}\ndata: ${lineFromExchange(exchange)}\n\n`);
        }),
      );
      return () => {
        for (const end of ends) end();
      };
    },
  };
}

function lostCount({ systems, scope }: ControlCall): number {
  return systems.reduce((count, system) => count + system.journal.lostCount(scope ?? ''), 0);
}

function entryOf({ systems, scope, query, rest: [id] }: ControlCall): Exchange | undefined {
  for (const system of systems) {
    const found = system.journal.exchanges(scope).find((exchange) => exchange.id === id);
    if (found !== undefined) return found;
  }
  // What a system sends to others is in the journal, too, and under nobody's name.
  return query.get('system') === '*' ? systems[0]?.journal.feed?.find(id ?? '') : undefined;
}

/** All that is known of a call: itself, why it was answered so, how it is made again, and what decided it in the place of the contract. */
function storyOf(exchange: Exchange, { all }: ControlCall): JsonObject {
  const system = all.find(({ name }) => name === exchange.provider);
  const url = system?.byHand?.url();
  const override = system?.scopes
    ?.known(exchange.scope ?? '')
    ?.overrides.list()
    .find(({ id }) => id === exchange.reason?.override);
  const nearOverrides = exchange.reason?.override === undefined ? nearOverridesOf(exchange, system) : [];
  const { operations = [], basePaths = [] } = system?.contract ?? {};
  const [path = '/'] = exchange.request.target.split('?', 1);
  const near = exchange.operation === undefined ? nearMisses(operations, [...new Set(['', ...basePaths])], path) : [];
  return {
    entry: jsonFromExchange(exchange),
    steps: explainAnswer(exchange),
    ...(url === undefined ? {} : { curl: curlLine(exchange.request, url) }),
    ...(near.length === 0 ? {} : { nearest: near }),
    ...(override === undefined ? {} : { override }),
    ...(nearOverrides.length === 0 ? {} : { nearOverrides }),
  };
}

/** An entry has no secrets: nobody can say of one whether it was what an override wants. */
function nearOverridesOf(exchange: Exchange, system: ControlledSystem | undefined): readonly JsonObject[] {
  const near = system?.scopes?.known(exchange.scope ?? '')?.overrides.nearly(exchange) ?? [];
  return near.flatMap(({ id, differences }) => {
    const known = differences.filter(({ seen, isUnknown }) => isUnknown !== true && seen?.includes(REDACTED) !== true);
    const plain = known.map(({ part, expected, seen }): JsonObject => ({ part, expected, ...(seen === undefined ? {} : { seen }) }));
    return plain.length === 0 ? [] : [{ id, differences: plain }];
  });
}

function jsonFromExchange(exchange: Exchange): JsonValue {
  return JSON.parse(lineFromExchange(exchange)) as JsonObject;
}

/** Not a number when it is no instant. */
function instantFrom(text: string): number {
  if (/^\d{1,13}$/.test(text)) return Number(text);
  return isValid(DATE_TIME, text) ? Date.parse(text) : Number.NaN;
}

const MAX_LIMIT = 100_000;
/** The year 2100: what lies further off was meant otherwise. */
const MAX_SINCE_MS = 4_102_444_800_000;
/** @see RFC 3339 §5.6 */
const DATE_TIME = schemaFromValue({ type: 'string', format: 'date-time' });
