import type { BrokerMessage } from '../../broker/broker.js';
import type { Finding, ReplayStep, Witness } from '../../finding/finding.js';
import { isSecretHeader, REDACTED, redactValues } from '../../journal/redact.js';
import { causeOf } from '../cause.js';
import type { CheckFailure } from '../exchange-check.js';
import type { FindingContext, Judgement } from '../finding-from-failure.js';
import { findingFromJudgement } from '../finding-from-failure.js';
import type { FindingCode } from '../../finding/finding-code.js';
import type { EventRun } from './event-run.js';

/** What shows a finding about events. */
export interface EventEvidence {
  /** The message that shows it: sent by the tester, or heard. */
  readonly message?: BrokerMessage | undefined;
  readonly step?: ReplayStep | undefined;
}

/**
 * Keeps a finding with what shows it, unless its cause is known: then it is counted.
 *
 * @param run - of the pair
 * @param judgement - what is wrong
 * @param evidence - what shows it
 * @returns the finding when its cause is new
 */
export function reportEvent(run: EventRun, judgement: Judgement, { message, step }: EventEvidence = {}): Finding | undefined {
  const { collector, context, options, ports } = run;
  const id = causeOf(judgement, context);
  if (collector.has(id)) {
    collector.countAgain(id);
    return undefined;
  }
  const finding: Finding & { readonly id: string } = {
    ...findingFromJudgement(judgement, undefined, context),
    id,
    ...(message === undefined ? {} : { witness: witnessOfMessage(message, context) }),
    ...(step === undefined ? {} : { replay: { seed: options.seed, steps: [step] } }),
  };
  collector.add(finding);
  ports.onFinding?.(finding);
  return finding;
}

/** A law that was broken, with how much that weighs for the pair. */
export interface BrokenEventLaw {
  readonly code: FindingCode;
  readonly failure: CheckFailure;
}

/**
 * A failure as a judgement of an operation; `undefined` when the pair switched the check off.
 *
 * @param run - of the pair
 * @param operation - its id
 * @param broken - which law, and how
 * @param example - the name of the case
 */
export function judgementOfEvent(
  run: EventRun,
  { operation, example }: { readonly operation: string; readonly example?: string | undefined },
  { code, failure }: BrokenEventLaw,
): Judgement | undefined {
  const severity = run.settings.levelOf(code, operation, failure.severity);
  if (severity === 'off') return undefined;
  const { place, location, expected, seen } = failure;
  return { code, severity, operation, place, args: { location, expected, seen, example } };
}

/**
 * A message as evidence, with all secrets replaced.
 *
 * @param message - as it was on the wire
 * @param context - of which pair
 */
export function witnessOfMessage(message: BrokerMessage, { secrets }: FindingContext): Witness {
  const shown = (text: string): string => redactValues(text, secrets.values);
  const headers = message.headers.map(([name, value]) => [name, isSecretHeader(name, secrets.names) ? REDACTED : shown(value)] as const);
  const ids = [
    ['key', message.key],
    ['message-id', message.messageId],
    ['correlation-id', message.correlationId],
    ['reply-to', message.replyTo],
  ] as const;
  const told = ids.flatMap(([name, value]) => (value === undefined ? [] : [[name, shown(value)] as const]));
  return { request: { line: shown(message.channel), headers: [...told, ...headers], body: bodyText(message.payload, shown) } };
}

function bodyText(payload: Uint8Array, shown: (text: string) => string): string {
  try {
    const text = shown(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    return text.length <= SHOWN_CHARACTER_COUNT ? text : `${text.slice(0, SHOWN_CHARACTER_COUNT)}… (${text.length} characters)`;
  } catch {
    // Bytes are shown by their number.
    return `(${payload.length} bytes that are no text)`;
  }
}

const SHOWN_CHARACTER_COUNT = 2_000;
