import type { Channel, EventOperation, Message } from '../../contract/channel.js';
import type { FindingCode } from '../../finding/finding-code.js';
import type { Severity } from '../../finding/severity.js';
import type { MessageProblem } from '../../wire/judge-message.js';
import type { CheckFailure } from '../exchange-check.js';
import type { EventMember, Heard } from './event-session.js';
import { eventPlace } from './event-place.js';
import type { ReceiverTrace } from './receiver-trace.js';

/** What every law about events has. A check is a value; a new one is a new file under `checks/` and a line in `event-checks.ts`. */
interface EventLaw {
  readonly code: FindingCode;
  /** The law in a clause, for `--list-checks`. */
  readonly summary: string;
  /** Of most of its failures. */
  readonly severity: Severity;
}

/** One law about a message that a program sent. */
export interface MessageCheck extends EventLaw {
  /** What is wrong with the message; empty when the law holds. */
  judge(input: JudgedMessage): readonly CheckFailure[];
}

/** One law about what a receiver makes of messages. */
export interface ReceiverCheck extends EventLaw {
  /** What is wrong with what was seen; empty when the law holds, or when too little was seen. */
  judge(trace: ReceiverTrace): readonly CheckFailure[];
}

/** A message that was heard, and what it was taken for. */
export interface JudgedMessage {
  readonly heard: Heard;
  /** Whose messages are looked at. */
  readonly operation: EventOperation;
  readonly channel: Channel;
  /** Values of the channel's parameters in its address. */
  readonly parameters: Readonly<Record<string, string>>;
  /** `undefined` when it is none of the operation's. */
  readonly declared: Message | undefined;
  readonly problems: readonly MessageProblem[];
  /** What reaches the broker beside the payload: for what does not nobody can be blamed. */
  readonly carries: EventMember['carries'];
}

/**
 * The failures that a kind of problem makes, each at the clause that decides it, or at the operation.
 *
 * @param input - what was judged
 * @param kind - of problem
 * @param expected - a clause that says what the contract asks for
 */
export function failuresOfMessage(input: JudgedMessage, kind: MessageProblem['kind'], expected: string): readonly CheckFailure[] {
  return input.problems
    .filter((problem) => problem.kind === kind)
    .map(({ schema, location, message }) => ({
      severity: 'error' as const,
      place: schema === undefined ? eventPlace(input.operation) : { file: schema.uri, pointer: schema.pointer },
      location,
      expected,
      seen: message,
    }));
}

/**
 * The one failure of a receiver.
 *
 * @param trace - what was seen
 * @param failure - what was expected, and what was seen instead; by default at the operation
 */
export function receiverFailure(
  { testCase }: ReceiverTrace,
  failure: Pick<CheckFailure, 'expected' | 'seen'> & Partial<CheckFailure>,
): readonly CheckFailure[] {
  return [{ severity: 'error', place: eventPlace(testCase.operation), location: ['message'], ...failure }];
}

/**
 * How long was waited, for people.
 *
 * @param waitMs - ms
 */
export function secondsText(waitMs: number): string {
  return `${Math.round(waitMs / 100) / 10} s`;
}
