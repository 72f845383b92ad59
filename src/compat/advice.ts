import type { ContractComparison, DeploymentAdvice } from './contract-comparison.js';
import type { FoldedChange } from './fold-changes.js';

/**
 * The least step of the version that tells the truth.
 *
 * @param changes - by cause
 * @see https://semver.org/#semantic-versioning-specification-semver
 */
export function semverOf(changes: readonly FoldedChange[]): ContractComparison['semver'] {
  if (changes.some(({ severity }) => severity === 'error')) return 'major';
  if (changes.length === 0) return 'none';
  // "It MUST be incremented if any public API functionality is marked as deprecated" (item 7).
  const isMinor = changes.some(({ main }) => main.effect !== 'lifecycle' || main.code === 'compat/deprecated');
  return isMinor ? 'minor' : 'patch';
}

/**
 * Which side has to go first so that nothing breaks in between. What breaks consumers of today asks them to go first; what is new to write
 * to the provider, or newly promised by it, asks the provider to, and so does what breaks its consumers of tomorrow.
 *
 * @param changes - by cause
 */
export function deploymentOf(changes: readonly FoldedChange[]): DeploymentAdvice {
  const needsConsumers = changes.some(({ main, severity }) => severity === 'error' && !isOfWayBack(main));
  const needsProvider = changes.some(({ main }) => isOfWayBack(main) || isNewlyOffered(main));
  if (needsConsumers) return needsProvider ? 'none' : 'consumers-first';
  return needsProvider ? 'provider-first' : 'any-order';
}

/** Of events: the newer version of a consumer and the older one of the provider do not understand each other. */
function isOfWayBack({ code, direction }: FoldedChange['main']): boolean {
  return code === 'compat/schema-broken' && direction === 'both';
}

/** A consumer of the newer version may rely on it, and the older provider does not give it. */
function isNewlyOffered({ code, direction, effect }: FoldedChange['main']): boolean {
  if (effect === 'added' || code === 'compat/operation-turned') return true;
  return direction === 'consumer-writes' ? effect === 'widened' : effect === 'narrowed';
}
