import type { Exchange } from '../journal/exchange.js';
import { isOfSystem } from '../journal/member-name.js';
import type { Ask, RunJournal } from '../journal/run-journal.js';
import { redactTarget } from '../journal/redact.js';
import { textOfBody } from './body-text.js';

/**
 * What a consumer was asked to do, by commands and by exchanges, in order.
 *
 * @param journal - of a run
 * @param consumer - a name; `undefined` for all of them
 * @returns the id of an exchange is that of its ask
 */
export function asksOf(journal: RunJournal, consumer: string | undefined): readonly Ask[] {
  const asked = journal.asks.filter((ask) => consumer === undefined || isOfSystem(ask.consumer, consumer));
  const called = journal.exchanges.filter(
    ({ side, provider }) => side === 'ingress' && (consumer === undefined || isOfSystem(provider, consumer)),
  );
  return [...asked, ...called.map(askFromExchange)].sort((left, right) => left.askedAtMs - right.askedAtMs);
}

/** A consumer that was called is the one that answers. */
function askFromExchange(exchange: Exchange): Ask {
  const { id, provider, request, response, receivedFirstAtMs, respondedLastAtMs } = exchange;
  const outcome = outcomeOf(exchange);
  return {
    id,
    consumer: provider,
    text: `${request.method} ${redactTarget(request.target)}`,
    askedAtMs: receivedFirstAtMs,
    answeredAtMs: outcome === 'pending' ? undefined : respondedLastAtMs,
    outcome,
    status: response?.status,
    answer: textOfBody(response?.body),
  };
}

/** Who gave up waiting was not answered. A connection that was refused or cut is a failure that the caller sees at once. */
function outcomeOf({ outcome, response }: Exchange): Ask['outcome'] {
  if (outcome === 'timedOut' || outcome === 'aborted') return 'pending';
  return outcome === 'answered' && response !== undefined && response.status < 400 ? 'succeeded' : 'failed';
}
