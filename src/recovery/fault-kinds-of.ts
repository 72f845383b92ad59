import type { Exchange } from '../journal/exchange.js';
import type { RunJournal } from '../journal/run-journal.js';

/**
 * The kinds of fault that an exchange or a message went through, by what the journal says of their labels; a label that it does not know is taken as a kind.
 *
 * @param exchange - with the labels of its faults joined by `+`
 * @param journal - of the same run
 */
export function faultKindsOf(exchange: Pick<Exchange, 'fault' | 'provider'>, { faults }: RunJournal): readonly string[] {
  if (exchange.fault === undefined) return [];
  const label = exchange.fault;
  const known = faults.filter((span) => span.provider === exchange.provider);
  const kindOf = (one: string): string | undefined => known.find((span) => span.label === one)?.fault;
  // A label may hold a plus of its own.
  const whole = kindOf(label);
  return whole === undefined ? label.split('+').map((one) => kindOf(one) ?? one) : [whole];
}
