import type { MessageArguments } from '../../base/errors.js';
import type { JsonValue } from '../../base/json.js';
import type { Finding } from '../../finding/finding.js';
import type { FindingCode } from '../../finding/finding-code.js';
import type { Severity } from '../../finding/severity.js';
import type { Pact, PactInteraction } from './pact.js';

/** What is found about one interaction. */
export interface FoundOfPact {
  readonly code: Extract<FindingCode, `pact/${string}`>;
  /** Default `error`. */
  readonly severity?: Severity;
  readonly operation?: string | undefined;
  readonly args: MessageArguments;
  /** Where in the interaction: `/response/body`. */
  readonly below?: string;
}

/**
 * A finding about an interaction of a pact.
 *
 * @param pact - the file it stands in
 * @param interaction - of that pact
 * @param found - what it is
 */
export function pactFinding(pact: Pact, interaction: PactInteraction, found: FoundOfPact): Finding {
  const { code, severity = 'error', operation, args, below = '' } = found;
  return {
    code,
    severity,
    pair: { consumer: pact.consumer, provider: pact.provider },
    ...(operation === undefined ? {} : { operation }),
    ...(pact.file === '' ? {} : { place: { file: pact.file, pointer: `${interaction.pointer}${below}` } }),
    args: { interaction: interaction.description, states: interaction.states.map(({ name }) => name), ...args },
  };
}

/**
 * A value as findings show it: JSON, of bounded length.
 *
 * @param value - of an answer
 */
export function shownValue(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length <= MAX_SHOWN_LENGTH ? text : `${text.slice(0, MAX_SHOWN_LENGTH)}…`;
}

const MAX_SHOWN_LENGTH = 400;
