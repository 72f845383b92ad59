import type { FindingCode } from '../finding/finding-code.js';
import type { Severity } from '../finding/severity.js';
import { MESSAGE_CHECKS, RECEIVER_CHECKS } from './events/event-checks.js';
import { RESPONSE_CHECKS } from './response-checks.js';
import { TRACE_CHECKS } from './stateful/trace-checks.js';

/** One check as people choose it. */
export interface CheckEntry {
  readonly code: FindingCode;
  /** The code without its area: what `checks:` in a workspace and `--check` say. */
  readonly name: string;
  /** Its law, in a clause. */
  readonly summary: string;
  /** Of most of its failures. */
  readonly severity: Severity;
  /** What it looks at: one answer, a sequence of calls, a message that was sent, what a receiver does, or the run as a whole. */
  readonly kind: 'answer' | 'sequence' | 'message' | 'receiver' | 'run';
}

/** The order in which they are listed: answers, sequences, events, the run. */
export const CHECKS: readonly CheckEntry[] = [
  ...RESPONSE_CHECKS.map((check) => entryOf(check, 'answer')),
  ...TRACE_CHECKS.map((check) => entryOf(check, 'sequence')),
  ...MESSAGE_CHECKS.map((check) => entryOf(check, 'message')),
  entryOf({ code: 'check/channel-declared', summary: 'a sender sends on declared channels only', severity: 'error' }, 'message'),
  entryOf({ code: 'check/message-sent', summary: 'a message is sent when its trigger says so', severity: 'error' }, 'message'),
  entryOf(
    { code: 'check/handshake-matches', summary: 'a WebSocket is opened as its channel and its security say', severity: 'error' },
    'message',
  ),
  ...RECEIVER_CHECKS.map((check) => entryOf(check, 'receiver')),
  entryOf({ code: 'check/no-answer', summary: 'every call is answered', severity: 'error' }, 'run'),
  entryOf({ code: 'check/request-unsatisfiable', summary: 'there is a request that keeps the contract', severity: 'warning' }, 'run'),
];

function entryOf({ code, summary, severity }: Pick<CheckEntry, 'code' | 'summary' | 'severity'>, kind: CheckEntry['kind']): CheckEntry {
  return { code, name: code.slice(code.indexOf('/') + 1), summary, severity, kind };
}
