import type { Exchange } from '../../journal/exchange.js';
import { headerValue } from '../../wire/http-message.js';
import { isIdempotent } from '../call-safety.js';
import type { LogicalCall, Oracle } from '../oracle.js';
import type { Ruling } from '../ruling.js';
import { asFarAsGrouped, sumUp } from '../ruling.js';

/**
 * The claimed header is on every attempt of a repeated unsafe call, the same on all of them, and another one for each call. Put to the test, and
 * so proved, when an unsafe call was repeated under one key. A call that was sent once without a key is only held against a consumer that gives
 * one to other calls of the same operation: not every POST of a provider takes keys.
 */
export const idempotencyKey: Oracle = {
  claim: 'idempotency-key',
  summary: 'Unsafe calls carry the declared key: one for all attempts of a call, another for each call.',
  source: 'https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header',
  judge: (input) => {
    const name = input.policy.idempotency;
    if (name === undefined) return [];
    const unsafe = input.calls.filter(({ attempts: [first] }) => first !== undefined && !isIdempotent(first.request.method));
    const keyed = new Set(unsafe.filter(({ attempts }) => attempts.some((one) => keyOf(one, name) !== undefined)).map(operationOf));
    const rulings = unsafe.flatMap((call) => asFarAsGrouped(call, [ruling(call, { name, isUsual: keyed.has(operationOf(call)) })]));
    const none: Ruling = { kind: 'unclear', reason: 'no unsafe call was made' };
    return [sumUp('idempotency-key', `the header ${name}, one value a call`, [...rulings, ...sharedKeys(unsafe, name), none])];
  },
};

interface Judging {
  readonly name: string;
  /** Whether other calls of the operation carry a key. */
  readonly isUsual: boolean;
}

function ruling(call: LogicalCall, { name, isUsual }: Judging): Ruling {
  const keys = call.attempts.map((attempt) => keyOf(attempt, name));
  const witness = call.attempts.map(({ id }) => id);
  const missing = call.attempts.find((_, index) => keys[index] === undefined);
  const [first] = keys;
  if (missing !== undefined && (keys.length > 1 || isUsual)) {
    const seen = keys.length > 1 ? 'sent again without it' : 'sent without it';
    return { kind: 'broken', expected: `${name} on every attempt`, seen, witness: keys.length > 1 ? witness.slice(0, 2) : [missing.id] };
  }
  if (first === undefined) return { kind: 'unclear', reason: 'unsafe calls were sent once, and without a key' };
  const other = keys.findIndex((key) => key !== first);
  if (other !== -1) {
    const pair = [witness[0], witness[other]].filter((id) => id !== undefined);
    return { kind: 'broken', expected: `one ${name} on all attempts of a call`, seen: 'another key on a later attempt', witness: pair };
  }
  return {
    kind: 'kept',
    isShown: keys.length > 1,
    seen: `one key on ${keys.length} ${keys.length === 1 ? 'attempt' : 'attempts'}`,
    witness,
  };
}

/** Two calls under one key: the second is answered like the first, and not done. */
function sharedKeys(calls: readonly LogicalCall[], name: string): readonly Ruling[] {
  const firstByKey = new Map<string, LogicalCall>();
  return calls.flatMap((call): readonly Ruling[] => {
    const [attempt] = call.attempts;
    const key = attempt === undefined ? undefined : keyOf(attempt, name);
    if (attempt === undefined || key === undefined) return [];
    const earlier = firstByKey.get(key);
    const [earlierAttempt] = earlier?.attempts ?? [];
    if (earlier === undefined || earlierAttempt === undefined) {
      firstByKey.set(key, call);
      return [];
    }
    const isSame = contentOf(attempt) === contentOf(earlierAttempt);
    // The same content under the same key may be the same call, made again by whoever asked the consumer.
    if (isSame || !call.isCertain || !earlier.isCertain) return [{ kind: 'unclear', reason: 'two calls with one key may be one' }];
    const witness = [earlierAttempt.id, attempt.id];
    return [{ kind: 'broken', expected: `another ${name} for each call`, seen: 'two different calls under one key', witness }];
  });
}

function keyOf({ request }: Exchange, name: string): string | undefined {
  const key = headerValue(request.headers, name)?.trim();
  return key === '' ? undefined : key;
}

function operationOf({ operation, attempts: [first] }: LogicalCall): string {
  return operation ?? `${first?.request.method} ${first?.request.target}`;
}

function contentOf({ request: { method, target, body } }: Exchange): string {
  return `${method} ${target} ${typeof body === 'string' ? body : new TextDecoder().decode(body)}`;
}
