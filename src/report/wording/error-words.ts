import type { MessageArguments } from '../../base/errors.js';

/** What went wrong, and what to do about it: whole clauses without a full stop. */
export interface ErrorWords {
  readonly what: string;
  readonly next: string;
}

/** What is said of an error with these arguments. */
export type ErrorWording = (args: MessageArguments) => ErrorWords;
