import type { Exchange } from '../../journal/exchange.js';
import type { Oracle, OracleInput } from '../oracle.js';
import type { RateLimitField } from '../rate-limit-field.js';
import { rateLimitFields } from '../rate-limit-field.js';
import type { Ruling } from '../ruling.js';
import { msText, sumUp } from '../ruling.js';

/**
 * After an answer that says r requests are left until the quota is reset, no more than r start before that. Only requests are counted that were
 * sent after the answer was there for sure: on the same connection, or later by more than the machine can stand still. Put to the test, and so
 * proved, when a quota was used up and the next request came after its reset.
 */
export const rateLimit: Oracle = {
  claim: 'rate-limit',
  summary: 'No more requests start than RateLimit says are left, until it is reset.',
  source: 'https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers',
  judge: (input) => {
    if (input.policy.rateLimit === undefined) return [];
    const marks = input.calls
      .flatMap(({ attempts }) => attempts)
      .sort((left, right) => left.receivedFirstAtMs - right.receivedFirstAtMs)
      .map((exchange) => ({ exchange, fields: exchange.response === undefined ? [] : rateLimitFields(exchange.response.headers) }))
      .filter(({ fields }) => fields.length > 0);
    const rulings = marks.flatMap(({ exchange, fields }, index) => {
      const later = marks.slice(index + 1, index + 1 + MAX_COUNTED);
      return fields.map((field) => ruling({ exchange, field, later }, input));
    });
    const none: Ruling = { kind: 'unclear', reason: 'no answer said what is left' };
    return [sumUp('rate-limit', 'no more requests than are left until the reset', [...rulings, none])];
  },
};

interface Mark {
  readonly exchange: Exchange;
  readonly fields: readonly RateLimitField[];
}

interface Quota {
  readonly exchange: Exchange;
  readonly field: RateLimitField;
  /** Answers after it that speak of quotas. */
  readonly later: readonly Mark[];
}

function ruling({ exchange, field, later }: Quota, { noise, journal }: OracleInput): Ruling {
  const { respondedFirstAtMs } = exchange;
  if (respondedFirstAtMs === undefined || exchange.outcome !== 'answered') return { kind: 'unclear', reason: 'an answer was not received' };
  const resetAtMs = respondedFirstAtMs + field.resetMs - noise.epsilonMs;
  const stillMs = (noise.latenessMs ?? STILL_MS * journal.timeScale) + noise.epsilonMs;
  const isKnown = ({ exchange: other }: Mark): boolean =>
    (other.connectionId !== '' && other.connectionId === exchange.connectionId) ||
    other.receivedFirstAtMs > (exchange.respondedLastAtMs ?? respondedFirstAtMs) + stillMs;
  const started: Mark[] = [];
  let isWaitedFor = false;
  for (const mark of later) {
    if (!mark.fields.some((one) => one.policy === field.policy && one.partition === field.partition)) continue;
    isWaitedFor = mark.exchange.receivedFirstAtMs >= resetAtMs;
    if (isWaitedFor || started.length > field.remainingCount) break;
    if (isKnown(mark)) started.push(mark);
  }
  const witness = [exchange.id, ...started.map(({ exchange: { id } }) => id)];
  const seen = `${started.length} ${started.length === 1 ? 'request' : 'requests'} started with ${field.remainingCount} left for ${msText(field.resetMs)}`;
  if (started.length > field.remainingCount) {
    return { kind: 'broken', expected: `at most ${field.remainingCount} before the reset`, seen, witness };
  }
  return { kind: 'kept', isShown: started.length === field.remainingCount && isWaitedFor && field.resetMs > 0, seen, witness };
}

const STILL_MS = 1_000;
/** A quota that is not used up by so many requests is taken as kept. */
const MAX_COUNTED = 10_000;
