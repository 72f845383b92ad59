/** What stands before the path of every request of the control API. */
export const CONTROL_PREFIX = '/_mortise/api/';

/**
 * Whether a request is for the server itself: its control API, or the console that uses it. What else is below `/_mortise/` is the issuer's.
 *
 * @param target - origin form
 */
export function isForControl(target: string): boolean {
  return target.startsWith(CONTROL_PREFIX) || isForConsole(target);
}

/**
 * Whether a request is for the console: `/_mortise/`, and the files of the page.
 *
 * @param target - origin form
 */
export function isForConsole(target: string): boolean {
  return target.startsWith(CONSOLE_START) && CONSOLE_TARGET.test(target);
}

const CONSOLE_START = '/_mortise';
const CONSOLE_TARGET = /^\/_mortise(?:\/(?:page\/[^?]*)?)?(?:\?|$)/;
