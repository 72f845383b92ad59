import type { Change } from '../change.js';
import { directionOf } from '../change.js';
import { weightOfPresence } from '../presence.js';
import type { CallSite } from './call-site.js';
import { changeAtCall, placeOfOperation, placeOfPart, rolesOf } from './call-site.js';
import { contentChanges } from './content-changes.js';
import { refusedOnly, showRequest, shownBreak } from './request-witness.js';

/**
 * What became of the request body of a call.
 *
 * @param site - the call
 */
export function bodyChanges(site: CallSite): readonly Change[] {
  const [older, newer] = [site.older.operation.requestBody, site.newer.operation.requestBody];
  if (older === undefined && newer === undefined) return [];
  const places = {
    older: older === undefined ? placeOfOperation(site.older.operation) : placeOfPart(site.older.operation, older),
    newer: newer === undefined ? placeOfOperation(site.newer.operation) : placeOfPart(site.newer.operation, newer),
  };
  const weight = weightOfPresence(site.caller, { older: older?.required, newer: newer?.required }, site.comparing.mode);
  const action = older === undefined ? 'added' : newer === undefined ? 'removed' : 'requirement';
  const presence =
    weight === undefined
      ? []
      : [
          changeAtCall(site, {
            code: `compat/body-${action}`,
            direction: directionOf(site.caller),
            ...weight,
            // A body of a type that nobody declares is refused by whoever looks at types at all.
            guards: [],
            location: ['request', 'body'],
            ...places,
            args: { required: newer?.required ?? older?.required ?? false },
            witness: () => refusedOnly(shownBreak(showRequest(rolesOf(site, 'request'), { body: null }), ['body'])),
          }),
        ];
  if (older === undefined || newer === undefined) return presence;
  const part = { side: 'request' as const, location: ['request', 'body'], ...places, status: undefined };
  return [...presence, ...contentChanges(site, { ...part, contents: [older.content, newer.content] })];
}
