import type { HostError } from '../../base/errors.js';
import { InputError } from '../../base/errors.js';
import { textFromPlace } from '../../base/place.js';
import { HOST_WORDINGS } from './host-error-wording.js';
import { INPUT_WORDINGS } from './input-error-wording.js';

/**
 * An error as one message: where, what, and what to do next.
 *
 * @param error - of a wrong input, or of the world
 * @returns one line; more lines only when the input has more to show
 */
export function textFromError(error: InputError | HostError): string {
  const { what, next } = error instanceof InputError ? INPUT_WORDINGS[error.code](error.args) : HOST_WORDINGS[error.code](error.args);
  const place = error instanceof InputError ? placePrefix(error) : '';
  const others = Array.isArray(error.args['more']) ? error.args['more'].map((line) => `\n  ${line}`).join('') : '';
  return `${place}${what}. ${next}${others}`;
}

/** A message about a file as a whole names it already. */
function placePrefix({ at, args }: InputError): string {
  if (at === undefined || (at.line === undefined && at.file === args['path'])) return '';
  return `${textFromPlace(at)}: `;
}
