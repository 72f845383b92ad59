import { redactCutEnd, redactMembers, redactUrls, redactValues } from './redact.js';
import type { Secrets } from './secrets.js';

/**
 * The text of a body without any secret we know of: by the name of a member, by its value, in the credentials and parameters of URLs.
 *
 * @param text - bounded
 * @param truncatedBytes - how much was cut off, if anything
 * @param secrets - of the pair it belongs to
 */
export function redactedText(text: string, truncatedBytes: number | undefined, { names, values }: Secrets): string {
  const whole = redactValues(redactUrls(redactMembers(text), names), values);
  return truncatedBytes === undefined || truncatedBytes === 0 ? whole : redactCutEnd(whole, values);
}
