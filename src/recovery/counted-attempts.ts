import type { Exchange } from '../journal/exchange.js';
import type { LogicalCall } from './oracle.js';

/**
 * The attempts of a call that a policy counts: not what follows a redirect, and not the one that answers a demand for credentials.
 *
 * @param call - of a link
 * @see RFC 9110 §15.4 (redirects), §11.6.1 and §11.7.1 (401 and 407)
 */
export function countedAttempts({ attempts }: LogicalCall): readonly Exchange[] {
  const asked = new Set<number>();
  return attempts.filter((_, index) => {
    const status = attempts[index - 1]?.response?.status;
    if (status === undefined) return true;
    if (status >= 300 && status < 400) return false;
    if ((status !== 401 && status !== 407) || asked.has(status)) return true;
    asked.add(status);
    return false;
  });
}
