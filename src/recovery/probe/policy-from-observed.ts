import type { Backoff, Jitter, RecoveryPolicy, RetryCondition, RetryPolicy } from '../../policy/policy.js';
import type { ObservedPolicy } from './observed-policy.js';

/**
 * The policy that a client could claim after what was seen of it. What is not known, or cannot be claimed in these words, is left out.
 *
 * @param observed - by a probe
 * @param keyHeader - the header in which its idempotency key was looked for, lower case
 */
export function policyFromObserved(observed: ObservedPolicy, keyHeader: string): RecoveryPolicy {
  const { timeoutMs, retryAfter, idempotencyKey } = observed;
  const { seconds, date } = retryAfter;
  const isHonoured = seconds === 'honoured' && date === 'honoured';
  const isIgnored = observed.attempts !== 1 && seconds === 'ignored' && date === 'ignored';
  return {
    timeoutMs: timeoutMs ?? undefined,
    deadlineMs: undefined,
    retry: retryFrom(observed),
    retryAfter: isHonoured ? { kind: 'honour' } : isIgnored ? { kind: 'ignore' } : undefined,
    budget: undefined,
    breaker: undefined,
    bulkhead: undefined,
    hedge: undefined,
    fallback: undefined,
    queue: undefined,
    idempotency: idempotencyKey.present === true && idempotencyKey.stable === true ? keyHeader : undefined,
    reconnect: undefined,
  };
}

function retryFrom(observed: ObservedPolicy): RetryPolicy | undefined {
  const { attempts, verdicts } = observed;
  if (attempts === null && verdicts.attempts.verdict === 'inconclusive') return undefined;
  const waits = waitsFrom(observed);
  return {
    attemptCount: attempts ?? Number.POSITIVE_INFINITY,
    on: attempts === 1 ? undefined : conditionsFrom(observed),
    backoff: waits?.backoff ?? NO_CLAIM.backoff,
    jitter: waits?.jitter ?? NO_CLAIM.jitter,
  };
}

function conditionsFrom({ retries: { statuses, transport } }: ObservedPolicy): readonly RetryCondition[] | undefined {
  if (statuses === null || transport === null) return undefined;
  const network = transport.filter((one) => one !== 'timeout');
  return [
    ...statuses.map((status) => ({ kind: 'status', first: status, last: status }) as const),
    ...(network.length === 0 ? [] : [{ kind: 'network' } as const]),
    ...(transport.includes('timeout') ? [{ kind: 'timeout' } as const] : []),
  ];
}

/** Only laws all of whose numbers are known. */
function waitsFrom({ attempts, backoff, jitter }: ObservedPolicy): { readonly backoff: Backoff; readonly jitter: Jitter } | undefined {
  if (attempts === 1) return undefined;
  const { kind, baseMs, factor } = backoff;
  const capMs = backoff.capMs ?? Number.POSITIVE_INFINITY;
  if (kind === 'none') return { backoff: { kind: 'none' }, jitter: { kind: 'none' } };
  if (kind === null || kind === 'other' || baseMs === null) return undefined;
  if (jitter.kind === 'decorrelated') return { backoff: { kind: 'decorrelated', baseMs, capMs }, jitter: { kind: 'none' } };
  if (jitter.kind !== 'none' && jitter.kind !== 'full' && jitter.kind !== 'equal') return undefined;
  const chance: Jitter = { kind: jitter.kind };
  if (kind === 'constant') return { backoff: { kind, baseMs }, jitter: chance };
  if (kind === 'linear') return { backoff: { kind, baseMs, capMs }, jitter: chance };
  return factor === null ? undefined : { backoff: { kind, baseMs, factor, capMs }, jitter: chance };
}

/** How nothing is claimed of the waits. */
const NO_CLAIM = { backoff: { kind: 'none' }, jitter: { kind: 'additive', maxMs: Number.POSITIVE_INFINITY } } as const;
