/** What stands before the path of every request of the control API. */
export const CONTROL_PREFIX = '/_mortise/api/';

/**
 * Whether a request is for the server itself: its control API, the console that uses it, or its metrics, where there are any. What else is below
 * `/_mortise/` is the issuer's.
 *
 * @param target - origin form
 * @param control - that would answer it
 */
export function isForControl(target: string, control: { readonly hasMetrics?: boolean } | undefined): boolean {
  if (control === undefined || !target.startsWith(OWN_START)) return false;
  return target.startsWith(CONTROL_PREFIX) || isForConsole(target) || (control.hasMetrics === true && isForMetrics(target));
}

/**
 * Whether a request is for the console: `/_mortise/`, and the files of the page.
 *
 * @param target - origin form
 */
export function isForConsole(target: string): boolean {
  return target.startsWith(OWN_START) && CONSOLE_TARGET.test(target);
}

/**
 * Whether a request is that of Prometheus.
 *
 * @param target - origin form
 */
export function isForMetrics(target: string): boolean {
  return METRICS_TARGET.test(target);
}

const OWN_START = '/_mortise';
const CONSOLE_TARGET = /^\/_mortise(?:\/(?:page\/[^?]*)?)?(?:\?|$)/;
const METRICS_TARGET = /^\/_mortise\/metrics(?:\?|$)/;
