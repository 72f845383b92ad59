import type { ParsedMediaType } from '../../base/media-type.js';
import { parseMediaType } from '../../base/media-type.js';
import type { JsonValue } from '../../base/json.js';
import type { MediaType } from '../../contract/contract.js';
import type { Witness } from '../../finding/finding.js';
import { mediaTypeForContent } from '../../wire/select-media-type.js';
import type { Change } from '../change.js';
import { directionOf, otherSide } from '../change.js';
import { schemaChanges } from '../schemas/schema-changes.js';
import type { ShownValue } from '../schemas/schema-site.js';
import { openSchema } from '../schemas/schema-site.js';
import type { CallSite } from './call-site.js';
import { changeAtCall, placeOfPart, rolesOf } from './call-site.js';
import type { ContentPart } from './content-part.js';
import { encodingChanges } from './encoding-changes.js';
import { plainBody, refusedOnly, showRequest, shownBreak } from './request-witness.js';
import { showResponse, shownResponseBreak } from './response-witness.js';

/**
 * What became of the media types of a body, and of what each of them holds. A range (`application/*`) stands for the types within.
 *
 * @param site - the call
 * @param part - the body
 * @see https://spec.openapis.org/oas/v3.1.1.html#media-type-object
 */
export function contentChanges(site: CallSite, part: ContentPart): readonly Change[] {
  const [older, newer] = part.contents;
  const changes: Change[] = [];
  for (const mediaType of older) {
    const counterpart = counterpartOf(newer, mediaType);
    if (counterpart === undefined) changes.push(typeChange(site, part, { older: mediaType }));
    else changes.push(...bodyOfType(site, part, { older: mediaType, newer: counterpart }));
  }
  for (const mediaType of newer) {
    const counterpart = counterpartOf(older, mediaType);
    if (counterpart === undefined) changes.push(typeChange(site, part, { newer: mediaType }));
    // A type of its own that was under a range before: the range itself may be gone.
    else if (counterpartOf(newer, counterpart) !== mediaType)
      changes.push(...bodyOfType(site, part, { older: counterpart, newer: mediaType }));
  }
  return changes;
}

/** The declared type that all of the other one's bodies fall under. */
function counterpartOf(content: readonly MediaType[], { name }: MediaType): MediaType | undefined {
  const exact = content.find((candidate) => candidate.name === name);
  if (exact !== undefined) return exact;
  const parsed = parseMediaType(name);
  if (parsed === undefined) return undefined;
  const found = mediaTypeForContent(content, parsed);
  const range = found === undefined ? undefined : parseMediaType(found.name);
  return range !== undefined && isWider(range, parsed) ? found : undefined;
}

function isWider(range: ParsedMediaType, mediaType: ParsedMediaType): boolean {
  if (range.essence === mediaType.essence || range.type === '*') return true;
  if (range.type !== mediaType.type) return false;
  return range.subtype === '*' || !mediaType.subtype.startsWith('*');
}

function typeChange(site: CallSite, part: ContentPart, found: { readonly older?: MediaType; readonly newer?: MediaType }): Change {
  const { older, newer } = found;
  const name = newer?.name ?? older?.name ?? '';
  return changeAtCall(site, {
    code: older === undefined ? 'compat/media-type-added' : 'compat/media-type-removed',
    ...weightOfType(site, part, older === undefined),
    location: [...part.location, name],
    older: older === undefined ? part.older : placeOfPart(site.older.operation, older),
    newer: newer === undefined ? part.newer : placeOfPart(site.newer.operation, newer),
    args: { mediaType: name, side: part.side, status: part.status?.newer.status },
    witness: () => witnessOfType(site, part, older),
    impact: { side: part.side, mediaType: name, ...(part.status === undefined ? {} : { status: part.status.newer.status }) },
  });
}

/** The type of a response is what the caller asks for by `Accept`; the type of a request is the caller's own choice. */
function weightOfType(site: CallSite, { side, contents }: ContentPart, isAdded: boolean): Pick<Change, 'direction' | 'effect' | 'guards'> {
  if (side === 'response' && contents[isAdded ? 0 : 1].length === 0) {
    // No type at all: whether there is a body was never said, or is no longer said.
    return { direction: directionOf(otherSide(site.caller)), effect: isAdded ? 'added' : 'removed', guards: [] };
  }
  if (isAdded && side === 'request' && site.caller === 'provider') return { direction: 'provider-writes', effect: 'widened', guards: [] };
  if (isAdded) return { direction: directionOf(site.caller), effect: 'added', guards: [] };
  if (side === 'request' && site.caller === 'provider') return { direction: 'provider-writes', effect: 'removed', guards: ['optional'] };
  return { direction: 'consumer-writes', effect: 'removed', guards: [] };
}

function witnessOfType(site: CallSite, { side }: ContentPart, older: MediaType | undefined): Witness | undefined {
  if (side !== 'request' || older === undefined || site.caller !== 'consumer') return undefined;
  const value = plainBody(older);
  if (value === undefined) return undefined;
  return refusedOnly(shownBreak(showRequest(rolesOf(site, 'request'), { body: { mediaType: older, value } }), ['body']));
}

interface TypePair {
  readonly older: MediaType;
  readonly newer: MediaType;
}

function bodyOfType(site: CallSite, part: ContentPart, pair: TypePair): readonly Change[] {
  return [...encodingChanges(site, part, pair), ...schemasOf(site, part, pair)];
}

function schemasOf(site: CallSite, part: ContentPart, { older, newer }: TypePair): readonly Change[] {
  if (older.schema === undefined && newer.schema === undefined && older.itemSchema === undefined && newer.itemSchema === undefined)
    return [];
  const { side, status } = part;
  const roles = rolesOf(site, side);
  const written = roles.writer === site.older ? older : newer;
  const name = newer.name;
  const show = (value: JsonValue): ShownValue => {
    const body = { mediaType: written, value };
    if (side === 'request') return shownBreak(showRequest(roles, { body }), ['body']);
    if (status === undefined) return { witness: undefined, isRefused: undefined };
    const response = roles.writer === site.older ? status.older : status.newer;
    return shownResponseBreak(showResponse(roles, { response, status: status.code, body }), ['body']);
  };
  const [before, after] =
    older.schema === undefined && newer.schema === undefined ? [older.itemSchema, newer.itemSchema] : [older.schema, newer.schema];
  const parsed = parseMediaType(name);
  return schemaChanges(
    {
      comparing: site.comparing,
      operation: site.id,
      guards: site.guards,
      location: [...site.prefix, ...part.location],
      writer: side === 'request' ? site.caller : otherSide(site.caller),
      direction: side,
      impact: {
        older: site.older.operation,
        newer: site.newer.operation,
        side,
        mediaType: name,
        ...(status === undefined ? {} : { status: status.newer.status }),
      },
      // Of other types the values are not read from the text, so the text says nothing of them.
      isText: parsed?.subtype === 'x-www-form-urlencoded' || parsed?.type === 'multipart',
      show,
    },
    {
      older: before ?? openSchema(site.older.contract, placeOfPart(site.older.operation, older)),
      newer: after ?? openSchema(site.newer.contract, placeOfPart(site.newer.operation, newer)),
    },
  );
}
