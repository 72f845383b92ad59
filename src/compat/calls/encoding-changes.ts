import type { Encoding, MediaType } from '../../contract/contract.js';
import type { Change } from '../change.js';
import { directionOf, otherSide } from '../change.js';
import type { CallSite } from './call-site.js';
import { changeAtCall, placeOfPart } from './call-site.js';
import type { ContentPart } from './content-part.js';

/**
 * Members of forms and multipart bodies that are written otherwise.
 *
 * @param site - the call
 * @param part - the body
 * @param pair - its media type in both versions
 * @see https://spec.openapis.org/oas/v3.1.1.html#encoding-object
 */
export function encodingChanges(
  site: CallSite,
  part: ContentPart,
  { older, newer }: { readonly older: MediaType; readonly newer: MediaType },
): readonly Change[] {
  const names = new Set([...older.encoding.keys(), ...newer.encoding.keys()]);
  const writer = part.side === 'request' ? site.caller : otherSide(site.caller);
  return [...names].flatMap((name) => {
    const [before, after] = [encodingText(older.encoding.get(name)), encodingText(newer.encoding.get(name))];
    if (before === after) return [];
    return [
      changeAtCall(site, {
        code: 'compat/encoding-changed',
        direction: directionOf(writer),
        effect: 'changed',
        // Servers tell parts by their own words; only a strict one goes by the declaration.
        guards: ['annotation'],
        location: [...part.location, name],
        older: placeOfPart(site.older.operation, older),
        newer: placeOfPart(site.newer.operation, newer),
        args: { name, before, after },
        impact: { side: part.side, mediaType: newer.name },
      }),
    ];
  });
}

/** Effective values: what is said by default is no difference. */
function encodingText(encoding: Encoding | undefined): string {
  const { contentType, style = 'form', allowReserved = false, headers = [] } = encoding ?? {};
  const explode = encoding?.explode ?? style === 'form';
  const names = headers.map((header) => header.name.toLowerCase()).toSorted();
  return [contentType ?? 'by type', style, explode ? 'explode' : '', allowReserved ? 'allowReserved' : '', ...names]
    .filter((word) => word !== '')
    .join(' ');
}
