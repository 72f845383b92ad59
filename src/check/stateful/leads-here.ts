import type { Exchange } from '../../journal/exchange.js';
import { locationOrigin, locationTarget } from './step-capture.js';

/**
 * Whether the `Location` of an answer leads to the provider that gave it: it is relative, or of the same origin, and stands below the base path.
 *
 * @param exchange - that was answered
 * @param provider - where it answers, and the prefix of its paths
 * @see RFC 9110 §10.2.2
 */
export function leadsHere(exchange: Exchange, provider: { readonly baseUrl: string; readonly basePath: string }): boolean {
  const target = locationTarget(exchange);
  if (target === undefined) return false;
  const origin = locationOrigin(exchange);
  const isOwn = origin === undefined || sameOrigin(origin, provider.baseUrl);
  return isOwn && (provider.basePath === '' || target.startsWith(`${provider.basePath}/`));
}

/** The names of one's own machine are one. */
function sameOrigin(origin: string, baseUrl: string): boolean {
  try {
    const own = new URL(baseUrl);
    const other = new URL(origin.startsWith('//') ? `${own.protocol}${origin}` : origin);
    return own.protocol === other.protocol && own.port === other.port && hostOf(own) === hostOf(other);
  } catch {
    // What is no URL leads nowhere.
    return false;
  }
}

function hostOf({ hostname }: URL): string {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname) ? 'localhost' : hostname;
}
