import { dump } from 'js-yaml';
import { jsonFromPolicy } from '../policy/json-from-policy.js';
import type { EvidenceSlice, ObservedMember, ObservedPolicy } from '../recovery/probe/observed-policy.js';
import { policyFromObserved } from '../recovery/probe/policy-from-observed.js';
import { textFromTable } from './table.js';

/** How an observed policy is shown. */
export interface ObservedPolicyTextOptions {
  /** The width of the terminal in characters. */
  readonly columnCount: number;
  /** Lower case. */
  readonly keyHeader: string;
}

/**
 * An observed policy for people: a line for each member with what shows it, and the block for the workspace.
 *
 * @param policy - of a probe
 * @param options - the width, and the header of the key
 */
export function textFromObservedPolicy(policy: ObservedPolicy, { columnCount, keyHeader }: ObservedPolicyTextOptions): string {
  const rows = MEMBERS.map(([member, seen]) => {
    const { verdict, reason, evidence } = policy.verdicts[member];
    return [member, seen(policy), verdict, [reason, evidenceText(evidence)].filter((part) => part !== undefined && part !== '').join('; ')];
  });
  const table = textFromTable(
    [
      { title: 'claim', align: 'left' },
      { title: 'observed', align: 'left' },
      { title: 'verdict', align: 'left' },
      { title: 'evidence', align: 'left', shrinks: true },
    ],
    rows,
    columnCount,
  );
  const block = { recovery: jsonFromPolicy(policyFromObserved(policy, keyHeader)) };
  return `${table}\n${dump(block, { lineWidth: -1, noRefs: true })}`;
}

const MEMBERS: readonly (readonly [member: ObservedMember, seen: (policy: ObservedPolicy) => string])[] = [
  ['attempts', ({ attempts, verdicts }) => (attempts === null && verdicts.attempts.verdict === 'proved' ? 'no end' : known(attempts))],
  ['retries.statuses', ({ retries }) => listed(retries.statuses)],
  ['retries.transport', ({ retries }) => listed(retries.transport)],
  ['retries.methods', ({ retries }) => listed(retries.methods)],
  ['backoff', ({ backoff }) => backoffText(backoff)],
  ['jitter', ({ jitter }) => known(jitter.kind)],
  ['retryAfter.seconds', ({ retryAfter }) => known(retryAfter.seconds)],
  ['retryAfter.date', ({ retryAfter }) => known(retryAfter.date)],
  ['retryAfter.past', ({ retryAfter }) => known(retryAfter.past)],
  ['retryAfter.huge', ({ retryAfter }) => known(retryAfter.huge)],
  ['retryAfter.garbage', ({ retryAfter }) => known(retryAfter.garbage)],
  [
    'timeoutMs',
    ({ timeoutMs, verdicts }) => (timeoutMs === null && verdicts.timeoutMs.verdict !== 'inconclusive' ? 'none' : msText(timeoutMs)),
  ],
  ['idempotencyKey', ({ idempotencyKey }) => keyText(idempotencyKey)],
  ['unsafeRetry', ({ unsafeRetry }) => (unsafeRetry === null ? UNKNOWN : unsafeRetry ? 'yes' : 'no')],
  ['truncatedBody', ({ truncatedBody }) => known(truncatedBody)],
];

function backoffText({ kind, baseMs, factor, capMs }: ObservedPolicy['backoff']): string {
  const parts = [
    known(kind),
    ...(baseMs === null ? [] : [`from ${baseMs} ms`]),
    ...(factor === null ? [] : [`×${factor}`]),
    ...(capMs === null ? [] : [`to ${capMs} ms`]),
  ];
  return parts.join(' ');
}

function keyText({ present, stable }: ObservedPolicy['idempotencyKey']): string {
  if (present === null) return UNKNOWN;
  if (!present) return 'none';
  return stable === null ? 'sent' : stable ? 'the same each time' : 'a new one each time';
}

/** When the attempts of the first run came, and what they met. */
function evidenceText(evidence: readonly EvidenceSlice[]): string {
  const [first] = evidence;
  const run = evidence.filter(({ experiment }) => experiment === first?.experiment);
  const attempts: string[] = [];
  for (const [index, { status, fault, waitMs }] of run.entries()) {
    // The next run of the same experiment begins without a wait.
    if (index > 0 && waitMs === null) break;
    attempts.push(waitMs === null ? `${status ?? fault ?? 'well'}` : `+${Math.round(waitMs)} ms`);
  }
  return attempts.join(' ');
}

function listed(values: readonly (string | number)[] | null): string {
  if (values === null) return UNKNOWN;
  return values.length === 0 ? 'none' : values.join(' ');
}

function known(value: string | number | null): string {
  return value === null ? UNKNOWN : String(value);
}

function msText(ms: number | null): string {
  return ms === null ? UNKNOWN : `${ms} ms`;
}

const UNKNOWN = '?';
