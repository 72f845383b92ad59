import type { Link, LinkValue } from '../../contract/contract.js';
import type { Change } from '../change.js';
import { directionOf, otherSide } from '../change.js';
import type { CallSite } from './call-site.js';
import { changeAtCall, placeOfPart } from './call-site.js';
import type { ResponsePair } from './content-part.js';

/**
 * What became of the links of a response. A link refuses nothing, but who follows it by its name no longer can.
 *
 * @param site - the call
 * @param pair - the response
 * @see https://spec.openapis.org/oas/v3.1.1.html#link-object
 */
export function linkChanges(site: CallSite, pair: ResponsePair): readonly Change[] {
  const older = new Map(pair.older.links.map((link) => [link.name, link]));
  const newer = new Map(pair.newer.links.map((link) => [link.name, link]));
  return [...new Set([...newer.keys(), ...older.keys()])].flatMap((name) => {
    const [before, after] = [older.get(name), newer.get(name)];
    if (before !== undefined && after !== undefined && linkText(before) === linkText(after)) return [];
    const action = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    return [
      changeAtCall(site, {
        code: `compat/link-${action}`,
        direction: directionOf(otherSide(site.caller)),
        effect: action,
        guards: action === 'added' ? [] : ['annotation'],
        location: ['response', pair.newer.status, 'link', name],
        older: placeOfPart(site.older.operation, before ?? pair.older),
        newer: placeOfPart(site.newer.operation, after ?? pair.newer),
        args: { name, status: pair.newer.status },
        impact: { side: 'response', status: pair.newer.status },
      }),
    ];
  });
}

function linkText({ target, parameters, requestBody }: Link): string {
  const values = [...parameters].map(([name, value]) => `${name}=${valueText(value)}`).toSorted();
  const where = target.kind === 'id' ? target.operationId : target.pointer;
  return [where, ...values, requestBody === undefined ? '' : valueText(requestBody)].join(' ');
}

function valueText(value: LinkValue): string {
  return JSON.stringify(value);
}
