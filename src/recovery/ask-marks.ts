import type { Exchange } from '../journal/exchange.js';
import type { Ask, RunJournal } from '../journal/run-journal.js';
import { headerValue } from '../wire/http-message.js';
import { textOfBody } from './body-text.js';
import { contentOf, SAFE_METHODS } from './request-content.js';

/** Which ask a request speaks of, by values that stand in one ask only. */
export interface AskMarks {
  /** @returns the ask, or `undefined` when the request bears no mark, or those of several */
  askOf(exchange: Exchange): Ask | undefined;
  /** @returns all whose marks it bears: a batch bears those of many */
  asksOf(exchange: Exchange): readonly Ask[];
}

/**
 * The marks of asks: words of their path, body, keys and answer that no other ask has. An id that was made for one order goes with it
 * wherever it is sent, however long it was kept.
 *
 * @param asks - of a consumer
 * @param journal - where the asks that are exchanges have their bodies
 */
export function askMarks(asks: readonly Ask[], journal: RunJournal): AskMarks {
  const exchanges = new Map(journal.exchanges.filter(({ side }) => side === 'ingress').map((exchange) => [exchange.id, exchange]));
  const owners = new Map<string, Ask | undefined>();
  for (const ask of asks) {
    const exchange = exchanges.get(ask.id);
    const words = wordsIn(`${exchange === undefined ? ask.text : textOfRequest(exchange)}\n${ask.answer ?? ''}`);
    // A word of two asks marks neither.
    for (const word of words) owners.set(word, owners.has(word) ? undefined : ask);
  }
  const ownersOf = (text: string): readonly Ask[] => {
    const found = new Set<Ask>();
    for (const word of wordsIn(text)) {
      const ask = owners.get(word);
      if (ask !== undefined) found.add(ask);
    }
    return [...found];
  };
  // The attempts of a call mostly say the same.
  const known = new Map<string, Map<string, readonly Ask[]>>();
  const asksOf = (exchange: Exchange): readonly Ask[] => {
    const content = contentOf(exchange);
    const ofContent = known.get(content) ?? new Map<string, readonly Ask[]>();
    known.set(content, ofContent);
    const keys = keysOf(exchange);
    const found = ofContent.get(keys) ?? ownersOf(textOfRequest(exchange));
    ofContent.set(keys, found);
    return found;
  };
  const askOf = (exchange: Exchange): Ask | undefined => {
    const [only, ...others] = asksOf(exchange);
    return others.length === 0 ? only : undefined;
  };
  return { askOf, asksOf };
}

/**
 * Whether an ask is for more than a look: who only looks asks for no effect, and the list that it is shown bears the marks of all.
 *
 * @param ask - of any kind; a command is taken to ask for something
 */
export function asksForEffect({ text }: Ask): boolean {
  return !SAFE_METHODS.has(text.split(' ', 1)[0] ?? '');
}

function textOfRequest(exchange: Exchange): string {
  const { target, body } = exchange.request;
  return `${target}\n${keysOf(exchange)}\n${textOfBody(body) ?? ''}`;
}

function keysOf({ request: { headers } }: Exchange): string {
  let keys = '';
  for (const name of KEY_HEADERS) {
    const value = headerValue(headers, name);
    if (value !== undefined) keys = keys === '' ? value : `${keys}\n${value}`;
  }
  return keys;
}

/** Short words are amounts, and those without a digit names and states: that they stand in one ask only is chance. */
function wordsIn(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const word of text.match(WORD) ?? []) if (DIGIT.test(word)) words.add(word);
  return words;
}

const WORD = /[A-Za-z0-9][A-Za-z0-9_-]{3,}/g;
const DIGIT = /\d/;
const KEY_HEADERS = ['idempotency-key', 'traceparent', 'x-request-id', 'x-correlation-id'];
