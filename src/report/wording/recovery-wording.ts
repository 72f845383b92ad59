import type { MessageArguments } from '../../base/errors.js';
import type { FindingCode } from '../../finding/finding-code.js';
import type { FindingWording } from './finding-words.js';
import { textOfArgument } from './words.js';

/** The words for what judging recovery finds. */
export const RECOVERY_WORDINGS: Readonly<Record<Extract<FindingCode, `recovery/${string}`>, FindingWording>> = {
  'recovery/attempts': judged('the consumer tried more often than it claims', 'Bound its attempts, or correct "retry.attempts"'),
  'recovery/retryable': judged('the consumer misjudged what may be tried again', 'Correct what it retries, or "retry.on"'),
  'recovery/unsafe-retry': judged(
    'a call that must not be repeated was repeated',
    'Send the same idempotency key with all its attempts, or do not retry it (RFC 9110 §9.2.2)',
  ),
  'recovery/backoff': judged('the waits are not those of the claimed backoff', 'Correct how long the consumer waits, or "retry.backoff"'),
  'recovery/jitter': judged('the waits have not the claimed jitter', 'Draw each wait anew, after it was capped, or correct "retry.jitter"'),
  'recovery/retry-after': judged('Retry-After was not honoured', 'Let the consumer wait as it is told (RFC 9110 §10.2.3)'),
  'recovery/rate-limit': judged('more was sent than the rate limit left', 'Let the consumer wait until the limit is reset'),
  'recovery/timeout': judged('the time of an attempt was not kept', 'Correct the timeout of the consumer, or "timeout"'),
  'recovery/deadline': judged('the time of the whole call was not kept', 'Stop trying at the deadline, or correct "deadline"'),
  'recovery/truncation': judged('a damaged body was taken for a whole one', 'Let the consumer check that bodies are complete'),
  'recovery/budget': judged('more was retried than the retry budget allows', 'Count retries against the calls, or correct "budget"'),
  'recovery/amplification': judged('failures were answered with a multiple of the calls', 'Retry in one place only, and within a budget'),
  'recovery/breaker': judged('the circuit breaker is not as claimed', 'Correct the breaker of the consumer, or "breaker"'),
  'recovery/bulkhead': judged('more calls were in flight at once than claimed', 'Bound them, or correct "bulkhead"'),
  'recovery/hedge': judged('the hedged attempts are not as claimed', 'Correct when the consumer hedges, or "hedge"'),
  'recovery/fallback': judged('the fallback was not answered while the provider was away', 'Answer it for every failure, within the time'),
  'recovery/idempotency-key': judged(
    'the idempotency key is not as claimed',
    'Make one key for each call, and send it with all its attempts',
  ),
  'recovery/reconnect': judged('the consumer did not reconnect as claimed', 'Correct its reconnects, or "reconnect"'),
  'recovery/nothing-lost': judged('what was accepted was lost', 'Keep what is accepted until the provider has it'),
  'recovery/nothing-twice': judged('something had its effect twice', 'Send one idempotency key with all attempts of a call'),
  'recovery/in-order': judged('effects came in another order than asked for', 'Hold back what comes later until what came before is done'),
  'recovery/same-outcome': judged('the run with faults had another outcome than the one without', 'Compare the two journals'),
  'recovery/answered': judged('the consumer left its callers waiting', 'Bound every wait of the consumer'),
  'recovery/recovery-time': judged('the consumer recovered too late', 'Shorten its longest wait, or what its breaker keeps open'),
  'recovery/metastable': judged('the overload outlived its cause', 'Bound retries by a budget, and shed load'),
  'recovery/lock-step': judged('the consumers retried in lock-step', 'Add jitter to their waits'),
  'recovery/herd': judged('the consumers came back all at once', 'Add jitter to their waits'),
  'recovery/threshold': judged('a threshold was crossed', undefined),
  'recovery/at-least-once': judged(
    'a message that the broker accepted was never processed',
    'Acknowledge a message only when its work is done',
  ),
  'recovery/effectively-once': judged('a message was processed twice', 'Remember which messages are done, by their ids'),
  'recovery/message-order': judged(
    'messages were processed in another order than they were sent',
    'Process the messages of one key one after the other',
  ),
  'recovery/flush': judged(
    'what the broker did not take while it was away was not sent rightly afterwards',
    'Keep it, in order, until the broker has confirmed it',
  ),
  'recovery/resubscribe': judged('nothing was received any more after the broker was away', 'Subscribe again when the connection is lost'),
  'recovery/dead-letter': judged(
    'a message that cannot be processed was not put aside',
    'Put it aside after a few deliveries, and go on with the next',
  ),
  'recovery/lag': judged('messages were processed too late', undefined),
};

function judged(what: string, next: string | undefined): FindingWording {
  return ({ expected, seen }) => ({ what, expected: text(expected), seen: text(seen), next });
}

function text(value: MessageArguments[string]): string | undefined {
  return value === undefined ? undefined : textOfArgument(value);
}
