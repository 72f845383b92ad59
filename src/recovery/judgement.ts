import type { MessageArguments } from '../base/errors.js';
import type { Verdict } from '../finding/severity.js';
import type { Claim, Judgement } from './oracle.js';

/** What a judgement is made of, beside its verdict. */
interface JudgementParts {
  readonly claim: Claim;
  readonly subject?: string | undefined;
  /** A clause: what the claim asks for. */
  readonly expected: string;
  /** A clause: what was there. */
  readonly seen: string;
  /** Ids of exchanges and asks, in order. */
  readonly witness?: readonly string[] | undefined;
  /** Figures beside the sentence, by name. */
  readonly figures?: MessageArguments | undefined;
}

/**
 * A judgement with its verdict.
 *
 * @param verdict - of any kind
 * @param parts - what it is about, and the evidence
 */
export function judgementOf(verdict: Verdict, parts: JudgementParts): Judgement {
  const { claim, subject, expected, seen, witness = [], figures } = parts;
  const shown = [...new Set(witness)].slice(0, MAX_WITNESS_COUNT);
  return { claim, verdict, ...(subject === undefined ? {} : { subject }), args: { expected, seen, ...figures }, witness: shown };
}

/**
 * The judgement that a claim does not hold.
 *
 * @param parts - with the slice of the journal that shows it
 */
export function refuted(parts: JudgementParts): Judgement {
  return judgementOf({ kind: 'refuted' }, parts);
}

/**
 * The judgement that nothing can be said.
 *
 * @param parts - what it is about; what was seen is the reason unless there is more to show
 * @param reason - a clause
 */
export function inconclusive(parts: Omit<JudgementParts, 'seen'> & { readonly seen?: string | undefined }, reason: string): Judgement {
  return judgementOf({ kind: 'inconclusive', reason }, { ...parts, seen: parts.seen ?? reason });
}

/** More evidence than this is no smallest slice. */
const MAX_WITNESS_COUNT = 40;
