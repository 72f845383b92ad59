import { isJsonObject } from '../../base/json.js';
import type { JsonValue } from '../../base/json.js';
import { valueAtPointer } from '../../base/json-pointer.js';
import type { Place } from '../../base/place.js';
import type { Message, PayloadSchema } from '../../contract/channel.js';
import type { Contract } from '../../contract/contract.js';
import { isEqualJson } from '../../schema/equality.js';
import { sampleFromSchema } from '../../schema/sample.js';
import { avroTypeOf, drawnPayloadSchema } from '../../wire/payload-schema.js';
import type { Change } from '../change.js';
import { directionOf } from '../change.js';
import { openSchema } from '../schemas/schema-site.js';
import type { AvroBreak } from './avro-breaks.js';
import { avroBreaks } from './avro-breaks.js';
import type { EventCheck } from './event-checks.js';
import { checksOf } from './event-checks.js';
import type { EventSite } from './event-site.js';
import { changeAtChannel, directionOfAction, senderOf } from './event-site.js';
import type { MessagePair } from './match-messages.js';
import { partChanges, witnessOf } from './part-changes.js';

/**
 * What became of the payload of a message. Avro is judged by its own rules of resolution; a language that is not judged is told as such
 * when its text changed.
 *
 * @param site - of the channel
 * @param pair - the message
 */
export function payloadChanges(site: EventSite, pair: MessagePair): readonly Change[] {
  const { older, newer } = pair;
  const [before, after] = [older.payload, newer.payload];
  if (before.kind === 'json-schema' && after.kind === 'json-schema') {
    if (before.schema === undefined && after.schema === undefined) return [];
    const versions = {
      older: before.schema ?? openSchema(site.comparing.older, placeOf(older)),
      newer: after.schema ?? openSchema(site.comparing.newer, placeOf(newer)),
    };
    return partChanges(site, { pair, part: 'payload', versions });
  }
  if (isSamePayload(site, pair)) return [];
  if (before.kind === 'avro' && after.kind === 'avro') return avroChanges(site, pair);
  return [undecided(site, pair)];
}

function placeOf({ file, pointer }: Message): Place {
  return { file, pointer };
}

function isSamePayload({ comparing }: EventSite, { older, newer }: MessagePair): boolean {
  const [before, after] = [writtenPayload(comparing.older, older), writtenPayload(comparing.newer, newer)];
  return formatOf(older.payload) === formatOf(newer.payload) && before !== undefined && after !== undefined && isEqualJson(before, after);
}

function writtenPayload({ documents }: Contract, { file, pointer, payload }: Message): JsonValue | undefined {
  if (payload.kind === 'avro') return payload.schema;
  const document = documents.get(file);
  const message = document === undefined ? undefined : valueAtPointer(document, pointer);
  return isJsonObject(message) ? message['payload'] : undefined;
}

function formatOf(payload: PayloadSchema): string {
  return payload.kind === 'not-judged' ? payload.format : payload.kind;
}

function undecided(site: EventSite, { older, newer }: MessagePair): Change {
  return changeAtChannel(site, {
    code: 'compat/payload-undecided',
    direction: directionOfAction(site.action),
    effect: 'undecided',
    location: ['message', newer.id, 'payload'],
    older: placeOf(older),
    newer: placeOf(newer),
    args: { before: formatOf(older.payload), after: formatOf(newer.payload) },
    message: newer.id,
  });
}

function avroChanges(site: EventSite, pair: MessagePair): readonly Change[] {
  const [older, newer] = [avroTypeOf(pair.older), avroTypeOf(pair.newer)];
  if (older === undefined || newer === undefined) return [undecided(site, pair)];
  const changes = checksOf(site).flatMap((check) => {
    const [writer, reader] = check.writer === 'consumer' ? [older, newer] : [newer, older];
    return avroBreaks(writer, reader).map((found) => avroChange(site, pair, { check, found }));
  });
  if (changes.length > 0) return changes;
  const { effect } = checksOf(site)[0]?.writer === 'consumer' ? { effect: 'widened' as const } : { effect: 'narrowed' as const };
  return [
    changeAtChannel(site, {
      code: 'compat/schema-changed',
      direction: effect === 'widened' ? 'consumer-writes' : 'provider-writes',
      effect,
      location: ['message', pair.newer.id, 'payload'],
      older: placeOfPayload(pair.older),
      newer: placeOfPayload(pair.newer),
      args: { keyword: 'schema' },
      message: pair.newer.id,
    }),
  ];
}

function placeOfPayload({ payload, file, pointer }: Message): Place {
  return payload.kind === 'avro' ? { file: payload.file, pointer: payload.pointer } : { file, pointer };
}

interface FoundBreak {
  readonly check: EventCheck;
  readonly found: AvroBreak;
}

function avroChange(site: EventSite, pair: MessagePair, { check, found }: FoundBreak): Change {
  const isOld = check.writer === 'consumer';
  const written = isOld ? pair.older : pair.newer;
  // Other names of a field or of an enum's value for what is unknown may make up for it: those are not read here.
  const isForgiven = [pair.older, pair.newer].some(
    ({ payload }) => payload.kind === 'avro' && FORGIVING.test(JSON.stringify(payload.schema)),
  );
  const schema = drawnPayloadSchema(written);
  return changeAtChannel(site, {
    code: isForgiven ? 'compat/payload-undecided' : 'compat/schema-broken',
    direction: check.isReversed ? 'both' : directionOf(check.writer),
    effect: isForgiven ? 'undecided' : isOld ? 'narrowed' : 'widened',
    location: ['message', pair.newer.id, 'payload', ...found.location],
    older: placeOfPayload(pair.older),
    newer: placeOfPayload(pair.newer),
    args: {
      clause: found.clause,
      keyword: found.rule,
      value: found.seen,
      before: 'avro',
      after: 'avro',
      sender: senderOf(site.action),
      sending: isOld ? 'older' : 'newer',
    },
    message: pair.newer.id,
    witness: () => {
      const sample = schema === undefined ? undefined : sampleFromSchema(schema);
      return sample?.kind === 'value' ? witnessOf(site, { pair, part: 'payload', check }, sample.value) : undefined;
    },
  });
}

const FORGIVING = /"aliases"|"type":"enum"[^{}]*"default"|"default"[^{}]*"type":"enum"/;
