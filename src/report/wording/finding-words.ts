import type { MessageArguments } from '../../base/errors.js';

/** What a finding says, in clauses without a full stop. */
export interface FindingWords {
  readonly what: string;
  readonly expected?: string | undefined;
  readonly seen?: string | undefined;
  /** What to do about it. */
  readonly next?: string | undefined;
}

/** The words of one code, made from the arguments of a finding. */
export type FindingWording = (args: MessageArguments) => FindingWords;
