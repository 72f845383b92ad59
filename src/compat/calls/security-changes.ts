import type { Witness } from '../../finding/finding.js';
import type { Change } from '../change.js';
import { directionOf } from '../change.js';
import type { Alternative } from '../security-alternatives.js';
import { alternativesOf, alternativesText, schemeIdentity, securityDifference } from '../security-alternatives.js';
import type { CallSide, CallSite } from './call-site.js';
import { changeAtCall, placeOfOperation, rolesOf } from './call-site.js';
import { refusedOnly, showRequest, shownBreak } from './request-witness.js';

/**
 * Whether whoever got in before still gets in: for each alternative of the older version some newer one asks for no more schemes and
 * scopes.
 *
 * @param site - the call
 * @see https://spec.openapis.org/oas/v3.1.1.html#security-requirement-object
 */
export function securityChanges(site: CallSite): readonly Change[] {
  const { older, newer } = site;
  const { shut, isOpened } = securityDifference(alternativesAt(older, newer), alternativesAt(newer, older));
  if (shut.length === 0 && !isOpened) return [];
  const args = { before: alternativesText(older.operation.security), after: alternativesText(newer.operation.security) };
  const requirement = older.operation.security[shut[0] ?? 0] ?? new Map<string, readonly string[]>();
  // Scopes stand in no request: then what was asked for is all there is to say.
  const witness = (): Witness | undefined => refusedOnly(shownBreak(showRequest(rolesOf(site, 'request'), { requirement }), 'security'));
  return [
    changeAtCall(site, {
      code: 'compat/security-changed',
      direction: directionOf(site.caller),
      effect: shut.length > 0 ? 'narrowed' : 'widened',
      location: ['request', 'security'],
      older: placeOfOperation(older.operation),
      newer: placeOfOperation(newer.operation),
      // One edit of the document's own `security` is one cause, however many operations it is for.
      cause: `security ${args.before} ${args.after}`,
      args,
      witness,
    }),
  ];
}

function alternativesAt({ contract, operation }: CallSide, other: CallSide): readonly Alternative[] {
  return alternativesOf(operation.security, (name) => schemeIdentity(contract, name, other.contract));
}
