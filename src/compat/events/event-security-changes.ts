import type { EventOperation } from '../../contract/channel.js';
import type { Change } from '../change.js';
import { alternativesOf, alternativesText, schemeIdentity, securityDifference } from '../security-alternatives.js';
import type { EventSite } from './event-site.js';
import { changeAtChannel } from './event-site.js';

/**
 * Whether whoever got at a channel before still does.
 *
 * @param site - of the operation
 * @param before - in the older version
 * @param after - in the newer one
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#operationObject
 */
export function eventSecurityChanges(site: EventSite, before: EventOperation, after: EventOperation): readonly Change[] {
  const { older, newer } = site.comparing;
  const { shut, isOpened } = securityDifference(
    alternativesOf(before.security, (name) => schemeIdentity(older, name, newer)),
    alternativesOf(after.security, (name) => schemeIdentity(newer, name, older)),
  );
  if (shut.length === 0 && !isOpened) return [];
  return [
    changeAtChannel(site, {
      code: 'compat/security-changed',
      // Consumers show credentials whichever way the messages flow.
      direction: 'consumer-writes',
      effect: shut.length > 0 ? 'narrowed' : 'widened',
      location: ['security'],
      older: { file: before.file, pointer: before.pointer },
      newer: { file: after.file, pointer: after.pointer },
      args: { before: alternativesText(before.security), after: alternativesText(after.security) },
    }),
  ];
}
