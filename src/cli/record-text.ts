import type { RecordedCall } from '../compat/record/recorded-call.js';
import type { RecordingResult } from '../compat/record/recording.js';
import { isUnanswered } from '../compat/record/recording.js';
import type { ExchangeOutcome, ExchangeProblem } from '../journal/exchange.js';

/**
 * Says what either side did wrong, each kind of it the first time and then at every power of ten.
 *
 * @param say - one line
 * @param asJson - as a line of JSON
 * @returns told of every call
 */
export function createCallLog(say: (text: string) => void, asJson: boolean): (call: RecordedCall) => void {
  const counts = new Map<string, number>();
  return ({ exchange, problems }) => {
    for (const { on, code, location, message } of [...problems, ...silenceOf(exchange)]) {
      const who = exchange.operation ?? exchange.request.method;
      const kind = `${who} ${on} ${code} ${location.map((token) => (/^\d+$/.test(token) ? '*' : token)).join('/')}`;
      const count = (counts.get(kind) ?? 0) + 1;
      if (counts.size >= MAX_KIND_COUNT && !counts.has(kind)) continue;
      counts.set(kind, count);
      if (!/^10*$/.test(String(count))) continue;
      const told = { type: 'violation', operation: exchange.operation, on, code, location, message, count };
      say(asJson ? `${JSON.stringify(told)}\n` : `${shown(who)}: ${shown(message)}${count > 1 ? ` (${count} times)` : ''}\n`);
    }
  };
}

/** Who calls is only cut off, as the provider would do it: nothing else says that there is no provider. */
function silenceOf(exchange: RecordedCall['exchange']): readonly Pick<ExchangeProblem, 'on' | 'code' | 'location' | 'message'>[] {
  if (!isUnanswered(exchange)) return [];
  const message = `the provider gave no answer: ${SILENCES[exchange.outcome]}`;
  return [{ on: 'response', code: exchange.outcome, location: [], message }];
}

const SILENCES: Readonly<Record<ExchangeOutcome, string>> = {
  answered: 'nothing came',
  aborted: 'the call was given up',
  refused: 'no connection could be made',
  reset: 'the connection was cut',
  timedOut: 'nothing came in time',
};

/**
 * What was recorded, and where it is.
 *
 * @param result - of a recording
 * @param files - that were written
 * @param asJson - as a line of JSON
 */
export function summaryText(result: RecordingResult, files: readonly string[], asJson: boolean): string {
  const { exchangeCount, brokenCount, unansweredCount, missing, lackingFiles, usage } = result;
  const operationCount = usage.operations.length;
  if (asJson)
    return `${JSON.stringify({ type: 'recorded', exchanges: exchangeCount, broken: brokenCount, unanswered: unansweredCount, operations: operationCount, missing: missing.length, files })}\n`;
  const lines = [
    `${counted(exchangeCount, 'exchange')} of ${counted(operationCount, 'operation')} recorded, ${brokenCount} broke the contract` +
      (unansweredCount === 0 ? '' : `, ${unansweredCount} got no answer`),
    ...(missing.length === 0
      ? []
      : [`${counted(missing.length, 'part')} of what was seen the contract does not have: ${proposalText(files)}`]),
    ...(lackingFiles.length === 0
      ? []
      : [`members were seen that objects of ${lackingFiles.join(', ')} do not have: an overlay of the contract does not reach there`]),
    ...files.map((file) => `wrote ${file}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Of a journal nothing but the usage is written, unless it is said where. */
function proposalText(files: readonly string[]): string {
  return files.some((file) => file.endsWith('overlay.json')) ? 'overlay.json proposes them' : '--out <dir> writes a proposal';
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** What programs chose must not steer a terminal. */
function shown(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').slice(0, MAX_SHOWN_LENGTH);
}

const MAX_KIND_COUNT = 1_000;
const MAX_SHOWN_LENGTH = 500;
