import type { MessageRecord } from '../journal/message-record.js';

/**
 * Says what is wrong with messages, each kind of it the first time and then at every power of ten: a program that errs errs a thousand times.
 *
 * @param say - one line
 * @param asJson - as a line of JSON
 * @returns told of messages that break the contract
 */
export function createViolationLog(say: (text: string) => void, asJson: boolean): (record: MessageRecord) => void {
  const counts = new Map<string, number>();
  return (record) => {
    const { provider, channel, operation, message, problems } = record;
    const kind = `${operation ?? channel} ${problems.map(({ code, location }) => `${code} ${location.join('/')}`).join(' ')}`;
    const count = (counts.get(kind) ?? 0) + 1;
    if (counts.size < MAX_KIND_COUNT || counts.has(kind)) counts.set(kind, count);
    if (!isPowerOfTen(count)) return;
    if (asJson) {
      const told = problems.map(({ kind: of, location, code, message: text }) => ({ kind: of, location, code, message: text }));
      say(`${JSON.stringify({ type: 'violation', system: provider, channel, operation, message, count, problems: told })}\n`);
      return;
    }
    const what = problems.slice(0, MAX_TOLD_COUNT).map((problem) => problem.message);
    const more = problems.length > MAX_TOLD_COUNT ? `; and ${problems.length - MAX_TOLD_COUNT} more` : '';
    say(
      `${provider}: ${shown(channel)} was sent ${message ?? 'a message'} that breaks the contract: ${shown(what.join('; '))}${more}${count > 1 ? ` (${count} times)` : ''}\n`,
    );
  };
}

function isPowerOfTen(count: number): boolean {
  return /^10*$/.test(String(count));
}

/** What programs chose must not steer a terminal. */
function shown(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').slice(0, MAX_SHOWN_LENGTH);
}

const MAX_KIND_COUNT = 1_000;
const MAX_TOLD_COUNT = 3;
const MAX_SHOWN_LENGTH = 500;
