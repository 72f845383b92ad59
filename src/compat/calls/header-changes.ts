import type { JsonValue } from '../../base/json.js';
import type { Header } from '../../contract/contract.js';
import { sampleFromSchema } from '../../schema/sample.js';
import { serialiseHeader } from '../../wire/serialise-parameter.js';
import type { Change } from '../change.js';
import { directionOf, otherSide } from '../change.js';
import { weightOfPresence } from '../presence.js';
import { schemaChanges } from '../schemas/schema-changes.js';
import type { ShownValue } from '../schemas/schema-site.js';
import { openSchema } from '../schemas/schema-site.js';
import type { CallSite } from './call-site.js';
import { changeAtCall, placeOfPart, rolesOf } from './call-site.js';
import type { ResponsePair } from './content-part.js';
import { lifecycleChanges } from './lifecycle-changes.js';
import { refusedOnly } from './request-witness.js';
import { showResponse, shownResponseBreak } from './response-witness.js';

interface HeaderPair {
  readonly older: Header | undefined;
  readonly newer: Header | undefined;
}

/**
 * What became of the headers of a response.
 *
 * @param site - the call
 * @param pair - the response
 */
export function headerChanges(site: CallSite, pair: ResponsePair): readonly Change[] {
  const older = headersByName(pair.older.headers);
  const newer = headersByName(pair.newer.headers);
  return [...new Set([...newer.keys(), ...older.keys()])].flatMap((name) => {
    const header = { older: older.get(name), newer: newer.get(name) };
    return [
      ...presenceChanges(site, pair, header),
      ...formChanges(site, pair, header),
      ...valueChanges(site, pair, header),
      ...lifeChanges(site, pair, header),
    ];
  });
}

/** What a contract says of `Content-Type` it says by the keys of `content`. */
function headersByName(headers: readonly Header[]): ReadonlyMap<string, Header> {
  return new Map(headers.map((header) => [header.name.toLowerCase(), header] as const).filter(([name]) => name !== 'content-type'));
}

function placesOf(site: CallSite, pair: ResponsePair, { older, newer }: HeaderPair): Pick<Change, 'older' | 'newer'> {
  return { older: placeOfPart(site.older.operation, older ?? pair.older), newer: placeOfPart(site.newer.operation, newer ?? pair.newer) };
}

function presenceChanges(site: CallSite, pair: ResponsePair, header: HeaderPair): readonly Change[] {
  const { older, newer } = header;
  const writer = otherSide(site.caller);
  const weight = weightOfPresence(writer, { older: older?.required, newer: newer?.required }, site.comparing.mode);
  const told = newer ?? older;
  if (weight === undefined || told === undefined) return [];
  const action = older === undefined ? 'added' : newer === undefined ? 'removed' : 'requirement';
  const name = told.name.toLowerCase();
  // What is optional a plain response goes without.
  const patch = { response: responseOfWriter(site, pair), status: pair.code };
  return [
    changeAtCall(site, {
      code: `compat/header-${action}`,
      direction: directionOf(writer),
      ...weight,
      location: ['response', pair.newer.status, 'header', name],
      ...placesOf(site, pair, header),
      args: { name, status: pair.newer.status, required: newer?.required ?? older?.required ?? false },
      witness: () => refusedOnly(shownResponseBreak(showResponse(rolesOf(site, 'response'), patch), ['header', name])),
      impact: { side: 'response', status: pair.newer.status, part: `header:${name}` },
    }),
  ];
}

function lifeChanges(site: CallSite, pair: ResponsePair, { older, newer }: HeaderPair): readonly Change[] {
  if (older === undefined || newer === undefined) return [];
  const places = { older: placeOfPart(site.older.operation, older), newer: placeOfPart(site.newer.operation, newer) };
  return lifecycleChanges(site, { location: ['response', pair.newer.status, 'header', newer.name.toLowerCase()], ...places });
}

function responseOfWriter(site: CallSite, pair: ResponsePair): ResponsePair['older'] {
  return rolesOf(site, 'response').writer === site.older ? pair.older : pair.newer;
}

/** By what stands on the wire. */
function formChanges(site: CallSite, pair: ResponsePair, header: HeaderPair): readonly Change[] {
  const { older, newer } = header;
  if (older === undefined || newer === undefined || formText(older) === formText(newer)) return [];
  const writer = otherSide(site.caller);
  const written = writer === 'consumer' ? older : newer;
  const told = tellingValues(written).find((value) => serialiseHeader(older, value) !== serialiseHeader(newer, value));
  if (told === undefined) return [];
  return [
    changeAtCall(site, {
      code: 'compat/header-form',
      direction: directionOf(writer),
      effect: 'changed',
      location: ['response', pair.newer.status, 'header', newer.name.toLowerCase()],
      ...placesOf(site, pair, header),
      args: {
        name: newer.name.toLowerCase(),
        status: pair.newer.status,
        before: formText(older),
        after: formText(newer),
        value: serialiseHeader(written, told),
      },
      impact: { side: 'response', status: pair.newer.status, part: `header:${newer.name.toLowerCase()}` },
    }),
  ];
}

function tellingValues(header: Header): readonly JsonValue[] {
  const schema = schemaOf(header);
  if (schema === undefined) return [];
  const sample = sampleFromSchema(schema, { direction: 'response' });
  return sample.kind === 'value' ? [sample.value] : [];
}

function schemaOf({ form }: Header): ReturnType<typeof openSchema> | undefined {
  return form.kind === 'style' ? form.schema : form.mediaType.schema;
}

function formText({ form }: Header): string {
  return form.kind === 'content' ? form.mediaType.name : `simple${form.explode ? ' explode' : ''}`;
}

function valueChanges(site: CallSite, pair: ResponsePair, { older, newer }: HeaderPair): readonly Change[] {
  if (older === undefined || newer === undefined) return [];
  const [before, after] = [schemaOf(older), schemaOf(newer)];
  if (before === undefined && after === undefined) return [];
  const name = newer.name.toLowerCase();
  const response = responseOfWriter(site, pair);
  const show = (value: JsonValue): ShownValue =>
    shownResponseBreak(showResponse(rolesOf(site, 'response'), { response, status: pair.code, headers: new Map([[name, value]]) }), [
      'header',
      name,
    ]);
  return schemaChanges(
    {
      comparing: site.comparing,
      operation: site.id,
      guards: site.guards,
      location: [...site.prefix, 'response', pair.newer.status, 'header', name],
      writer: otherSide(site.caller),
      direction: 'response',
      impact: {
        older: site.older.operation,
        newer: site.newer.operation,
        side: 'response',
        status: pair.newer.status,
        part: `header:${name}`,
      },
      isText: true,
      show,
    },
    {
      older: before ?? openSchema(site.older.contract, placeOfPart(site.older.operation, older)),
      newer: after ?? openSchema(site.newer.contract, placeOfPart(site.newer.operation, newer)),
    },
  );
}
