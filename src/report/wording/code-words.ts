import type { MessageArguments } from '../../base/errors.js';
import type { FindingCode } from '../../finding/finding-code.js';
import type { FindingWords } from './finding-words.js';
import { FINDING_WORDINGS } from './finding-wording.js';

/**
 * What findings of a code say, with an ellipsis for all that differs from one to the next.
 *
 * @param code - any
 */
export function wordsOfCode(code: FindingCode): FindingWords {
  return FINDING_WORDINGS[code](OPEN);
}

/** Has an argument of every name. */
const OPEN: MessageArguments = new Proxy({}, { get: () => '…', has: () => true });
