import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Witness } from '../../finding/finding.js';
import { sampleFromSchema } from '../../schema/sample.js';
import { judgedPayloadSchema } from '../../wire/payload-schema.js';
import type { Change } from '../change.js';
import type { SchemaVersions } from '../schemas/schema-site.js';
import { schemaChanges } from '../schemas/schema-changes.js';
import type { EventCheck } from './event-checks.js';
import { checksOf } from './event-checks.js';
import type { EventSite } from './event-site.js';
import { senderOf } from './event-site.js';
import type { MessagePair } from './match-messages.js';

/** One part of a message that a schema speaks of. */
export interface MessagePart {
  readonly pair: MessagePair;
  readonly part: 'payload' | 'headers' | 'key';
  readonly versions: SchemaVersions;
}

/**
 * What became of a part of a message, each way that is to hold.
 *
 * @param site - of the channel
 * @param part - of the message
 */
export function partChanges(site: EventSite, part: MessagePart): readonly Change[] {
  const changes = checksOf(site).flatMap((check) => oneWay(site, part, check));
  const broken = new Set(changes.filter(({ code }) => code === 'compat/schema-broken').map(({ location }) => location.join('/')));
  // What is harmless one way and breaks the other is told once.
  return changes.filter(({ code, location }) => code !== 'compat/schema-changed' || !broken.has(location.join('/')));
}

function oneWay(site: EventSite, { pair, part, versions }: MessagePart, check: EventCheck): readonly Change[] {
  const { older, newer } = pair;
  return schemaChanges(
    {
      comparing: site.comparing,
      operation: site.id,
      location: [...site.prefix, 'message', newer.id, part],
      writer: check.writer,
      sender: senderOf(site.action),
      isReversed: check.isReversed,
      direction: undefined,
      impact: { older: undefined, newer: undefined, side: 'message', channel: site.older.id, message: older.id, part },
      isText: false,
      show: (value) => ({ witness: witnessOf(site, { pair, part, check }, value), isRefused: undefined }),
    },
    versions,
  );
}

/**
 * A message as evidence, with a value in one of its parts.
 *
 * @param site - of the channel
 * @param where - the part
 * @param value - that the other version cannot read
 */
export function witnessOf(
  site: EventSite,
  where: Pick<MessagePart, 'pair' | 'part'> & { readonly check: EventCheck },
  value: JsonValue,
): Witness {
  const isOld = where.check.writer === 'consumer';
  const message = isOld ? where.pair.older : where.pair.newer;
  const channel = isOld ? site.older : site.newer;
  const schema = judgedPayloadSchema(message);
  const sample = schema === undefined ? undefined : sampleFromSchema(schema);
  const payload = where.part === 'payload' ? value : sample?.kind === 'value' ? sample.value : undefined;
  const headers: [string, string][] = [['content-type', message.contentType]];
  if (where.part === 'headers' && isJsonObject(value))
    for (const [name, header] of Object.entries(value)) headers.push([name, textOf(header)]);
  if (where.part === 'key') headers.push(['key', textOf(value)]);
  return {
    request: {
      line: `${channel.address ?? channel.id} ${message.name ?? message.id}`,
      headers,
      ...(payload === undefined ? {} : { body: JSON.stringify(payload) }),
    },
  };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
